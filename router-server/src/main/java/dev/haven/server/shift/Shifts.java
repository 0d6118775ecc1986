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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shifts as they were last read. A feed that cannot be read raises an alarm and leaves what was
 * known, which reaches two days ahead. On one event loop.
 */
public final class Shifts {
  private static final Logger LOG = LoggerFactory.getLogger(Shifts.class);

  private final @Nullable Supplier<Future<String>> feed;
  private final ZoneId site;
  private final RouterClock clock;
  private final RouterMeters meters;
  private ShiftPlan plan = ShiftPlan.EMPTY;
  private boolean known;

  /**
   * @param feed reads the calendar; null when the site has none
   * @param site zone of times that name none
   */
  public Shifts(
      @Nullable Supplier<Future<String>> feed,
      ZoneId site,
      RouterClock clock,
      RouterMeters meters) {
    this.feed = feed;
    this.site = site;
    this.clock = clock;
    this.meters = meters;
  }

  /** Reads the feed again; completes when it was read or could not be. */
  public Future<Void> refresh() {
    if (feed == null) {
      return Future.succeededFuture();
    }
    return feed.get()
        .map(text -> ShiftPlan.read(text, clock.now(), site))
        .onSuccess(
            read -> {
              plan = read;
              known = true;
            })
        .onFailure(
            e -> {
              meters.alarm("shifts_unread");
              LOG.atWarn()
                  .addKeyValue("cause", e.getClass().getSimpleName())
                  .log("shifts could not be read");
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** Null while no shifts are known. */
  public @Nullable Adherence of(NavigatorView navigator) {
    return known
        ? Adherence.of(
            plan.onShift(navigator.navigator().id().value(), clock.now()),
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
    if (known) {
      for (Adherence adherence : Adherence.values()) {
        meters.adherence(adherence.wireName(), counts.getOrDefault(adherence, 0));
      }
    }
  }
}
