package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisShelfTest {
  @Test
  void shouldLeaveOutWhatWasRegisteredAfterTheVersionWasRead() {
    assertThat(RedisShelf.inOrder(Map.of("b", "1", "later", "2", "a", "0"), 2))
        .containsExactly("a", "b");
  }

  @Test
  void shouldMissANumberThatHasNoDefinition() {
    assertThatThrownBy(() -> RedisShelf.inOrder(Map.of("b", "1"), 2))
        .hasMessage("a number of the catalogue has no definition");
  }
}
