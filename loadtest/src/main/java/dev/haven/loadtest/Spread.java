package dev.haven.loadtest;

import java.util.Arrays;
import java.util.Locale;

/** Median, least and most of some runs' figures; NaN when there was none. */
record Spread(double median, double least, double most) {
  static Spread of(double... values) {
    if (values.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }

  /** How many times the second of each pair the first is; as many of both. */
  static Spread ofRatios(double[] over, double[] under) {
    double[] ratios = new double[over.length];
    Arrays.setAll(ratios, i -> over[i] / under[i]);
    return of(ratios);
  }

  /**
   * As the tables write it: {@code 0.891 [0.752-1.112]}; the figure alone where all are the same.
   */
  @Override
  public String toString() {
    if (least == most) {
      return number(median);
    }
    return Double.isNaN(median)
        ? "-"
        : String.format(Locale.ROOT, "%s [%s-%s]", number(median), number(least), number(most));
  }

  /** Three digits that say something. */
  static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  }
}
