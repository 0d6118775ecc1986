package dev.haven.server.shift;

import dev.haven.flow.Directory.NavigatorView;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shifts as they were last read. A feed that cannot be read raises an alarm and leaves what was
 * known, which reaches two days ahead. On one event loop.
 */
public final class Shifts {
  private final CalendarFeed<ShiftPlan> feed;
  private final RouterClock clock;
  private final RouterMeters meters;

  /**
   * @param source reads the calendar; null when the site has none
   * @param site zone of times that name none
   */
  public Shifts(
      @Nullable Supplier<Future<String>> source,
      ZoneId site,
      RouterClock clock,
      RouterMeters meters) {
    this.feed =
        new CalendarFeed<>(
            source,
            text -> ShiftPlan.read(text, clock.now(), site),
            ShiftPlan.EMPTY,
            "shifts_unread",
            meters);
    this.clock = clock;
    this.meters = meters;
  }

  /** Reads the feed again; completes when it was read or could not be. */
  public Future<Void> refresh() {
    return feed.refresh().mapEmpty();
  }

  /** Null while no shifts are known. */
  public @Nullable Adherence of(NavigatorView navigator) {
    return feed.known()
        ? Adherence.of(
            feed.value().onShift(navigator.navigator().id().value(), clock.now()),
            navigator.connected() && navigator.activity().equals("available"))
        : null;
  }

  /** Tells the meters how many keep to their shift. */
  public void count(List<NavigatorView> navigators) {
    Map<Adherence, Integer> counts = new EnumMap<>(Adherence.class);
    for (NavigatorView navigator : navigators) {
      Adherence adherence = of(navigator);
      if (adherence != null) {
        counts.merge(adherence, 1, Integer::sum);
      }
    }
    if (feed.known()) {
      for (Adherence adherence : Adherence.values()) {
        meters.adherence(adherence.wireName(), counts.getOrDefault(adherence, 0));
      }
    }
  }
}
