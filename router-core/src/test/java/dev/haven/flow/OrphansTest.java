package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OrphansTest {
  private static final WorkspaceId WORKSPACE = new WorkspaceId("main");

  private final List<Object> walked = new ArrayList<>();

  @Test
  void endsWhenThereIsNoTimeForMore() {
    Future<Optional<Orphans.Orphan>> found =
        new Orphans(answering("MORE"), WORKSPACE, () -> walked.size() < 5).first("1");

    assertThat(found.cause()).isInstanceOf(TimeoutException.class);
    assertThat(walked).hasSize(5).startsWith("").containsOnlyOnce("");
  }

  @Test
  void beginsALostWalkThreeTimes() {
    Future<Optional<Orphans.Orphan>> found =
        new Orphans(answering("GONE"), WORKSPACE, () -> true).first("1");

    assertThat(found.failed()).isTrue();
    assertThat(walked).containsExactly("", "", "");
  }

  @Test
  void asksNobodyWhenNoLaneGoes() {
    assertThat(new Orphans(answering("MORE"), WORKSPACE, () -> true).first("").result()).isEmpty();
    assertThat(walked).isEmpty();
  }

  private Transitions answering(String status) {
    return (Transitions)
        Proxy.newProxyInstance(
            Transitions.class.getClassLoader(),
            new Class<?>[] {Transitions.class},
            (proxy, method, arguments) -> {
              walked.add(arguments[2]);
              return Future.succeededFuture(
                  new Outcome(status, List.of("walk-" + walked.size()), List.of()));
            });
  }
}
