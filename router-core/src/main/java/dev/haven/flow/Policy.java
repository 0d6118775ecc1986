package dev.haven.flow;

import dev.haven.plan.Workflow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * What a workspace's configuration decides with; replaced as a whole.
 *
 * @param version of the configuration that it comes from
 * @param defaultLanguage for contacts whose language nobody knows; {@code und} sends them to
 *     bilingual navigators first
 * @param zone the site's time, as rules see it
 */
public record Policy(String version, Workflow workflow, String defaultLanguage, ZoneId zone) {
  private static final Set<String> QUEUES = Set.of("queues");

  public ZonedDateTime at(Instant now) {
    return now.atZone(zone);
  }

  /** Whether a rule asks how the queues stand. */
  boolean readsQueues() {
    return !workflow.reading(QUEUES).isEmpty();
  }
}
