package dev.haven.server.config;

import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.SitePhrases;
import dev.haven.urgency.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a site adds to the urgency rules. Its meaning is checked against the rules, and its own
 * tests are run, when a configuration is read.
 *
 * @param version shown in every score once there is anything of the site
 * @param phrases own phrases, at most 2,000
 * @param tiers concept code to another tier
 * @param allowLoweringFloors whether a strict tier may be lowered
 * @param tests messages with the tier the site expects
 */
public record UrgencyConfig(
    String version,
    List<Example> phrases,
    Map<String, Tier> tiers,
    boolean allowLoweringFloors,
    List<Example> tests) {
  private static final int MOST_PHRASES = 2_000;
  private static final Pattern TEXT = Pattern.compile("(?s)(?=.*\\S).{1,4000}");

  /** Words with a tier. */
  public record Example(String text, Tier tier) {}

  static UrgencyConfig read(Block block) {
    List<Example> phrases = block.blocks("phrases", List.of(), UrgencyConfig::example);
    if (phrases.size() > MOST_PHRASES) {
      block.problem("phrases", "at most 2,000, not " + phrases.size());
      phrases = List.of();
    }
    Map<String, Tier> tiers = new LinkedHashMap<>();
    block
        .entries("tiers", (b, code) -> b.choice(code, Tier.ROUTINE, Tier.values(), Tier::wireName))
        .forEach(tiers::put);
    UrgencyConfig config =
        new UrgencyConfig(
            block.text("version", "site", Forms.ID, Forms.ID_RANGE),
            phrases,
            Map.copyOf(tiers),
            block.flag("allowLoweringFloors", false),
            block.blocks("tests", List.of(), UrgencyConfig::example));
    block.done();
    config.check(block);
    return config;
  }

  /** Holds the site's additions to the rules, and runs its tests. */
  private void check(Block block) {
    SitePhrases site = site();
    if (site.equals(SitePhrases.NONE)) {
      return;
    }
    for (String problem : site.problems(HavenScorer.standard())) {
      int end = problem.indexOf(": ");
      block.problem(problem.substring("urgency.".length(), end), problem.substring(end + 2));
    }
  }

  private static @Nullable Example example(Block block) {
    String text = block.requiredText("text", TEXT, "1 to 4,000 characters, plain words");
    boolean given = block.has("tier");
    if (!given) {
      block.problem(
          "tier", "is missing; it is crisis, urgent_medical, high_distress, elevated or routine");
    }
    Tier tier = block.choice("tier", Tier.ROUTINE, Tier.values(), Tier::wireName);
    return text == null || !given ? null : new Example(text, tier);
  }

  /** The same for the scorer; {@link SitePhrases#NONE} when there is nothing of the site. */
  public SitePhrases site() {
    if (phrases.isEmpty() && tiers.isEmpty() && tests.isEmpty() && !allowLoweringFloors) {
      return SitePhrases.NONE;
    }
    List<SitePhrases.Phrase> own = new ArrayList<>();
    phrases.forEach(p -> own.add(new SitePhrases.Phrase(p.text(), p.tier())));
    List<SitePhrases.Expectation> expected = new ArrayList<>();
    tests.forEach(t -> expected.add(new SitePhrases.Expectation(t.text(), t.tier())));
    return new SitePhrases(own, tiers, allowLoweringFloors, expected, version);
  }
}
