package dev.haven.urgency;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Figures of a labelled set, by tier, language and channel. */
final class UrgencyFigures {
  private record Row(LabelledMessage gold, Urgency got) {}

  private final List<Row> rows = new ArrayList<>();

  void add(LabelledMessage gold, Urgency got) {
    rows.add(new Row(gold, got));
  }

  private long count(Tier gold, Tier got) {
    return rows.stream().filter(r -> r.gold.tier() == gold && r.got.tier() == got).count();
  }

  private long gold(Tier tier) {
    return rows.stream().filter(r -> r.gold.tier() == tier).count();
  }

  double recall(Tier tier) {
    return (double) count(tier, tier) / gold(tier);
  }

  double precision(Tier tier) {
    long given = rows.stream().filter(r -> r.got.tier() == tier).count();
    return given == 0 ? 0 : (double) count(tier, tier) / given;
  }

  double f1(Tier tier) {
    double p = precision(tier);
    double r = recall(tier);
    return p + r == 0 ? 0 : 2 * p * r / (p + r);
  }

  double macroF1() {
    double sum = 0;
    for (Tier tier : Tier.values()) {
      sum += f1(tier);
    }
    return sum / Tier.values().length;
  }

  double routineCalledCrisis() {
    return (double) count(Tier.ROUTINE, Tier.CRISIS) / gold(Tier.ROUTINE);
  }

  /** Crisis recall over the cut that lets that share of routine messages through. */
  double crisisRecallAt(double share) {
    int[] routine =
        rows.stream()
            .filter(r -> r.gold.tier() == Tier.ROUTINE)
            .mapToInt(r -> r.got.score())
            .sorted()
            .toArray();
    int allowed = (int) Math.floor(share * routine.length);
    int cut = routine[routine.length - 1 - allowed];
    long over =
        rows.stream().filter(r -> r.gold.tier() == Tier.CRISIS && r.got.score() > cut).count();
    return (double) over / gold(Tier.CRISIS);
  }

  double adverseEventRecall() {
    return ratio(
        rows.stream().filter(r -> r.gold.adverseEvent() && r.got.adverseEvent()).count(),
        rows.stream().filter(r -> r.gold.adverseEvent()).count());
  }

  double adverseEventPrecision() {
    return ratio(
        rows.stream().filter(r -> r.gold.adverseEvent() && r.got.adverseEvent()).count(),
        rows.stream().filter(r -> r.got.adverseEvent()).count());
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  String table() {
    var out = new StringBuilder();
    for (Tier tier : Tier.values()) {
      out.append(line(tier.wireName(), gold(tier), precision(tier), recall(tier), f1(tier)));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "macro F1 %.3f, crisis recall at 1%% %.3f, at 5%% %.3f, routine called crisis %.3f%n",
            macroF1(),
            crisisRecallAt(0.01),
            crisisRecallAt(0.05),
            routineCalledCrisis()));
    out.append(
        String.format(
            Locale.ROOT,
            "adverse event recall %.3f precision %.3f%n",
            adverseEventRecall(),
            adverseEventPrecision()));
    var slices = new TreeMap<String, UrgencyFigures>();
    for (Row row : rows) {
      slices
          .computeIfAbsent("language " + row.gold.language(), k -> new UrgencyFigures())
          .rows
          .add(row);
      slices
          .computeIfAbsent("channel " + row.gold.channel(), k -> new UrgencyFigures())
          .rows
          .add(row);
    }
    slices.forEach(
        (name, slice) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "%-20s n %4d  crisis recall %.3f  right tier %.3f%n",
                    name,
                    slice.rows.size(),
                    slice.recall(Tier.CRISIS),
                    slice.rightTier())));
    return out.toString();
  }

  private double rightTier() {
    return ratio(rows.stream().filter(r -> r.gold.tier() == r.got.tier()).count(), rows.size());
  }

  private static String line(String name, long n, double p, double r, double f1) {
    return String.format(
        Locale.ROOT, "%-16s n %4d  precision %.3f  recall %.3f  F1 %.3f%n", name, n, p, r, f1);
  }
}
