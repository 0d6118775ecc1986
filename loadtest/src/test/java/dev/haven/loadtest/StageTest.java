package dev.haven.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.wiring.EmbeddedRedis;
import org.junit.jupiter.api.Test;

class StageTest {
  @Test
  void measuresOnAStoreThatIsSetAsTheOneThatIsShipped() {
    assertThat(Stage.TUNING).isEqualTo(EmbeddedRedis.TUNING);
  }
}
