package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How each queue served since the site's midnight, as this node has seen it: offered within the
 * target, speed of answer, who gave up. Who gives up within the target counts apart and on neither
 * side of the service level. Used on one event loop.
 */
final class ServiceLevels {
  private final Map<Queue, Tally> tallies = new HashMap<>();
  private final RouterMeters meters;

  private record Queue(WorkspaceId workspace, String name) {}

  /** Counts of one queue on one day. */
  private static final class Tally {
    private final LocalDate day;
    private int offered;
    private int inTime;
    private int answered;
    private long answeredAfterMs;
    private int abandoned;
    private int shortAbandoned;

    Tally(LocalDate day) {
      this.day = day;
    }
  }

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
    Tally tally = tally(workspace, policy, queue, now);
    boolean inTime = waitedMs <= policy.target(queue).within().toMillis();
    tally.offered++;
    tally.inTime += inTime ? 1 : 0;
    meters.queueOffered(queue, inTime);
  }

  void answered(WorkspaceId workspace, Policy policy, String queue, long waitedMs, Instant now) {
    Tally tally = tally(workspace, policy, queue, now);
    tally.answered++;
    tally.answeredAfterMs += Math.max(0, waitedMs);
  }

  /** Nobody had answered them, and they are gone. */
  void abandoned(WorkspaceId workspace, Policy policy, String queue, long waitedMs, Instant now) {
    Tally tally = tally(workspace, policy, queue, now);
    boolean early = waitedMs <= policy.target(queue).within().toMillis();
    if (early) {
      tally.shortAbandoned++;
    } else {
      tally.abandoned++;
    }
    meters.queueAbandoned(queue, early);
  }

  Served of(WorkspaceId workspace, Policy policy, String queue, Instant now) {
    Tally tally = tallies.get(new Queue(workspace, queue));
    if (tally == null || !tally.day.equals(policy.at(now).toLocalDate())) {
      return Served.NOBODY;
    }
    int counted = tally.offered + tally.abandoned;
    return new Served(
        counted == 0 ? null : 100.0 * tally.inTime / counted,
        tally.answered == 0 ? null : Duration.ofMillis(tally.answeredAfterMs / tally.answered),
        tally.abandoned,
        tally.shortAbandoned);
  }

  private Tally tally(WorkspaceId workspace, Policy policy, String queue, Instant now) {
    LocalDate today = policy.at(now).toLocalDate();
    Queue key = new Queue(workspace, queue);
    Tally known = tallies.get(key);
    if (known != null && known.day.equals(today)) {
      return known;
    }
    Tally fresh = new Tally(today);
    tallies.put(key, fresh);
    return fresh;
  }
}
