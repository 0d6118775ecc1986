package dev.haven.flow;

import dev.haven.plan.OpeningHours;
import dev.haven.plan.Workflow;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a workspace's configuration decides with; replaced as a whole.
 *
 * @param version of the configuration that it comes from
 * @param defaultLanguage for contacts whose language nobody knows; {@code und} sends them to
 *     bilingual navigators first
 * @param zone the site's time, as rules see it
 * @param targets by queue
 * @param hours by queue; a queue without any is always open
 */
public record Policy(
    String version,
    Workflow workflow,
    String defaultLanguage,
    ZoneId zone,
    Map<String, ServiceTarget> targets,
    Map<String, OpeningHours> hours) {
  private static final Set<String> QUEUES = Set.of("queues");

  public Policy {
    targets = Map.copyOf(targets);
    hours = Map.copyOf(hours);
  }

  /** With every queue that has hours closed on more days. */
  Policy closedOn(Set<LocalDate> days) {
    Map<String, OpeningHours> closed = new HashMap<>();
    hours.forEach((queue, own) -> closed.put(queue, own.closedOn(days)));
    return new Policy(version, workflow, defaultLanguage, zone, targets, closed);
  }

  public ServiceTarget target(String queue) {
    return targets.getOrDefault(queue, ServiceTarget.USUAL);
  }

  public ZonedDateTime at(Instant now) {
    return now.atZone(zone);
  }

  public boolean isOpen(String queue, Instant now) {
    OpeningHours known = hours.get(queue);
    return known == null || known.isOpen(now);
  }

  /** When a new contact of that queue and tier is to be served; empty for now. */
  public Optional<Instant> deferred(String queue, Tier tier, Instant now) {
    OpeningHours known = hours.get(queue);
    return known == null ? Optional.empty() : known.deferred(tier, now);
  }

  /** Whether a rule asks how the queues stand. */
  boolean readsQueues() {
    return !workflow.reading(QUEUES).isEmpty();
  }
}
