package dev.haven.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private String holder = "";
    private String pendingAt = "";

    /** Whose offer was not told to be over when the next one came, and since when. */
    private String overlapping = "";

    private long overlapSince;

    Way(Person person, long came) {
      this.person = person;
      this.came = came;
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
      way.pendingAt = navigator;
      way.tier = tier;
      if (way.offered == 0) {
        way.offered = at;
      }
    }
    crises.remove(number);
    if (tier.equals("routine")) {
      for (Way crisis : crises.values()) {
        if (crisis.acknowledged != 0
            && crisis.acknowledged < at - SKEW
            && crisis.person.channel().equals(way.person.channel())) {
          count(passed, "passed by routine work", crisis);
        }
      }
    }
  }

  /** The offer ended without being taken. */
  void ended(int number, String navigator, long at) {
    Way way = ways.get(number);
    if (way == null) {
      return;
    }
    synchronized (way) {
      if (way.pendingAt.equals(navigator)) {
        way.pendingAt = "";
      }
      if (way.overlapping.equals(navigator)) {
        way.overlapping = "";
        if (at > way.overlapSince + SKEW) {
          count(twice, "offered to two at once", way);
        }
      }
    }
  }

  /** The accept was acknowledged. */
  void taken(int number, String navigator) {
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
      way.holder = navigator;
      way.pendingAt = "";
    }
  }

  void done(int number) {
    Way way = ways.get(number);
    if (way != null) {
      synchronized (way) {
        way.holder = "";
        way.done = true;
      }
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

  /** Acknowledged, still here, and never offered to anybody. */
  long lost() {
    return ways.values().stream()
        .filter(w -> w.acknowledged != 0 && !w.left && w.offered == 0)
        .count();
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
    refused.forEach((code, times) -> all.add("answered " + code + ": " + times + " times"));
    return all;
  }

  private void count(AtomicInteger what, String note, Way way) {
    if (what.incrementAndGet() <= MOST_NOTES) {
      notes.add("person " + way.person.number() + " (" + way.person.channel() + ") was " + note);
    }
  }
}
