package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How each queue served since the site's midnight, as all nodes have seen it: offered within the
 * target, speed of answer, who gave up. Who gives up within the target counts apart and on neither
 * side of the service level. Used on one event loop.
 */
final class ServiceLevels {
  private final Map<Queue, Tally> tallies = new HashMap<>();
  private final Map<WorkspaceId, Others> others = new HashMap<>();
  private final RouterMeters meters;

  private record Queue(WorkspaceId workspace, String name) {}

  /** Counts of one queue on one day. */
  private record Tally(LocalDate day, ServiceCount count) {}

  private record Others(LocalDate day, List<Figures> nodes) {}

  /**
   * @param percent offered in time, of those offered and those who gave up after the target; null
   *     before the first
   * @param averageAnswer null before the first
   * @param abandoned gave up after the target
   * @param shortAbandoned gave up within it
   */
  record Served(
      @Nullable Double percent,
      @Nullable Duration averageAnswer,
      int abandoned,
      int shortAbandoned) {
    static final Served NOBODY = new Served(null, null, 0, 0);
  }

  ServiceLevels(RouterMeters meters) {
    this.meters = meters;
  }

  void offered(WorkspaceId workspace, Policy policy, String queue, long waitedMs, Instant now) {
    boolean inTime = waitedMs <= policy.target(queue).within().toMillis();
    add(workspace, policy, queue, now, new ServiceCount(1, inTime ? 1 : 0, 0, 0, 0, 0));
    meters.queueOffered(queue, inTime);
  }

  void answered(WorkspaceId workspace, Policy policy, String queue, long waitedMs, Instant now) {
    add(workspace, policy, queue, now, new ServiceCount(0, 0, 1, Math.max(0, waitedMs), 0, 0));
  }

  /** Nobody had answered them, and they are gone. */
  void abandoned(WorkspaceId workspace, Policy policy, String queue, long waitedMs, Instant now) {
    boolean early = waitedMs <= policy.target(queue).within().toMillis();
    add(workspace, policy, queue, now, new ServiceCount(0, 0, 0, 0, early ? 0 : 1, early ? 1 : 0));
    meters.queueAbandoned(queue, early);
  }

  Served of(WorkspaceId workspace, Policy policy, String queue, Instant now) {
    LocalDate today = policy.at(now).toLocalDate();
    ServiceCount all = counted(workspace, today).getOrDefault(queue, ServiceCount.NOBODY);
    Others known = others.get(workspace);
    if (known != null && known.day().equals(today)) {
      for (Figures figures : known.nodes()) {
        all = all.plus(figures.queues().getOrDefault(queue, ServiceCount.NOBODY));
      }
    }
    long counted = all.offered() + all.abandoned();
    return new Served(
        counted == 0 ? null : 100.0 * all.inTime() / counted,
        all.answered() == 0 ? null : Duration.ofMillis(all.answeredAfterMs() / all.answered()),
        Math.toIntExact(all.abandoned()),
        Math.toIntExact(all.shortAbandoned()));
  }

  /** What this node counted on that day, by queue. */
  Map<String, ServiceCount> counted(WorkspaceId workspace, LocalDate day) {
    Map<String, ServiceCount> counted = new HashMap<>();
    tallies.forEach(
        (queue, tally) -> {
          if (queue.workspace().equals(workspace) && tally.day().equals(day)) {
            counted.put(queue.name(), tally.count());
          }
        });
    return counted;
  }

  /** What other nodes counted on that day; replaces what was known of them. */
  void others(WorkspaceId workspace, LocalDate day, List<Figures> nodes) {
    others.put(workspace, new Others(day, List.copyOf(nodes)));
  }

  private void add(
      WorkspaceId workspace, Policy policy, String queue, Instant now, ServiceCount more) {
    LocalDate today = policy.at(now).toLocalDate();
    Queue key = new Queue(workspace, queue);
    Tally known = tallies.get(key);
    ServiceCount before =
        known != null && known.day().equals(today) ? known.count() : ServiceCount.NOBODY;
    tallies.put(key, new Tally(today, before.plus(more)));
  }
}
