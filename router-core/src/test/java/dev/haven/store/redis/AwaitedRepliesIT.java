package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Settings;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AwaitedRepliesIT {
  private final TestRedis redis = TestRedis.shared();
  private final WorkspaceId workspace = TestRedis.newWorkspace();

  /**
   * How many are awaited more than before: right after the call, when it has ended; how many ended.
   */
  private List<Integer> awaitedBy(Supplier<Future<?>> call) {
    return redis.await(
        () -> {
          AwaitedReplies awaited = AwaitedReplies.ofThisThread();
          int before = awaited.count();
          long ended = awaited.endedSoFar();
          Future<?> called = call.get();
          int during = awaited.count() - before;
          return called
              .otherwiseEmpty()
              .map(
                  end ->
                      List.of(
                          during,
                          awaited.count() - before,
                          Math.toIntExact(awaited.endedSoFar() - ended)));
        });
  }

  @Test
  void shouldCountACallUntilItsReply() {
    RedisTransitions transitions = new RedisTransitions(redis.link(), Settings.defaults());

    assertThat(awaitedBy(() -> transitions.readContact(workspace, "nobody", "")))
        .containsExactly(1, 0, 1);
  }

  @Test
  void shouldCountACallThatFailsUntilItFailed() {
    String[] without = {};
    Supplier<Future<?>> failing =
        () -> redis.link().transition(LuaScript.ACCEPT_OFFER, workspace, without);

    assertThat(redis.<Boolean>await(() -> failing.get().map(r -> false).otherwise(true))).isTrue();
    assertThat(awaitedBy(failing)).containsExactly(1, 0, 1);
  }
}
