package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
  @Test
  void shouldReadTextsOfEveryLengthAndListsOfThem() {
    // given
    String longer = "x".repeat(200);
    String longest = "y".repeat(70_000);

    // when
    List<Object> values =
        Packed.read(
            "\u00a0\u00a3abc\u0092\u00a1a\u00a1b\u00d9\u00c8"
                + longer
                + "\u00db\u0000\u0001\u0011\u0070"
                + longest
                + "\u00dc\u0000\u0001\u00da\u0000\u0003xyz");

    // then
    assertThat(values)
        .containsExactly("", "abc", List.of("a", "b"), longer, longest, List.of("xyz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a3ab", "\u00d9", "\u00da\u0000", "\u00c0", "\u0091", "7"})
  void shouldRefuseWhatEndsEarlyOrIsNoText(String bytes) {
    assertThatThrownBy(() -> Packed.read(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 32, 255, 256, 65_535, 65_536})
  void shouldReadWhatItWrites(int length) {
    String text = "z".repeat(length);

    assertThat(Packed.read(Packed.write(text, "a"))).containsExactly(text, "a");
  }

  @Test
  void shouldPrepareTheFirstFieldsOfAContactsRest() {
    assertThat(LuaLibrary.record("contact").rest().subList(0, RedisTransitions.PREPARED.size()))
        .isEqualTo(RedisTransitions.PREPARED);
  }

  @Test
  void shouldNameTheFactsOfAContactAsItsIncludeDoes() {
    String include = LuaScript.read("include/contact.lua");
    Matcher list =
        Pattern.compile("function contact\\.facts\\(c\\)\\s+return \\{([^}]*)}").matcher(include);

    assertThat(list.find()).isTrue();
    assertThat(list.group(1).replaceAll("\\s*c\\.", "").split(","))
        .containsExactlyElementsOf(Reply.FACTS);
    assertThat(LuaLibrary.record("contact").fields())
        .containsAll(Reply.FACTS.subList(1, Reply.FACTS.size()));
  }
}
