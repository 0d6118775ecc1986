package dev.haven.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long contacts waited for their first offer, as at most a hundred of their waits, evenly
 * spread, each standing for as many as it takes to make up the count.
 *
 * @param count of the contacts
 * @param micros ascending; empty when the count is 0
 */
record Waits(int count, List<Long> micros) {
  static final Waits NONE = new Waits(0, List.of());

  private static final int MOST = 100;

  Waits {
    micros = List.copyOf(micros);
  }

  static Waits of(long[] nanos, int count) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int kept = Math.min(MOST, count);
    List<Long> micros = new ArrayList<>(kept);
    for (int i = 0; i < kept; i++) {
      // The last one of each equal part: what that part's contacts did not exceed.
      micros.add(sorted[(int) ((i + 1L) * count / kept) - 1] / 1_000);
    }
    return new Waits(count, micros);
  }

  /**
   * The wait that this share of all contacts did not exceed; null when there is none.
   *
   * @param share 0 to 1
   */
  static @Nullable Duration share(List<Waits> all, double share) {
    record Weighed(long micros, double weight) {}
    List<Weighed> waits = new ArrayList<>();
    double total = 0;
    for (Waits one : all) {
      total += one.count;
      double weight = (double) one.count / Math.max(1, one.micros.size());
      one.micros.forEach(micros -> waits.add(new Weighed(micros, weight)));
    }
    waits.sort(Comparator.comparingLong(Weighed::micros));
    double reached = 0;
    for (Weighed wait : waits) {
      reached += wait.weight();
      if (reached >= share * total - 1e-6) {
        return Duration.ofNanos(wait.micros() * 1_000);
      }
    }
    return null;
  }
}
