package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.match.Catalogue;
import dev.haven.match.Eligibility;
import dev.haven.match.Lane;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the queues stand, read once a second where something happens (see {@link Pace}): feeds the
 * gauges, the estimates and the alarm for lanes that nobody on duty may serve.
 *
 * <p>The expected wait is position × mean handling time ÷ navigators on duty who may serve the
 * lane. The mean is this node's own, over the last engagements (exponential, one twentieth each),
 * five minutes before the first.
 */
final class QueueWatch {
  private static final Duration FIRST_GUESS = Duration.ofMinutes(5);
  private static final double WEIGHT = 0.05;

  private final Transitions transitions;
  private final RouterMeters meters;
  private final RouterClock clock;
  private final Map<WorkspaceId, Standing> standings = new HashMap<>();
  private final Map<WorkspaceId, Workspace> knownWorkspaces = new HashMap<>();
  private double meanHandlingMs = FIRST_GUESS.toMillis();

  QueueWatch(Transitions transitions, RouterMeters meters, RouterClock clock) {
    this.transitions = transitions;
    this.meters = meters;
    this.clock = clock;
  }

  /** One lane's waiting contacts. */
  private record Row(int lane, long[] byRank, long[] oldestMs) {}

  /**
   * @param nowMs of the store when it was read
   * @param readNanos of this node's clock, from when on whoever waits has waited longer
   */
  private record Standing(
      long nowMs,
      long readNanos,
      List<Row> rows,
      Map<Integer, Long> onDuty,
      Map<Integer, Long> ready,
      long waiting,
      long commands,
      Map<String, Instant> emergencies,
      Map<String, Instant> pauses) {}

  void handled(Duration time) {
    meanHandlingMs += WEIGHT * (time.toMillis() - meanHandlingMs);
  }

  /**
   * Seconds until the contact at that position is probably offered; null when nobody on duty may
   * take it, or its queue is paused for it.
   */
  @Nullable Long estimate(WorkspaceId workspace, int lane, boolean strict, int position) {
    Standing standing = standings.get(workspace);
    Workspace known = standing == null ? null : knownWorkspaces.get(workspace);
    if (standing == null || known == null || !known.catalogue().hasLane(lane)) {
      return null;
    }
    if (!strict && isPaused(standing, known.catalogue().lane(lane).queue())) {
      return null;
    }
    long serving = serving(known.catalogue(), known.catalogue().lane(lane), standing.onDuty());
    return serving == 0 ? null : Math.round(position * meanHandlingMs / serving / 1000);
  }

  /** Reads how a workspace stands and sets what rests on it. */
  Future<Void> look(Workspace workspace) {
    Catalogue catalogue = workspace.catalogue();
    return transitions
        .readQueues(workspace.id(), catalogue.lanes(), catalogue.profiles() + 64)
        .map(
            reply -> {
              Standing standing = parse(reply, clock.nanos());
              standings.put(workspace.id(), standing);
              knownWorkspaces.put(workspace.id(), workspace);
              alarms(workspace, standing);
              if (Long.parseLong((String) reply.get(9)) != catalogue.version()) {
                workspace.reload();
              }
              return null;
            });
  }

  /** Whether somebody waited there, or a row of the outbox, as last read; true before that. */
  boolean isPending(WorkspaceId workspace) {
    Standing standing = standings.get(workspace);
    return standing == null || standing.commands() > 0 || standing.waiting() > 0;
  }

