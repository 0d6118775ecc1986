package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds each script to its header, and to the rules that all of them follow. */
class LuaScriptTest {
  private static final Pattern STATUS =
      Pattern.compile("(?:finish|refuse)\\('([A-Z_]+)'|return \\{'([A-Z_]+)'");
  private static final Pattern EVENT = Pattern.compile("(?:journal|line)\\('([a-z_.]+)'");

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  void shouldBeginWithTheEngineLineAndAWholeHeader(LuaScript script) {
    List<String> lines = LuaScript.read(script.fileName()).lines().toList();

    assertThat(lines.get(0)).startsWith("#!lua");
    assertThat(lines.get(1)).startsWith("-- ").endsWith(".");
    for (String part :
        List.of("-- KEYS ", "-- Touches ", "-- ARGV ", "-- Reply ", "-- Event ", "-- Again")) {
      assertThat(lines)
          .as("header part %s of %s", part.trim(), script)
          .anyMatch(l -> l.startsWith(part));
    }
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  void shouldNameEveryReplyInItsHeader(LuaScript script) {
    String text = LuaScript.read(script.fileName());
    String header = header(text);
    Set<String> words = new LinkedHashSet<>();
    Matcher found = STATUS.matcher(text);
    while (found.find()) {
      words.add(found.group(1) != null ? found.group(1) : found.group(2));
    }

    assertThat(words)
        .isNotEmpty()
        .allSatisfy(word -> assertThat(header).contains("\"" + word + "\""));
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  void shouldBindEveryArgumentOnceAndReadItNowhereElse(LuaScript script) {
    String text = LuaScript.read(script.fileName());
    List<String> uses = new ArrayList<>();
    Matcher m = Pattern.compile("ARGV\\[(\\d+)\\]").matcher(text);
    while (m.find()) {
      uses.add(m.group(1));
    }

    assertThat(uses).doesNotHaveDuplicates().doesNotContain("1");
    assertThat(text).doesNotContain("KEYS[");
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  void shouldNeverTurnANumberIntoTextByItself(LuaScript script) {
    assertThat(LuaScript.read(script.fileName())).doesNotContain("tostring(");
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  void shouldNotPublishExpireOrLoopOverKeys(LuaScript script) {
    assertThat(
            Stream.of("'PUBLISH'", "'EXPIRE'", "'KEYS'", "'SCAN'", "'HKEYS'")
                .filter(LuaScript.read(script.fileName())::contains))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  void shouldWriteLanesReadySetsAndHeadsInOnePlaceOnly(LuaScript script) {
    String own = LuaScript.read(script.fileName());

    assertThat(own).doesNotContain("ZADD', key('heads").doesNotContain("ZADD', key('ready");
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  void shouldJournalWhatItSaysWhenItChangesAnything(LuaScript script) {
    String text = LuaScript.read(script.fileName());
    String header = header(text);
    String event = header.lines().filter(l -> l.startsWith("-- Event ")).findFirst().orElseThrow();
    Matcher own = EVENT.matcher(text);
    while (own.find()) {
      String kind = own.group(1);
      assertThat(
              event.contains(kind)
                  || header.contains(kind)
                  || header.contains(kind.substring(kind.indexOf('.') + 1)))
          .as("%s is journaled by %s and named in its header", kind, script)
          .isTrue();
    }
  }

  private static String header(String text) {
    return text.lines()
        .takeWhile(l -> l.startsWith("#!") || l.startsWith("--"))
        .reduce("", (a, b) -> a + b + "\n");
  }
}
