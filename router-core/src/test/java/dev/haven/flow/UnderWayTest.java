package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Which commands a node works on. */
@NullUnmarked
class UnderWayTest {
  private static final WorkspaceId MAIN = new WorkspaceId("main");
  private static final WorkspaceId OTHER = new WorkspaceId("other");

  private final UnderWay underWay = new UnderWay();

  @Test
  void shouldBeginACommandOnceUntilItEnds() {
    assertThat(underWay.begin(MAIN, "c1.file.a-0")).isTrue();
    assertThat(underWay.begin(MAIN, "c1.file.a-0")).isFalse();
    assertThat(underWay.begin(OTHER, "c1.file.a-0")).isTrue();

    underWay.end(MAIN, "c1.file.a-0");

    assertThat(underWay.begin(MAIN, "c1.file.a-0")).isTrue();
  }

  @Test
  void shouldKeepOnlyWhatOutlastsTwoLooks() {
    assertThat(underWay.lasting(MAIN)).isEmpty();
    underWay.end(MAIN, "never-begun");
    underWay.begin(MAIN, "long");
    underWay.begin(OTHER, "elsewhere");
    assertThat(underWay.lasting(MAIN)).isEmpty();
    underWay.begin(MAIN, "short");

    assertThat(underWay.lasting(MAIN)).containsExactly("long");

    underWay.end(MAIN, "short");
    underWay.end(MAIN, "long");
    assertThat(underWay.lasting(MAIN)).isEmpty();
  }

  @Test
  void shouldTellOnceNoneIsUnderWay() {
    assertThat(underWay.none().succeeded()).isTrue();
    underWay.begin(MAIN, "one");
    underWay.begin(OTHER, "another");
    Future<Void> none = underWay.none();

    underWay.end(MAIN, "one");
    assertThat(none.isComplete()).isFalse();
    underWay.end(OTHER, "another");

    assertThat(none.succeeded()).isTrue();
  }
}
