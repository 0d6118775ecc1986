package dev.haven.server.wiring;

import dev.haven.flow.Settings;
import dev.haven.plan.Condition;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.RoutingPlan;
import dev.haven.plan.Workflow;
import dev.haven.server.config.ConfigException;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Problem;
import dev.haven.server.config.RuleConfig;
import dev.haven.server.config.ServingConfig;
import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.SitePhrases;
import dev.haven.urgency.Tier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes what the pipeline decides with of what the configuration says. */
public final class Rules {
  private Rules() {}

  /**
   * The workflow, its conditions compiled.
   *
   * @throws ConfigException naming every rule whose condition does not compile
   */
  public static Workflow workflow(HavenConfig config) {
    List<Problem> problems = new ArrayList<>();
    List<Workflow.Rule> rules = new ArrayList<>();
    String first = config.queues().isEmpty() ? "support" : config.queues().get(0).id();
    HoldTimes holds = holds(config.serving());
    for (int i = 0; i < config.workflow().size(); i++) {
      RuleConfig rule = config.workflow().get(i);
      try {
        rules.add(rule(rule, first, holds));
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("workflow[" + i + "].when", 0, String.valueOf(e.getMessage())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Workflow(first, rules);
  }

  /**
   * The scorer with the site's own phrases and tiers, after its own tests.
   *
   * @throws ConfigException naming everything of the site that does not hold
   */
  public static HavenScorer scorer(HavenConfig config) {
    HavenScorer standard = HavenScorer.standard();
    SitePhrases site = config.urgency().site();
    List<Problem> problems =
        site.problems(standard).stream()
            .map(
                text -> {
                  int end = text.indexOf(": ");
                  return new Problem(text.substring(0, end), 0, text.substring(end + 2));
                })
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return standard.with(site);
  }

  private static Workflow.Rule rule(RuleConfig rule, String firstQueue, HoldTimes holds) {
    Duration hold = rule.hold();
    String queue = rule.queue();
    Tier floor = rule.tierFloor();
    return new Workflow.Rule(
        rule.name(),
        Condition.compile(rule.when()),
        queue == null ? firstQueue : queue,
        rule.skills(),
        rule.preferredNavigator(),
        floor == null ? Tier.ROUTINE : floor,
        hold == null ? holds : HoldTimes.same(hold),
        rule.latestStart(),
        rule.steps().stream()
            .map(
                step ->
                    new RoutingPlan.Step(
                        step.after(),
                        step.dropSkills(),
                        step.queue(),
                        step.anyLanguage(),
                        step.raise()))
            .toList());
  }

  private static HoldTimes holds(ServingConfig serving) {
    HoldTimes holds = HoldTimes.DEFAULT;
    for (Map.Entry<Tier, Duration> hold : serving.holdForDesignated().entrySet()) {
      holds = holds.with(hold.getKey(), hold.getValue());
    }
    return holds;
  }

  /** The same for the same configuration, on every node and after every start. */
  private static String version(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The times and costs of the transitions. */
  public static Settings settings(HavenConfig config) {
    ServingConfig serving = config.serving();
    String policy = version(serving + "\n" + config.workflow() + "\n" + config.queues());
    return new Settings(
        policy,
        serving.offer(),
        serving.phoneOffer(),
        serving.wrapUp(),
        serving.parkFor(),
        serving.connectWithin(),
        serving.exclusion(),
        serving.crisisExclusion(),
        config.desktop().offerGrace(),
        config.desktop().engagementGrace(),
        serving.latestStart(),
        config.sealing().keepClosed(),
        serving.rampStep(),
        serving.nodeLease(),
        serving.talk(),
        serving.sameNavigator(),
        serving.cost(),
        serving.distress().guarantees());
  }
}
