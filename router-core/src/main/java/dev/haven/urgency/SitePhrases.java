package dev.haven.urgency;

import dev.haven.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a site adds to the urgency rules: phrases of its own, changed tiers of concepts, and tests
 * that its configuration check runs.
 *
 * <p>Phrases are matched word by word after the same normalisation as messages; they are plain
 * words, no patterns. A concept's tier may be raised freely; one of the strict tiers may be lowered
 * only with {@code allowLoweringFloors}, and that switch stands as {@code lowered-floors} in the
 * version of every score, which the journal keeps.
 *
 * @param phrases own phrases with the tier that each asks for
 * @param tiers concept code to another tier
 * @param allowLoweringFloors the explicit switch
 * @param tests messages with the tier that the site expects
 * @param version shown in every score, empty when there is nothing of the site
 */
public record SitePhrases(
    List<Phrase> phrases,
    Map<String, Tier> tiers,
    boolean allowLoweringFloors,
    List<Expectation> tests,
    String version) {
  public static final SitePhrases NONE = new SitePhrases(List.of(), Map.of(), false, List.of(), "");

  private static final int MOST_PHRASES = 2_000;

  /**
   * A phrase of the site.
   *
   * @param text plain words in either language
   * @param tier what it asks for
   */
  public record Phrase(String text, Tier tier) {}

  /**
   * A message with the tier that the site expects.
   *
   * @param text the message
   * @param tier expected
   */
  public record Expectation(String text, Tier tier) {}

  public SitePhrases {
    phrases = List.copyOf(phrases);
    tiers = Map.copyOf(tiers);
    tests = List.copyOf(tests);
    if (phrases.size() > MOST_PHRASES) {
      throw new IllegalArgumentException(
          "at most " + MOST_PHRASES + " site phrases, got " + phrases.size());
    }
  }

  /**
   * Reads plain data as a configuration file gives it: {@code phrases: [{text, tier}]}, {@code
   * tiers: {code: tier}}, {@code allowLoweringFloors}, {@code tests: [{text, tier}]}, {@code
   * version}.
   *
   * @throws IllegalArgumentException naming the key and what would have been right
   */
  public static SitePhrases of(Map<String, ?> data) {
    for (String key : data.keySet()) {
      if (!Set.of("phrases", "tiers", "allowLoweringFloors", "tests", "version").contains(key)) {
        throw new IllegalArgumentException(
            "urgency."
                + key
                + " is unknown; known are phrases, tiers, allowLoweringFloors, tests, version");
      }
    }
    var phrases = new ArrayList<Phrase>();
    for (Map<?, ?> row : rows(data.get("phrases"), "urgency.phrases")) {
      phrases.add(
          new Phrase(text(row, "urgency.phrases"), tier(row.get("tier"), "urgency.phrases")));
    }
    var tests = new ArrayList<Expectation>();
    for (Map<?, ?> row : rows(data.get("tests"), "urgency.tests")) {
      tests.add(
          new Expectation(text(row, "urgency.tests"), tier(row.get("tier"), "urgency.tests")));
    }
    var tiers = new LinkedHashMap<String, Tier>();
    if (data.get("tiers") instanceof Map<?, ?> map) {
      map.forEach(
          (code, tier) -> tiers.put(String.valueOf(code), tier(tier, "urgency.tiers." + code)));
    }
    return new SitePhrases(
        phrases,
        tiers,
        Boolean.TRUE.equals(data.get("allowLoweringFloors")),
        tests,
        data.get("version") instanceof String v
            ? v
            : phrases.isEmpty() && tiers.isEmpty() ? "" : "site");
  }

  private static List<Map<?, ?>> rows(
      @org.jspecify.annotations.Nullable Object value, String path) {
    var rows = new ArrayList<Map<?, ?>>();
    if (value == null) {
      return rows;
    }
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException(path + " must be a list of {text, tier}");
    }
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException(path + " must be a list of {text, tier}");
      }
      rows.add(map);
    }
    return rows;
  }

  private static String text(Map<?, ?> row, String path) {
    if (row.get("text") instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalArgumentException(path + ": each row needs a text");
  }

  private static Tier tier(@org.jspecify.annotations.Nullable Object value, String path) {
    return Tier.ofWireName(String.valueOf(value))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    path
                        + ": a tier is crisis, urgent_medical, high_distress, elevated or routine, not "
                        + value));
  }

  /**
   * Every problem of this data: unknown concepts, lowered floors without the switch, expectations
   * that do not hold. Empty when all is well.
   */
  public List<String> problems(HavenScorer standard) {
    var problems = new ArrayList<String>();
    tiers.forEach(
        (code, tier) -> {
          Tier own = standard.tierOf(code);
          if (own == Tier.ROUTINE) {
            problems.add("urgency.tiers." + code + ": no such concept");
          } else if (own.strict() && tier.rank() > own.rank() && !allowLoweringFloors) {
            problems.add(
                "urgency.tiers."
                    + code
                    + ": "
                    + own.wireName()
                    + " is a safety floor; it is lowered only with allowLoweringFloors: true");
          }
        });
    if (problems.isEmpty()) {
      HavenScorer scorer = standard.with(this);
      for (int i = 0; i < tests.size(); i++) {
        Tier got = scorer.score(ScoringInput.of(Channel.CHAT, tests.get(i).text())).tier();
        if (got != tests.get(i).tier()) {
          problems.add(
              "urgency.tests["
                  + i
                  + "]: expected "
                  + tests.get(i).tier().wireName()
                  + ", got "
                  + got.wireName());
        }
      }
    }
    return problems;
  }

  /** The tier that counts for a concept here. A floor without the switch stays. */
  Tier adjusted(String code, Tier own) {
    Tier tier = tiers.get(code);
    return tier == null || own.strict() && tier.rank() > own.rank() && !allowLoweringFloors
        ? own
        : tier;
  }
}
