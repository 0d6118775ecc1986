package dev.haven.replay;

import dev.haven.match.Definitions;
import dev.haven.match.Lane;
import dev.haven.record.JournalBatch;
import dev.haven.record.JournalEntry;
import dev.haven.urgency.Tier;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a journal: how long people waited, how far the queues kept their service level, how much
 * each navigator carried. A recorded journal and a replayed one are measured alike. Used by one
 * thread.
 */
public final class Figures {
  private final Map<String, Contact> contacts = new TreeMap<>();
  private final Map<String, Seat> seats = new TreeMap<>();
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private long until;
  private long offers;
  private long returned;
  private String policy = "";
  private @Nullable String hash;

  /** A contact so far. */
  private static final class Contact {
    private long order;
    private String queue = "";
    private Tier tier = Tier.ROUTINE;
    private long offered = -1;
    private long answered = -1;
    private long abandoned = -1;
    private long closed = -1;
  }

  /** A navigator so far. */
  private static final class Seat {
    private boolean connected;
    private String activity = "";
    private int work;
    private long since;
    private long onDutyMs;
    private long busyMs;
    private int served;

    /** Counts the time up to that moment as what they were doing. */
    private void pass(long at) {
      long passed = since == 0 ? 0 : at - since;
      if (work > 0) {
        busyMs += passed;
      }
      if (work > 0 || (connected && activity.equals("available"))) {
        onDutyMs += passed;
      }
      since = at;
    }
  }

  /**
   * Waits of one tier, from when they stood in the order.
   *
   * @param contacts of this tier, the most urgent each had before it was answered
   * @param answered how many somebody took
   * @param abandoned how many gave up before
   * @param waiting how many nobody had taken when the journal ended
   * @param meanMs until somebody took it (the average speed of answer); -1 when nobody took any
   */
  public record Waits(
      int contacts,
      int answered,
      int abandoned,
      int waiting,
      long meanMs,
      long p50Ms,
      long p90Ms,
      long maxMs) {}

  /**
   * @param contacts that were offered, or had waited for longer than the target
   * @param inTime of them, offered within the target
   * @param shortAbandons gave up before the target, and count on neither side
   */
  public record Level(int contacts, int inTime, int shortAbandons, long withinMs) {
    /** In percent; 100 when there was none. */
    public double percent() {
      return contacts == 0 ? 100 : 100.0 * inTime / contacts;
    }
  }

  /**
   * @param served engagements they accepted
   * @param busyMs with somebody or in wrap-up
   * @param onDutyMs available, or with work
   */
  public record Load(int served, long busyMs, long onDutyMs) {
    /** In percent. */
    public double occupancy() {
      return onDutyMs == 0 ? 0 : 100.0 * busyMs / onDutyMs;
    }
  }

  public void take(JournalBatch batch) {
    hash = batch.hash();
    for (String line : batch.lines()) {
      JournalEntry.read(line).ifPresent(this::take);
    }
  }

  /** Of the last line; the same for the same journal. Null when it is cut off. */
  public @Nullable String hash() {
    return hash;
  }

  /** The configuration's version that the last contact was placed by. */
  public String policy() {
    return policy;
  }

  public int contacts() {
    return contacts.size();
  }

  public long offers() {
    return offers;
  }

  /** Offers that ended without an acceptance. */
  public long returned() {
    return returned;
  }

