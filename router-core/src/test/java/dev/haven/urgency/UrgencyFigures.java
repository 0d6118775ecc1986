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

  /** Recall of a tier over the cut that lets that share of routine messages through. */
  double recallAt(Tier tier, double share) {
    int[] routine =
        rows.stream()
            .filter(r -> r.gold.tier() == Tier.ROUTINE)
            .mapToInt(r -> r.got.score())
            .sorted()
            .toArray();
    int allowed = (int) Math.floor(share * routine.length);
    int cut = routine[routine.length - 1 - allowed];
    return ratio(
        rows.stream().filter(r -> r.gold.tier() == tier && r.got.score() > cut).count(),
        gold(tier));
  }

  /** Chance that a crisis has a higher score than another message; a tie counts half. */
  double crisisAuc() {
    double above = 0;
    for (Row crisis : rows) {
      for (Row other : rows) {
        if (crisis.gold.tier() == Tier.CRISIS && other.gold.tier() != Tier.CRISIS) {
          int apart = Integer.compare(crisis.got.score(), other.got.score());
          above += apart > 0 ? 1 : apart == 0 ? 0.5 : 0;
        }
      }
    }
    return above / (gold(Tier.CRISIS) * (double) (rows.size() - gold(Tier.CRISIS)));
  }

  /** Share of crises in ELEVATED or ROUTINE. */
  double crisisMissedAltogether() {
    return ratio(
        count(Tier.CRISIS, Tier.ELEVATED) + count(Tier.CRISIS, Tier.ROUTINE), gold(Tier.CRISIS));
  }

  /** Share of routine messages in a strict tier. */
  double routineInStrictTiers() {
    return ratio(
        rows.stream().filter(r -> r.gold.tier() == Tier.ROUTINE && r.got.tier().strict()).count(),
        gold(Tier.ROUTINE));
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
            "macro F1 %.3f, crisis AUC %.3f, recall at 1%% %.3f, at 5%% %.3f, in routine or elevated %.3f%n",
            macroF1(),
            crisisAuc(),
            recallAt(Tier.CRISIS, 0.01),
            recallAt(Tier.CRISIS, 0.05),
            crisisMissedAltogether()));
    out.append(
        String.format(
            Locale.ROOT,
            "at 5%%: urgent medical %.3f, high distress %.3f; routine called crisis %.3f, in a strict tier %.3f%n",
            recallAt(Tier.URGENT_MEDICAL, 0.05),
            recallAt(Tier.HIGH_DISTRESS, 0.05),
            routineCalledCrisis(),
            routineInStrictTiers()));
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
                    "%-20s n %4d  crises %4d  crisis recall %.3f  right tier %.3f%n",
                    name,
                    slice.rows.size(),
                    slice.gold(Tier.CRISIS),
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
