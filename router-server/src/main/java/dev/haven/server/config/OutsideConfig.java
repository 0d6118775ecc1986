package dev.haven.server.config;

import dev.haven.flow.Acknowledgement;
import dev.haven.flow.Destinations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The numbers outside that calls may be brought to.
 *
 * @param acknowledgement whether whoever answers must say that they take the caller
 */
public record OutsideConfig(Destinations destinations, Acknowledgement acknowledgement) {
  private static final Pattern PREFIX = Pattern.compile("\\+[1-9][0-9]{0,14}");
  private static final Pattern NUMBER =
      Pattern.compile("\\+[1-9][0-9]{6,14}|[0-9]{3,6}|sips?:[^\\s@]{1,64}@[^\\s@]{1,128}");

  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  static OutsideConfig read(Block block) {
    Map<String, String> numbers =
        new TreeMap<>(
            block.entries(
                "numbers",
                (inner, name) -> {
                  if (!Destinations.isName(name)) {
                    inner.problem(
                        name, "is not a name of 1 to 32 of a-z, 0-9, '_' and '-', or is 'number'");
                  }
                  return inner.text(
                      name, "", NUMBER, "E.164 such as +18005550100, 3 to 6 digits, or a SIP URI");
                }));
    numbers.entrySet().removeIf(e -> !Destinations.isName(e.getKey()) || e.getValue().isEmpty());
    Map<String, String> interpreters = interpreters(block);
    List<String> prefixes =
        block.textList("prefixes", List.of(), PREFIX, "the beginning of an E.164 number");
    Acknowledgement acknowledgement = acknowledgement(block.block("confirm"), numbers);
    block.done();
    return new OutsideConfig(new Destinations(numbers, interpreters, prefixes), acknowledgement);
  }

  private static Map<String, String> interpreters(Block block) {
    Map<String, String> numbers =
        new TreeMap<>(
            block.entries(
                "interpreters",
                (inner, language) -> {
                  if (!isLanguage(language)) {
                    inner.problem(language, "is not an ISO 639-1 code such as fr, nor 'any'");
                  }
                  return inner.text(
                      language, "", NUMBER, "E.164 such as +18005550100, or a SIP URI");
                }));
    numbers.entrySet().removeIf(e -> !isLanguage(e.getKey()) || e.getValue().isEmpty());
    return numbers;
  }

  private static boolean isLanguage(String code) {
    return code.equals(Destinations.ANY_LANGUAGE) || LANGUAGES.contains(code);
  }

  private static Acknowledgement acknowledgement(Block block, Map<String, String> numbers) {
    Duration within =
        block.duration(
            "within",
            Acknowledgement.defaults().within(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));
    List<String> causes =
        block.textList(
            "causes",
            List.of("ladder", "step"),
            Pattern.compile("ladder|step|transfer"),
            "ladder, step or transfer");
    List<String> except =
        block.textList("except", List.of(), Pattern.compile(".{1,32}"), "a name of 'numbers'");
    for (int i = 0; i < except.size(); i++) {
      if (!numbers.containsKey(except.get(i))) {
        block.problem("except[" + i + "]", "'" + except.get(i) + "' is not among 'numbers'");
      }
    }
    block.done();
    return new Acknowledgement(
        within,
        Arrays.stream(Acknowledgement.Cause.values())
            .filter(cause -> causes.contains(cause.wireName()))
            .collect(Collectors.toSet()),
        except.stream().filter(numbers::containsKey).collect(Collectors.toSet()));
  }
}
