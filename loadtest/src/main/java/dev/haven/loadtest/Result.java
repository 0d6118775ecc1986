package dev.haven.loadtest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What one run measured. Latency is from the moment a contact was due to be sent to the moment its
 * offer was read, nanoseconds.
 *
 * @param byTier latency by tier of {@link Mix#TIERS}
 * @param bySecond latency of the contacts that were due in each second of the run; empty when not
 *     kept
 * @param sent contacts sent
 * @param done contacts offered, accepted and completed
 * @param notCompleted offered, and not completed when the run was over
 * @param ofOtherRuns offers of contacts that an earlier run left behind; nothing else counts them
 * @param refused by tier: told that too much comes (503); in no latency, where it was not offered
 *     all the same
 * @param errors contacts that failed, commands answered by an error, sockets that were closed
 * @param seconds from the first contact to the last that was completed
 */
record Result(
    Histogram all,
    Histogram[] byTier,
    List<Histogram> bySecond,
    int sent,
    int done,
    int notOffered,
    int notCompleted,
    int dupOffers,
    int ofOtherRuns,
    int[] refused,
    int errors,
    double seconds,
    long routerMicros,
    long redisMicros,
    long clientMicros,
    RedisCounters redis) {

  /** Lost, not completed, given to two, failed, or refused although in distress. */
  int wrong() {
    return notOffered + notCompleted + dupOffers + errors + refused[0] + refused[1] + refused[2];
  }

  /** Of all tiers. */
  int allRefused() {
    return Arrays.stream(refused).sum();
  }

  double perSecond() {
    return done / seconds;
  }

  double p(double percentile) {
    return all.getValueAtPercentile(percentile) / 1e6;
  }

  double routerCpu() {
    return (double) routerMicros / done;
  }

  double redisCpu() {
    return (double) redisMicros / done;
  }

  double commands() {
    return (double) redis.commands() / done;
  }

  double scripts() {
    return (double) redis.scripts() / done;
  }

  String line() {
    return String.format(
            Locale.ROOT,
            "%6.0f/s  p50 %7.3f  p90 %7.3f  p99 %7.3f  p99.9 %7.3f  max %7.1f ms  cpu us/contact router"
                + " %5.0f redis %5.0f client %5.0f  scripts %4.2f commands %5.1f  sent %d"
                + " not_offered=%d not_completed=%d dup_offers=%d refused=%d errors=%d",
            perSecond(),
            p(50),
            p(90),
            p(99),
            p(99.9),
            all.getMaxValue() / 1e6,
            routerCpu(),
            redisCpu(),
            (double) clientMicros / done,
            scripts(),
            commands(),
            sent,
            notOffered,
            notCompleted,
            dupOffers,
            allRefused(),
            errors)
        + leftBehind();
  }

  /** For the end of a line; nothing when no earlier run left anything. */
  String leftBehind() {
    return ofOtherRuns == 0 ? "" : " of_other_runs=" + ofOtherRuns;
  }

  String timeline() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bySecond.size(); i++) {
      Histogram h = bySecond.get(i);
      out.append(
          String.format(
              Locale.ROOT,
              "    second %4d     n %6d  p50 %7.3f  p99 %7.3f  max %7.1f ms%n",
              i + 1,
              h.getTotalCount(),
              h.getValueAtPercentile(50) / 1e6,
              h.getValueAtPercentile(99) / 1e6,
              h.getMaxValue() / 1e6));
    }
    return out.toString();
  }

  String tiers() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Mix.TIERS.length; i++) {
      Histogram h = byTier[i];
      out.append(
          String.format(
              Locale.ROOT,
              "    %-14s n %6d  p50 %7.3f  p99 %7.3f  p99.9 %7.3f ms%n",
              Mix.TIERS[i],
              h.getTotalCount(),
              h.getValueAtPercentile(50) / 1e6,
              h.getValueAtPercentile(99) / 1e6,
              h.getValueAtPercentile(99.9) / 1e6));
    }
    return out.toString();
  }
}