  public Map<Tier, Waits> waits() {
    Map<Tier, Waits> waits = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      List<Contact> of = contacts.values().stream().filter(c -> c.tier == tier).toList();
      long[] sorted =
          of.stream()
              .filter(c -> c.answered >= 0)
              .mapToLong(c -> Math.max(0, c.answered - c.order))
              .sorted()
              .toArray();
      int abandoned = (int) of.stream().filter(c -> c.answered < 0 && c.abandoned >= 0).count();
      waits.put(
          tier,
          new Waits(
              of.size(),
              sorted.length,
              abandoned,
              (int) of.stream().filter(c -> c.answered < 0 && c.closed < 0).count(),
              sorted.length == 0 ? -1 : LongStream.of(sorted).sum() / sorted.length,
              share(sorted, 0.5),
              share(sorted, 0.9),
              share(sorted, 1)));
    }
    return waits;
  }

  /**
   * @param withinMs targets by queue; a queue without one has the default
   */
  public Map<String, Level> levels(Map<String, Long> withinMs, long otherwiseMs) {
    Map<String, int[]> counts = new TreeMap<>();
    for (Contact c : contacts.values()) {
      int[] count = counts.computeIfAbsent(c.queue, q -> new int[3]);
      long within = withinMs.getOrDefault(c.queue, otherwiseMs);
      long end = c.offered >= 0 ? c.offered : c.abandoned >= 0 ? c.abandoned : until;
      boolean inTime = end - c.order <= within;
      if (c.offered < 0 && inTime) {
        count[2] += c.abandoned >= 0 ? 1 : 0;
      } else {
        count[0]++;
        count[1] += inTime ? 1 : 0;
      }
    }
    Map<String, Level> levels = new TreeMap<>();
    counts.forEach(
        (queue, n) ->
            levels.put(
                queue, new Level(n[0], n[1], n[2], withinMs.getOrDefault(queue, otherwiseMs))));
    return levels;
  }

  public Map<String, Load> loads() {
    Map<String, Load> loads = new TreeMap<>();
    seats.forEach(
        (id, seat) -> {
          seat.pass(until);
          loads.put(id, new Load(seat.served, seat.busyMs, seat.onDutyMs));
        });
    return loads;
  }

  private static long share(long[] sorted, double share) {
    if (sorted.length == 0) {
      return -1;
    }
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private void take(JournalEntry e) {
    until = Math.max(until, e.at());
    Contact c = contacts.get(e.text("contact"));
    switch (e.type()) {
      case "lane.registered", "checkpoint.lane" ->
          lanes.put(
              e.number("lane", -1), Definitions.lane(e.fields().path("definition").toString()));
      case "contact.placed" -> placed(e, e.text("queue"));
      case "checkpoint.contact" -> {
        if (!contacts.containsKey(e.text("contact")) && e.text("state").equals("waiting")) {
          Lane lane = lanes.get(e.number("lane", -1));
          placed(e, lane == null ? "" : lane.queue());
        }
      }
      case "urgency.raised", "urgency.read", "urgency.overridden", "step.taken" -> {
        if (c != null && c.answered < 0) {
          c.tier = Tier.ofRank(e.tier("tier"));
        }
      }
      case "contact.due" -> {
        if (c != null) {
          c.order = Math.min(c.order, e.longNumber("order", c.order));
        }
      }
      case "contact.abandoned" -> {
        if (c != null && c.answered < 0 && c.abandoned < 0) {
          c.abandoned = e.at();
        }
      }
      case "outside.connected" -> {
        if (c != null && c.answered < 0) {
          c.answered = e.at();
          c.offered = c.offered < 0 ? e.at() : c.offered;
        }
      }
      case "contact.closed" -> {
        if (c != null) {
          c.closed = e.at();
        }
      }
      case "offer.created" -> {
        offers++;
        if (c != null && c.offered < 0) {
          c.offered = e.at();
        }
      }
      case "offer.accepted" -> {
        if (c != null && c.answered < 0) {
          c.answered = e.at();
        }
        seat(e, s -> s.work++, true);
      }
      case "offer.rejected", "offer.timeout", "offer.lost", "offer.rescinded" -> returned++;
      case "engagement.completed", "engagement.transferred", "engagement.returned" ->
          seat(e, s -> s.work = Math.max(0, s.work - 1), false);
      case "session.opened" -> seat(e, s -> s.connected = true, false);
      case "session.lost" -> seat(e, s -> s.connected = false, false);
      case "activity.changed" -> seat(e, s -> s.activity = e.text("activity"), false);
      case "navigator.upserted", "checkpoint.navigator" -> upserted(e);
      default -> {
        // Nothing that is measured here.
      }
    }
  }

  private void placed(JournalEntry e, String queue) {
    Contact c = new Contact();
    c.order = Math.max(e.longNumber("order", e.at()), 0);
    c.queue = queue;
    c.tier = Tier.ofRank(e.tier("tier"));
    contacts.put(e.text("contact"), c);
    if (e.has("policy")) {
      policy = e.text("policy");
    }
  }

  private void upserted(JournalEntry e) {
    seat(
        e,
        s -> {
          if (e.type().startsWith("checkpoint.")) {
            s.connected = e.number("connected", 0) == 1;
            s.activity = e.text("activity");
          }
        },
        false);
  }

  private void seat(JournalEntry e, Consumer<Seat> change, boolean served) {
    Seat seat = seats.computeIfAbsent(e.text("navigator"), id -> new Seat());
    seat.pass(e.at());
    if (served) {
      seat.served++;
    }
    change.accept(seat);
  }

  /** All contacts by id with how long each waited for somebody, -1 for those nobody took. */
  public Map<String, Long> answerTimes() {
    Map<String, Long> times = new TreeMap<>();
    contacts.forEach((id, c) -> times.put(id, c.answered < 0 ? -1 : c.answered - c.order));
    return times;
  }

  /** How many were closed by hanging up before anybody took them, in all. */
  public int abandoned() {
    return (int) contacts.values().stream().filter(c -> c.answered < 0 && c.abandoned >= 0).count();
  }
}
