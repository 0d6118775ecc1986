package dev.haven.server.config;

import dev.haven.flow.Destinations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The numbers outside that calls may be brought to. */
final class OutsideConfig {
  private static final Pattern PREFIX = Pattern.compile("\\+[1-9][0-9]{0,14}");
  private static final Pattern NUMBER =
      Pattern.compile("\\+[1-9][0-9]{6,14}|[0-9]{3,6}|sips?:[^\\s@]{1,64}@[^\\s@]{1,128}");

  private OutsideConfig() {}

  static Destinations read(Block block) {
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
    List<String> prefixes =
        block.textList("prefixes", List.of(), PREFIX, "the beginning of an E.164 number");
    block.done();
    return new Destinations(numbers, prefixes);
  }
}
