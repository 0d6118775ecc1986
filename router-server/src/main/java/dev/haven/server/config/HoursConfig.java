package dev.haven.server.config;

import dev.haven.plan.OpeningHours;
import dev.haven.plan.OpeningHours.Span;
import dev.haven.urgency.Tier;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads when a queue is open. */
final class HoursConfig {
  private static final Pattern SPAN =
      Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-4]):[0-5]\\d");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIER =
      Pattern.compile("crisis|urgent_medical|high_distress|elevated|routine");
  private static final List<String> STRICT = List.of("crisis", "urgent_medical", "high_distress");

  private HoursConfig() {}

  static OpeningHours read(Block block) {
    ZoneId zone = Forms.zone(block, "timeZone");
    Block week = block.block("weekly");
    Map<DayOfWeek, List<Span>> weekly = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Span> spans = spans(week, day.name().toLowerCase(Locale.ROOT));
      if (!spans.isEmpty()) {
        weekly.put(day, spans);
      }
    }
    week.done();
    if (weekly.isEmpty()) {
      block.problem("weekly", "has no hours: the queue would never be open");
    }
    Set<Tier> served = EnumSet.noneOf(Tier.class);
    block
        .textList("serveWhenClosed", STRICT, TIER, "a tier such as high_distress")
        .forEach(name -> Tier.ofWireName(name).ifPresent(served::add));
    OpeningHours hours = new OpeningHours(zone, weekly, holidays(block), served);
    block.done();
    return hours;
  }

  private static List<Span> spans(Block week, String day) {
    List<Span> spans = new ArrayList<>();
    for (String text : week.textList(day, List.of(), SPAN, "hours such as \"08:00-17:30\"")) {
      try {
        spans.add(
            new Span(
                LocalTime.parse(text.substring(0, 5)),
                text.endsWith("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text.substring(6))));
      } catch (DateTimeException | IllegalArgumentException e) {
        week.problem(day, "'" + text + "' does not end after it begins, on the same day");
      }
    }
    return spans;
  }

  private static Set<LocalDate> holidays(Block block) {
    Set<LocalDate> days = new HashSet<>();
    for (String text : block.textList("holidays", List.of(), DATE, "a date such as 2026-12-25")) {
      try {
        days.add(LocalDate.parse(text));
      } catch (DateTimeException e) {
        block.problem("holidays", "'" + text + "' is not a day of the calendar");
      }
    }
    return days;
  }
}
