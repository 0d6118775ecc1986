package dev.haven.urgency;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Logistic regression with a penalty on the weights, several heads over the same rows, by
 * coordinate descent in the dual (Yu, Huang and Lin 2011): rows one by one in a seeded order, each
 * step solved by Newton inside a bracket.
 *
 * <p>Bit for bit the same on every machine: plain arithmetic, {@link StrictMath}, a specified
 * random generator, no threads.
 */
final class LogisticRegression {
  private static final long SEED = 20261122;
  private static final double START = 1e-3;

  /** One row: places with their values, and how much its errors cost. */
  record Row(int[] place, float[] value, int size, boolean[] yes, float cost) {}

  private final int heads;
  private final float[] ease;
  final float[] weights;
  final float[] bias;

  private LogisticRegression(float[] ease, int heads) {
    this.heads = heads;
    this.ease = ease;
    this.weights = new float[ease.length];
    this.bias = new float[heads];
  }

  /**
   * Weights of all heads of a place side by side.
   *
   * @param ease for each weight by what its penalty is divided
   */
  static LogisticRegression fit(Row[] rows, float[] ease, int heads, int rounds) {
    var fitted = new LogisticRegression(ease, heads);
    var share = new double[rows.length * heads];
    Arrays.fill(share, START);
    var lengths = new double[rows.length * heads];
    var step = new float[heads];
    for (int i = 0; i < rows.length; i++) {
      Row row = rows[i];
      for (int head = 0; head < heads; head++) {
        step[head] = (float) (sign(row, head) * START * row.cost());
      }
      fitted.move(row, step);
      fitted.squared(row, lengths, i * heads);
    }
    var random = new SplittableRandom(SEED);
    int[] order = java.util.stream.IntStream.range(0, rows.length).toArray();
    for (int round = 0; round < rounds; round++) {
      for (int i = order.length - 1; i > 0; i--) {
        int k = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[k];
        order[k] = swap;
      }
      for (int i : order) {
        Row row = rows[i];
        double[] margin = fitted.margins(row);
        for (int head = 0; head < heads; head++) {
          double y = sign(row, head);
          double old = share[i * heads + head];
          double now = solved(lengths[i * heads + head] * row.cost(), y * margin[head], old);
          share[i * heads + head] = now;
          step[head] = (float) (y * (now - old) * row.cost());
        }
        fitted.move(row, step);
      }
    }
    return fitted;
  }

  private static double sign(Row row, int head) {
    return row.yes()[head] ? 1 : -1;
  }

  /** For each head the length of a row, squared, as the penalty sees it. */
  private void squared(Row row, double[] lengths, int at) {
    var order = new long[row.size()];
    for (int k = 0; k < order.length; k++) {
      order[k] = (long) row.place()[k] << 32 | k;
    }
    Arrays.sort(order);
    Arrays.fill(lengths, at, at + heads, 1);
    for (int k = 0; k < order.length; ) {
      int place = (int) (order[k] >>> 32);
      double value = 0;
      while (k < order.length && (int) (order[k] >>> 32) == place) {
        value += row.value()[(int) order[k++]];
      }
      for (int head = 0; head < heads; head++) {
        lengths[at + head] += value * value * ease[place * heads + head];
      }
    }
  }

  /** The share in (0, 1) where the slope {@code width * (share - old) + margin + logit} is 0. */
  private static double solved(double width, double margin, double old) {
    double low = -margin - width * (1 - old);
    double high = -margin + width * old;
    double t = Math.max(low, Math.min(high, StrictMath.log(old / (1 - old))));
    double share = old;
    for (int k = 0; k < 12; k++) {
      share = 1 / (1 + StrictMath.exp(-t));
      double slope = width * (share - old) + margin + t;
      if (Math.abs(slope) < 1e-6) {
        break;
      }
      if (slope > 0) {
        high = t;
      } else {
        low = t;
      }
      double next = t - slope / (1 + width * share * (1 - share));
      t = next > low && next < high ? next : (low + high) / 2;
    }
    return Math.max(1e-12, Math.min(1 - 1e-12, share));
  }

  private double[] margins(Row row) {
    var sum = new double[heads];
    for (int head = 0; head < heads; head++) {
      sum[head] = bias[head];
    }
    for (int k = 0; k < row.size(); k++) {
      int at = row.place()[k] * heads;
      float value = row.value()[k];
      for (int head = 0; head < heads; head++) {
        sum[head] += weights[at + head] * value;
      }
    }
    return sum;
  }

  private void move(Row row, float[] step) {
    for (int k = 0; k < row.size(); k++) {
      int at = row.place()[k] * heads;
      float value = row.value()[k];
      for (int head = 0; head < heads; head++) {
        weights[at + head] += step[head] * value * ease[at + head];
      }
    }
    for (int head = 0; head < heads; head++) {
      bias[head] += step[head];
    }
  }
}
