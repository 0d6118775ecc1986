package dev.haven.server.wiring;

import dev.haven.flow.Policy;
import dev.haven.flow.ServiceTarget;
import dev.haven.flow.Settings;
import dev.haven.plan.Condition;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.OpeningHours;
import dev.haven.plan.Target;
import dev.haven.plan.Workflow;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QueueConfig;
import dev.haven.server.config.ServingConfig;
import dev.haven.server.config.TargetConfig;
import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.Tier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes what the pipeline decides with of what the configuration says. */
public final class Rules {
  private Rules() {}

  /** The workflow, its conditions compiled; that they do, the configuration has checked. */
  public static Workflow workflow(HavenConfig config) {
    String first = config.queues().isEmpty() ? "support" : config.queues().get(0).id();
    HoldTimes holds = holds(config.serving().holdForDesignated());
    return new Workflow(
        first,
        config.queues().stream().map(QueueConfig::id).collect(Collectors.toSet()),
        config.workflow().stream()
            .map(
                rule ->
                    new Workflow.Rule(
                        rule.name(),
                        Condition.compile(rule.when()),
                        rule.targets().stream().map(t -> target(t, first, holds)).toList()))
            .toList());
  }

  /** What a workspace decides with. */
  public static Policy policy(HavenConfig config, Workflow workflow) {
    return new Policy(
        settings(config).policy(),
        workflow,
        config.serving().defaultLanguage(),
        config.serving().timeZone(),
        config.queues().stream()
            .collect(
                Collectors.toMap(
                    QueueConfig::id,
                    queue -> new ServiceTarget(queue.servicePercent(), queue.serviceWithin()))),
        hours(config));
  }

  /** The scorer with the site's own phrases and tiers, which were checked as they were read. */
  public static HavenScorer scorer(HavenConfig config) {
    return HavenScorer.standard().with(config.urgency().site());
  }

  private static Map<String, OpeningHours> hours(HavenConfig config) {
    Map<String, OpeningHours> hours = new HashMap<>();
    for (QueueConfig queue : config.queues()) {
      OpeningHours own = queue.hours();
      if (own != null) {
        hours.put(queue.id(), own);
      }
    }
    return hours;
  }

  private static Target target(TargetConfig target, String firstQueue, HoldTimes holds) {
    String when = target.when();
    String queue = target.queue();
    Tier floor = target.tierFloor();
    Map<Tier, Duration> hold = target.hold();
    return new Target(
        when == null ? null : Condition.compile(when),
        target.after(),
        queue == null ? firstQueue : queue,
        target.skills(),
        target.preferredSkills(),
        target.preferFor(),
        target.language(),
        target.preferredNavigator(),
        floor == null ? Tier.ROUTINE : floor,
        hold == null ? holds : holds(hold),
        target.latestStart(),
        target.offerTo(),
        target.steps().stream()
            .map(
                step ->
                    new Target.Change(
                        step.after(),
                        step.dropSkills(),
                        step.lowerSkills(),
                        step.queue(),
                        step.anyLanguage(),
                        step.raise(),
                        step.raiseBy(),
                        step.cap(),
                        step.alarm(),
                        step.outside()))
            .toList());
  }

  private static HoldTimes holds(Map<Tier, Duration> byTier) {
    HoldTimes holds = HoldTimes.DEFAULT;
    for (Map.Entry<Tier, Duration> hold : byTier.entrySet()) {
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
        serving.joinWithin(),
        serving.cost(),
        serving.distress().guarantees(serving.missedOffers(), serving.heldAtMost()),
        serving.adverseEvents().obligations(serving.outreach()),
        serving.outside().acknowledgement());
  }
}
