package dev.haven.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two journals of one day side by side, as text or as JSON; the same bytes for the same journals.
 *
 * @param beforeName what the first journal is: {@code recorded} or {@code against}
 * @param before null when there is nothing to compare with
 * @param withinMs targets of the queues
 * @param notes what the reader should know, one sentence each
 */
public record Comparison(
    Day day,
    long seed,
    String beforeName,
    @Nullable Findings before,
    Findings after,
    Map<String, Long> withinMs,
    long otherwiseMs,
    List<String> notes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("day")
        .put("from", Instant.ofEpochMilli(day.fromMs()).toString())
        .put("until", Instant.ofEpochMilli(day.untilMs()).toString())
        .put("contacts", day.visits().size())
        .put("navigators", day.seats().size())
        .put("leftOut", day.leftOut())
        .put("seed", seed);
    if (before != null) {
      describe(root.putObject(beforeName), before);
    }
    describe(root.putObject("replayed"), after);
    Findings first = before;
    if (first != null) {
      changed(root.putObject("change"), first);
    }
    notes.forEach(root.putArray("notes")::add);
    return root.toPrettyString();
  }

  private void describe(ObjectNode out, Findings findings) {
    Figures figures = findings.figures();
    out.put("policy", figures.policy())
        .put("journalLines", findings.lines())
        .put("journalHash", figures.hash())
        .put("offered", figures.offers())
        .put("returned", figures.returned())
        .put("abandoned", figures.abandoned())
        .put("inversions", findings.inversions())
        .put("otherBreaches", findings.otherBreaches());
    ObjectNode waits = out.putObject("waits");
    figures
        .waits()
        .forEach(
            (tier, w) ->
                waits
                    .putObject(tier.wireName())
                    .put("contacts", w.contacts())
                    .put("answered", w.answered())
                    .put("abandoned", w.abandoned())
                    .put("stillWaiting", w.waiting())
                    .put("meanMs", w.meanMs())
                    .put("p50Ms", w.p50Ms())
                    .put("p90Ms", w.p90Ms())
                    .put("maxMs", w.maxMs()));
    ObjectNode levels = out.putObject("serviceLevels");
    figures
        .levels(withinMs, otherwiseMs)
        .forEach(
            (queue, level) ->
                levels
                    .putObject(queue)
                    .put("withinMs", level.withinMs())
                    .put("contacts", level.contacts())
                    .put("inTime", level.inTime())
                    .put("shortAbandons", level.shortAbandons())
                    .put("percent", rounded(level.percent())));
    ObjectNode loads = out.putObject("navigators");
    figures
        .loads()
        .forEach(
            (id, load) ->
                loads
                    .putObject(id)
                    .put("served", load.served())
                    .put("busyMs", load.busyMs())
                    .put("onDutyMs", load.onDutyMs())
                    .put("occupancy", rounded(load.occupancy())));
  }

  /** How many contacts were taken sooner, later and as soon as before, by more than a second. */
  private void changed(ObjectNode out, Findings first) {
    Map<String, Long> was = first.figures().answerTimes();
    int sooner = 0;
    int later = 0;
    int same = 0;
    for (Map.Entry<String, Long> is : after.figures().answerTimes().entrySet()) {
      long old = was.getOrDefault(is.getKey(), -1L);
      long difference = asWait(is.getValue()) - asWait(old);
      if (difference < -1_000) {
        sooner++;
      } else if (difference > 1_000) {
        later++;
      } else {
        same++;
      }
    }
    out.put("sooner", sooner).put("later", later).put("same", same);
  }

  /** Not being answered is longer than any wait. */
  private static long asWait(long ms) {
    return ms < 0 ? Long.MAX_VALUE / 4 : ms;
  }

  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(day.visits().size())
        .append(" contacts and ")
        .append(day.seats().size())
        .append(" navigators, ")
        .append(Instant.ofEpochMilli(day.fromMs()))
        .append(" to ")
        .append(Instant.ofEpochMilli(day.untilMs()))
        .append(", seed ")
        .append(seed)
        .append('\n');
    notes.forEach(note -> out.append("note: ").append(note).append('\n'));
    if (before != null) {
      tell(out, beforeName, before);
    }
    tell(out, "replayed", after);
    Findings first = before;
    if (first != null) {
      ObjectNode change = JSON.createObjectNode();
      changed(change, first);
      out.append("\nanswered sooner ")
          .append(change.path("sooner").asInt())
          .append(", later ")
          .append(change.path("later").asInt())
          .append(", within a second of before ")
          .append(change.path("same").asInt())
          .append('\n');
      loads(out, first);
    } else {
      loads(out, null);
    }
    return out.toString();
  }

  private void tell(StringBuilder out, String name, Findings findings) {
    Figures figures = findings.figures();
    line(
        out,
        "\n%s  (policy %s, %d journal lines, %d inversions, %d other breaches)",
        name,
        figures.policy(),
        findings.lines(),
        findings.inversions(),
        findings.otherBreaches());
    findings.breaches().forEach(b -> out.append("  ").append(b).append('\n'));
    line(out, "  offers %d, of them %d returned", figures.offers(), figures.returned());
    line(
        out,
        "  %-15s %8s %8s %9s %7s %10s %10s %10s %10s",
        "waits",
        "contacts",
        "answered",
        "abandoned",
        "waiting",
        "mean",
        "p50",
        "p90",
        "max");
    for (Map.Entry<Tier, Figures.Waits> entry : figures.waits().entrySet()) {
      Figures.Waits w = entry.getValue();
      line(
          out,
          "  %-15s %8d %8d %9d %7d %10s %10s %10s %10s",
          entry.getKey().wireName(),
          w.contacts(),
          w.answered(),
          w.abandoned(),
          w.waiting(),
          seconds(w.meanMs()),
          seconds(w.p50Ms()),
          seconds(w.p90Ms()),
          seconds(w.maxMs()));
    }
    figures
        .levels(withinMs, otherwiseMs)
        .forEach(
            (queue, level) ->
                line(
                    out,
                    "  queue %-12s %.1f%% offered within %s (%d of %d, %d short abandons)",
                    queue,
                    level.percent(),
                    seconds(level.withinMs()),
                    level.inTime(),
                    level.contacts(),
                    level.shortAbandons()));
  }

  private void loads(StringBuilder out, @Nullable Findings first) {
    Map<String, Figures.Load> was = first == null ? Map.of() : first.figures().loads();
    Map<String, Figures.Load> is = after.figures().loads();
    TreeSet<String> ids = new TreeSet<>(is.keySet());
    ids.addAll(was.keySet());
    line(out, "\nnavigators          served (occupancy)");
    for (String id : ids) {
      line(
          out,
          "  %-16s %s%s",
          id,
          first == null ? "" : load(was.get(id)) + "  ->  ",
          load(is.get(id)));
    }
  }

  private static String load(Figures.@Nullable Load load) {
    return load == null
        ? "   -         "
        : String.format(Locale.ROOT, "%4d (%5.1f%%)", load.served(), load.occupancy());
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String seconds(long ms) {
    return ms < 0 ? "-" : String.format(Locale.ROOT, "%.1fs", ms / 1000.0);
  }

  private static double rounded(double percent) {
    return Math.round(percent * 10) / 10.0;
  }
}