  /** Every tier, the most urgent first, over all queues, as last read. */
  List<Directory.TierView> tiers(Workspace workspace) {
    Standing standing = standings.get(workspace.id());
    List<Directory.TierView> views = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      views.add(
          standing == null
              ? new Directory.TierView(tier, 0, 0, Map.of())
              : view(workspace.catalogue(), standing, tier));
    }
    return views;
  }

  private Directory.TierView view(Catalogue catalogue, Standing standing, Tier tier) {
    Map<Channel, Long> byChannel = new EnumMap<>(Channel.class);
    long waiting = 0;
    long oldest = 0;
    for (Row row : standing.rows()) {
      long here = row.byRank()[tier.rank()];
      if (here > 0 && catalogue.hasLane(row.lane())) {
        waiting += here;
        oldest = Math.max(oldest, age(standing, row, tier));
        byChannel.merge(catalogue.lane(row.lane()).channel(), here, Long::sum);
      }
    }
    return new Directory.TierView(tier, waiting, oldest / 1000, byChannel);
  }

  List<Directory.QueueView> queues(
      Workspace workspace, Function<String, ServiceLevels.Served> served) {
    Catalogue catalogue = workspace.catalogue();
    Standing standing = standings.get(workspace.id());
    Set<String> names = new LinkedHashSet<>(workspace.workflow().queues());
    for (int i = 0; i < catalogue.lanes(); i++) {
      names.add(catalogue.lane(i).queue());
    }
    if (standing != null) {
      names.addAll(standing.emergencies().keySet());
      names.addAll(standing.pauses().keySet());
    }
    List<Directory.QueueView> views = new ArrayList<>();
    for (String name : names) {
      views.add(view(workspace, standing, name, served.apply(name)));
    }
    return views;
  }

  /** What rules may read of each queue: numbers by name, as last read. */
  Map<String, Map<String, Long>> numbers(Workspace workspace, Instant now) {
    Map<String, Map<String, Long>> numbers = new HashMap<>();
    Standing standing = standings.get(workspace.id());
    Map<Integer, Long> onDuty = standing == null ? Map.of() : standing.onDuty();
    for (Directory.QueueView view : queues(workspace, queue -> ServiceLevels.Served.NOBODY)) {
      numbers.put(
          view.id(),
          Map.of(
              "waiting",
              view.waiting().values().stream().mapToLong(n -> n).sum(),
              "open",
              view.emergencySince() == null && workspace.policy().isOpen(view.id(), now) ? 1L : 0L,
              "emergency",
              view.emergencySince() == null ? 0L : 1L,
              "paused",
              view.pausedSince() == null ? 0L : 1L,
              "ready",
              view.readyNavigators(),
              "on_duty",
              servingQueue(workspace.catalogue(), view.id(), onDuty),
              "expected_wait",
              view.estimatedWaitSeconds() == null ? -1L : view.estimatedWaitSeconds()));
    }
    return numbers;
  }

  private Directory.QueueView view(
      Workspace workspace, @Nullable Standing standing, String queue, ServiceLevels.Served served) {
    Catalogue catalogue = workspace.catalogue();
    Map<Tier, Long> waiting = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      waiting.put(tier, 0L);
    }
    long oldest = 0;
    long total = 0;
    long serving = 0;
    long ready = 0;
    if (standing != null) {
      for (Row row : standing.rows()) {
        if (row.lane() < catalogue.lanes() && catalogue.lane(row.lane()).queue().equals(queue)) {
          for (Tier tier : Tier.values()) {
            waiting.merge(tier, row.byRank()[tier.rank()], Long::sum);
            total += row.byRank()[tier.rank()];
            oldest = Math.max(oldest, age(standing, row, tier));
          }
        }
      }
      serving = servingQueue(catalogue, queue, standing.onDuty());
      ready = servingQueue(catalogue, queue, standing.ready());
    }
    return new Directory.QueueView(
        queue,
        waiting,
        oldest / 1000,
        serving == 0 || isPaused(standing, queue)
            ? null
            : Math.round((total + (ready > 0 ? 0 : 1)) * meanHandlingMs / serving / 1000),
        served.percent(),
        ready,
        workspace.policy().target(queue),
        served.averageAnswer(),
        served.abandoned(),
        served.shortAbandoned(),
        occupied(serving, ready),
        standing == null ? null : standing.emergencies().get(queue),
        standing == null ? null : standing.pauses().get(queue));
  }

  private static boolean isPaused(@Nullable Standing standing, String queue) {
    return standing != null && standing.pauses().containsKey(queue);
  }

  /** Share of the navigators on duty for a queue who have no room for anything now, in percent. */
  private static @Nullable Double occupied(long serving, long ready) {
    return serving == 0 ? null : 100.0 * Math.max(0, serving - ready) / serving;
  }

  /** Sets the gauges from what was read of all workspaces. */
  void showGauges() {
    long[] count = new long[Tier.values().length];
    long[] oldest = new long[Tier.values().length];
    long commands = 0;
    for (Standing standing : standings.values()) {
      commands += standing.commands();
      for (Row row : standing.rows()) {
        for (Tier tier : Tier.values()) {
          count[tier.rank()] += row.byRank()[tier.rank()];
          oldest[tier.rank()] = Math.max(oldest[tier.rank()], age(standing, row, tier));
        }
      }
    }
    for (Tier tier : Tier.values()) {
      meters.waiting(tier, count[tier.rank()], oldest[tier.rank()]);
    }
    meters.commandsPending(commands);
  }

  private void alarms(Workspace workspace, Standing standing) {
    for (Row row : standing.rows()) {
      if (workspace.catalogue().hasLane(row.lane())
          && serving(
                  workspace.catalogue(), workspace.catalogue().lane(row.lane()), standing.onDuty())
              == 0) {
        meters.alarm("lane_unserved");
      }
    }
  }

  /**
   * How long the longest waiting of that row and tier waits by now, in ms; 0 for nobody. While the
   * store does not answer, whoever waited when it was read last is taken to wait still.
   */
  private long age(Standing standing, Row row, Tier tier) {
    long oldest = row.oldestMs()[tier.rank()];
    long sinceMs = (clock.nanos() - standing.readNanos()) / 1_000_000;
    return oldest == 0 ? 0 : Math.max(0, standing.nowMs() - oldest) + Math.max(0, sinceMs);
  }

  private static long serving(
      Catalogue catalogue, Lane lane, Map<Integer, Long> navigatorsByProfile) {
    long sum = 0;
    for (Map.Entry<Integer, Long> e : navigatorsByProfile.entrySet()) {
      if (e.getKey() < catalogue.profiles()
          && Eligibility.mayServe(catalogue.profile(e.getKey()), lane)) {
        sum += e.getValue();
      }
    }
    return sum;
  }

  private static long servingQueue(
      Catalogue catalogue, String queue, Map<Integer, Long> navigatorsByProfile) {
    long sum = 0;
    for (Map.Entry<Integer, Long> e : navigatorsByProfile.entrySet()) {
      if (e.getKey() < catalogue.profiles()
          && (catalogue.profile(e.getKey()).queues().contains(queue)
              || catalogue.profile(e.getKey()).queues().contains("*"))) {
        sum += e.getValue();
      }
    }
    return sum;
  }

  private static Standing parse(List<Object> reply, long readNanos) {
    List<Row> rows = new ArrayList<>();
    for (Object o : (List<?>) reply.get(2)) {
      List<?> f = (List<?>) o;
      long[] byRank = new long[5];
      long[] oldest = new long[5];
      for (int rank = 0; rank < 5; rank++) {
        byRank[rank] = (Long) f.get(2 + rank);
        oldest[rank] = Long.parseLong((String) f.get(7 + rank));
      }
      rows.add(new Row(Integer.parseInt((String) f.get(0)), byRank, oldest));
    }
    Map<Integer, Long> onDuty = new HashMap<>();
    for (Object o : (List<?>) reply.get(3)) {
      List<?> f = (List<?>) o;
      onDuty.put(Integer.parseInt((String) f.get(0)), (Long) f.get(1));
    }
    Map<Integer, Long> ready = new HashMap<>();
    for (Object o : (List<?>) reply.get(4)) {
      List<?> f = (List<?>) o;
      String set = (String) f.get(0);
      ready.merge(Integer.parseInt(set.substring(0, set.indexOf(':'))), (Long) f.get(1), Long::sum);
    }
    return new Standing(
        Long.parseLong((String) reply.get(1)),
        readNanos,
        rows,
        onDuty,
        ready,
        Long.parseLong((String) reply.get(5)),
        (Long) reply.get(7),
        sinceByQueue((List<?>) reply.get(10)),
        sinceByQueue((List<?>) reply.get(11)));
  }

  private static Map<String, Instant> sinceByQueue(List<?> flat) {
    Map<String, Instant> since = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      since.put(
          (String) flat.get(i), Instant.ofEpochMilli(Long.parseLong((String) flat.get(i + 1))));
    }
    return since;
  }
}
