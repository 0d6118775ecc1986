package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.flow.OverloadedException;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldTest {
  private final List<Duration> pauses = new ArrayList<>();

  /** Time stands still: only what is asked of the timers is seen, and done at once. */
  private final Timers timers =
      new Timers() {
        @Override
        public Handle every(Duration period, Runnable task) {
          throw new UnsupportedOperationException("nothing here repeats");
        }

        @Override
        public Handle after(Duration delay, Runnable task) {
          pauses.add(delay);
          task.run();
          return () -> {};
        }
      };

  private final Hold hold = new Hold(timers, RouterClock.system(), Duration.ofSeconds(10));

  @Test
  void shouldTryAgainUntilTheStoreIsBack() {
    Iterator<Future<String>> answers =
        List.<Future<String>>of(
                Future.failedFuture("away"),
                Future.failedFuture("away"),
                Future.succeededFuture("kept"))
            .iterator();

    assertThat(hold.until(answers::next).result()).isEqualTo("kept");
    assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
  }

  @Test
  void shouldNotTryAgainWhatIsPutOffBecauseTooMuchComes() {
    Future<String> held = hold.until(() -> Future.failedFuture(new OverloadedException()));

    assertThat(held.cause()).isInstanceOf(OverloadedException.class);
    assertThat(pauses).isEmpty();
  }
}
