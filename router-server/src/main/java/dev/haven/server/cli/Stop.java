package dev.haven.server.cli;

import java.util.concurrent.CountDownLatch;

/** Waits until the process is told to end, and then closes what runs before it does. */
final class Stop {
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Stop() {}

  /**
   * @param running closed once, by the thread that ends the process
   */
  static Stop of(Closing running) {
    Stop stop = new Stop();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  running.close();
                  stop.stopped.countDown();
                },
                "stop"));
    return stop;
  }

  /** Blocks until it was told to end and has. */
  void await() throws InterruptedException {
    stopped.await();
  }

  /** What runs. */
  @FunctionalInterface
  interface Closing {
    void close();
  }
}
