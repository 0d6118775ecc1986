package dev.haven.loadtest;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the yardstick server until its process is ended. */
@Command(
    name = "floor",
    mixinStandardHelpOptions = true,
    description = "Runs the bare yardstick server; compare starts it by itself.")
final class FloorCommand implements Callable<Integer> {
  @Option(names = "--port", required = true, description = "HTTP port on loopback.")
  private int port;

  @Option(names = "--redis-port", required = true, description = "A Redis of its own, loopback.")
  private int redisPort;

  @Override
  public Integer call() throws Exception {
    FloorServer.start(port, redisPort);
    new CountDownLatch(1).await();
    return 0;
  }
}
