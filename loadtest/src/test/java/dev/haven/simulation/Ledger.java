package dev.haven.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What people sent and what navigators saw, and what follows from it: nobody lost, nobody given to
 * two, nobody in a crisis passed by routine work. Any thread; times are ms of one clock.
 *
 * <p>Frames of one contact reach different desktops by different sockets, so what is told within
 * {@link #SKEW} of each other has no order here; the journal has it ({@code haven audit}).
 */
final class Ledger {
  static final long SKEW = 2_000;

  private static final int MOST_NOTES = 20;

  /** A person's way through the centre. */
  private static final class Way {
    final Person person;
    final long came;
    volatile long acknowledged;
    volatile long offered;
    volatile boolean left;
    volatile boolean done;
    volatile String tier = "";

    /**
     * Since when somebody could be found for them; 0 while the server has not said that it could.
     */
    volatile long waiting;

    /** When they are to be over at the earliest: on coming, then at the end of the conversation. */
    volatile long due;

    /** Who let an offer of them pass: the server offers them to others first. */
    private final Set<String> declined = ConcurrentHashMap.newKeySet();

    private long doneAt;
    private String holder = "";
    private String pendingAt = "";

    /** Whose offer was not told to be over when the next one came, and since when. */
    private String overlapping = "";

    private long overlapSince;

    Way(Person person, long came) {
      this.person = person;
      this.came = came;
      this.due = came;
    }
  }

  private final Map<Integer, Way> ways = new ConcurrentHashMap<>();
  private final Map<Integer, Way> crises = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();
  private final Map<String, Histogram> waits = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicInteger> refused = new ConcurrentSkipListMap<>();
  private final AtomicInteger twice = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();
  private volatile boolean closing;

  void came(Person person, long at) {
    Way way = new Way(person, at);
    ways.put(person.number(), way);
    if (person.expected().equals("crisis")) {
      crises.put(person.number(), way);
    }
  }

  /** The server said that it has the contact. */
  void acknowledged(int number, long at) {
    Way way = ways.get(number);
    if (way != null && way.acknowledged == 0) {
      way.acknowledged = at;
      if (way.waiting == 0) {
        way.waiting = at;
      }
    }
  }

  /** The person gave up waiting. */
  void left(int number) {
    Way way = ways.get(number);
    if (way != null) {
      way.left = true;
      crises.remove(number);
    }
  }

  void offered(int number, String navigator, String tier, long at) {
    Way way = ways.get(number);
    if (way == null) {
      strangers.incrementAndGet();
      return;
    }
    synchronized (way) {
      if (!way.pendingAt.isEmpty() && !way.pendingAt.equals(navigator)) {
        way.overlapping = way.pendingAt;
        way.overlapSince = at;
      }
      if (!way.holder.isEmpty()) {
        count(twice, "offered while somebody has it", way);
      }
      if (way.done && at > way.doneAt + SKEW) {
        count(twice, "offered after it was done", way);
      }
      way.pendingAt = navigator;
      way.tier = tier;
      if (way.offered == 0) {
        way.offered = at;
      }
    }
    crises.remove(number);
    if (tier.equals("routine")) {
      for (Way crisis : crises.values()) {
        if (crisis.waiting != 0
            && crisis.waiting < at - SKEW
            && crisis.person.channel().equals(way.person.channel())
            && !crisis.declined.contains(navigator)) {
          count(passed, "passed by routine work", crisis);
        }
      }
    }
  }

  /** The navigator let the offer pass or rejected it; may be given something else before. */
  void declined(int number, String navigator, long at) {
    Way way = ways.get(number);
    if (way != null) {
      way.declined.add(navigator);
      ended(number, navigator, at);
    }
  }

  /** The offer ended without being taken. */
  void ended(int number, String navigator, long at) {
    endedBetween(number, navigator, at, at);
  }

  /**
   * The offer ended while the navigator's socket was lost, nobody knows when.
   *
   * @param earliest when the navigator was told last that it is pending
   * @param latest when they came back and it was not
   */
  void endedBetween(int number, String navigator, long earliest, long latest) {
    Way way = ways.get(number);
    if (way == null) {
      return;
    }
    synchronized (way) {
      if (way.pendingAt.equals(navigator)) {
        way.pendingAt = "";
        waitsAgain(way, latest);
      }
      if (way.overlapping.equals(navigator)) {
        way.overlapping = "";
        if (earliest > way.overlapSince + SKEW) {
          count(twice, "offered to two at once", way);
        }
      }
    }
  }

  private void waitsAgain(Way way, long at) {
    way.waiting = at;
    if (way.person.expected().equals("crisis") && !way.left && !way.done) {
      crises.put(way.person.number(), way);
    }
  }

  /**
   * The accept was acknowledged.
   *
   * @param until when the navigator means to complete it
   */
  void taken(int number, String navigator, long until) {
    Way way = ways.get(number);
    if (way == null) {
      return;
    }
    synchronized (way) {
      if (!way.holder.isEmpty() && !way.holder.equals(navigator)) {
        count(twice, "taken by two", way);
      }
      if (way.overlapping.equals(navigator)) {
        count(twice, "taken by one while offered to another", way);
      }
      if (way.done) {
        count(twice, "taken after it was done", way);
      }
      way.holder = navigator;
      way.pendingAt = "";
      way.due = until;
    }
    crises.remove(number);
  }

  /** The navigator does not have it any more, and it was not completed. */
  void returned(int number, String navigator, long at) {
    Way way = ways.get(number);
    if (way == null) {
      return;
    }
    synchronized (way) {
      if (way.holder.equals(navigator)) {
        way.holder = "";
        way.due = at;
        waitsAgain(way, at);
      }
    }
  }

  void done(int number, long at) {
    Way way = ways.get(number);
    if (way != null) {
      synchronized (way) {
        way.holder = "";
        way.done = true;
        way.doneAt = at;
      }
      crises.remove(number);
    }
  }

  /** A command of a desktop's was answered by an error of that code. */
  void refused(String code) {
    refused.computeIfAbsent(code, c -> new AtomicInteger()).incrementAndGet();
  }

  boolean isOffered(int number) {
    Way way = ways.get(number);
    return way != null && way.offered != 0;
  }

  boolean isOver(int number) {
    Way way = ways.get(number);
    return way == null || way.done || way.left || (way.acknowledged == 0 && closing);
  }

  /** When the person is to be over at the earliest, as far as anybody can tell, ms. */
  long due(int number) {
    Way way = ways.get(number);
    return way == null ? 0 : way.due;
  }

  /** From coming to the first offer, ms. */
  int waited(int number) {
    Way way = ways.get(number);
    return way == null || way.offered == 0 ? 0 : (int) Math.max(0, way.offered - way.came);
  }

  /** Counts one who was offered among the people of that name. */
  void count(String people, int number) {
    waits
        .computeIfAbsent(people + ", " + tier(number), t -> new ConcurrentHistogram(3))
        .recordValue(waited(number));
  }

  /** A line for each name and tier: how many, and percentiles of the time to offer, ms. */
  List<String> waits() {
    List<String> lines = new ArrayList<>();
    waits.forEach(
        (name, times) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-40s %7d  p50 %6d  p95 %6d  p99 %6d  most %6d ms",
                    name,
                    times.getTotalCount(),
                    times.getValueAtPercentile(50),
                    times.getValueAtPercentile(95),
                    times.getValueAtPercentile(99),
                    times.getMaxValue())));
    return lines;
  }

  /** The tier that the first offer told; what the text plainly is, until then. */
  String tier(int number) {
    Way way = ways.get(number);
    return way == null ? "unknown" : way.tier.isEmpty() ? way.person.expected() : way.tier;
  }

  /** Nobody comes any more: whoever was never acknowledged is not waited for. */
  void closing() {
    closing = true;
  }

  /** Acknowledged, and neither gone nor served; for the end, when everybody was waited for. */
  long lost() {
    return ways.values().stream().filter(Ledger::isLost).count();
  }

  private static boolean isLost(Way way) {
    return way.acknowledged != 0 && !way.left && !way.done;
  }

  int twice() {
    return twice.get();
  }

  int passed() {
    return passed.get();
  }

  long came() {
    return ways.size();
  }

  long acknowledged() {
    return ways.values().stream().filter(w -> w.acknowledged != 0).count();
  }

  long served() {
    return ways.values().stream().filter(w -> w.done).count();
  }

  long gaveUp() {
    return ways.values().stream().filter(w -> w.left).count();
  }

  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    ways.values().stream()
        .filter(Ledger::isLost)
        .limit(MOST_NOTES)
        .map(Ledger::note)
        .forEach(all::add);
    refused.forEach((code, times) -> all.add("answered " + code + ": " + times + " times"));
    return all;
  }

  private void count(AtomicInteger what, String note, Way way) {
    if (what.incrementAndGet() <= MOST_NOTES) {
      notes.add(named(way) + note);
    }
  }

  private static String named(Way way) {
    return "person " + way.person.number() + " (" + way.person.channel() + ") was ";
  }

  /** Where one who is lost was seen last. */
  private static String note(Way way) {
    synchronized (way) {
      String last =
          !way.holder.isEmpty()
              ? "with " + way.holder
              : !way.pendingAt.isEmpty()
                  ? "offered to " + way.pendingAt
                  : way.offered == 0 ? "never offered" : "back among those who wait";
      return named(way) + "lost: " + last;
    }
  }
}
