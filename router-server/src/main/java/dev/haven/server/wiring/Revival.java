package dev.haven.server.wiring;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an embedded Redis back that died under its node: killed, or out of memory. It is nobody
 * else's to start; what was acknowledged is in its file, and links find it where it was.
 *
 * <p>On one event loop, which only looks; what blocks runs on a worker.
 */
final class Revival {
  private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int REST_LOOKS = 10;

  private final Vertx vertx;
  private final Store store;
  private final BooleanSupplier connected;
  private boolean missed;
  private boolean busy;
  private int rest; // looks to leave out

  private Revival(Vertx vertx, Store store, BooleanSupplier connected) {
    this.vertx = vertx;
    this.store = store;
    this.connected = connected;
  }

  /**
   * Looks every second from now on, until Vert.x is closed; called on the event loop that is to
   * look.
   *
   * @param connected whether all links have a Redis that answers
   */
  static void watch(Vertx vertx, Store store, BooleanSupplier connected) {
    Revival revival = new Revival(vertx, store, connected);
    vertx.setPeriodic(LOOK_EVERY.toMillis(), timer -> revival.look());
  }

  /** Two looks in a row must miss it: links that have just been cut find it again by themselves. */
  private void look() {
    boolean again = missed;
    missed = !connected.getAsBoolean();
    if (rest > 0) {
      rest--;
    } else if (missed && again && !busy) {
      busy = true;
      vertx
          .executeBlocking(store::revive)
          .onComplete(
              done -> {
                busy = false;
                rest = REST_LOOKS;
                if (done.failed()) {
                  LOG.atError().setCause(done.cause()).log("the embedded Redis is gone");
                } else if (done.result()) {
                  LOG.atWarn().log("the embedded Redis was gone and has been started again");
                }
              });
    }
  }
}
