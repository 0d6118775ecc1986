package dev.haven.loadtest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Peers that all stand ready and take turns: in each round every mode, in each mode every peer, so
 * that the neighbours' noise falls on all of them. Who begins changes from round to round: equal
 * builds came out a few per cent better in the first place than in the last. Prints each run as it
 * ends.
 */
final class Rounds {
  static final String ALONE = "one at a time";
  static final String OPEN = "open loop";
  static final String BUSY = "64 under way";
  private static final int MANY = 64;

  private final List<Peer> peers;
  private final int rate;
  private final Map<String, List<Result>> results = new LinkedHashMap<>();
  private int wrong;

  /**
   * @param rate of the open loop, a second
   */
  Rounds(List<? extends Peer> peers, int rate) {
    this.peers = List.copyOf(peers);
    this.rate = rate;
  }

  /**
   * Lets compilers and caches see each peer for that many seconds, and a third of it open; then all
   * settle.
   */
  void warm(int seconds) {
    for (Peer peer : peers) {
      peer.run(Plan.closed(MANY, seconds));
      peer.run(Plan.open(rate, Math.max(1, seconds / 3)));
    }
    peers.forEach(Peer::settle);
  }

  /**
   * @param seconds of each run
   */
  void play(int rounds, int seconds) {
    Map<String, Plan> modes = new LinkedHashMap<>();
    modes.put(ALONE, Plan.closed(1, seconds));
    modes.put(OPEN, Plan.open(rate, seconds));
    modes.put(BUSY, Plan.closed(MANY, seconds));
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, Plan> mode : modes.entrySet()) {
        for (Peer peer : inTurn(peers, round)) {
          Result r = peer.run(mode.getValue());
          String key = key(peer.name(), mode.getKey());
          results.computeIfAbsent(key, k -> new ArrayList<>()).add(r);
          wrong += r.wrong();
          System.out.printf(
              Locale.ROOT,
              "round %d load %s  %-32s %s%n",
              round,
              Machine.loadAverage(),
              key,
              r.line());
        }
      }
    }
  }

  /**
   * The same in the order of a round: each begins once before anybody begins again.
   *
   * @param round 1 or more; the first keeps the order
   */
  static <T> List<T> inTurn(List<T> all, int round) {
    List<T> order = new ArrayList<>(all);
    Collections.rotate(order, 1 - round);
    return order;
  }

  /** {@link Result#wrong} over all runs. */
  int wrong() {
    return wrong;
  }

  List<String> names() {
    return peers.stream().map(Peer::name).toList();
  }

  /** The runs of one peer in one mode, in order. */
  List<Result> of(String peer, String mode) {
    return results.getOrDefault(key(peer, mode), List.of());
  }

  Spread spread(String peer, String mode, ToDoubleFunction<Result> of) {
    return Spread.of(this.of(peer, mode).stream().mapToDouble(of).toArray());
  }

  private static String key(String peer, String mode) {
    return peer + ", " + mode;
  }
}
