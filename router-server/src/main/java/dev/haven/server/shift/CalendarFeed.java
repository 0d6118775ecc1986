package dev.haven.server.shift;

import dev.haven.telemetry.RouterMeters;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a calendar says, read again and again. When it cannot be read an alarm is raised and what
 * was known stays. Used by one event loop.
 */
final class CalendarFeed<T> {
  private static final Logger LOG = LoggerFactory.getLogger(CalendarFeed.class);

  private final @Nullable Supplier<Future<String>> feed;
  private final Function<String, T> reader;
  private final String alarm;
  private final RouterMeters meters;
  private T value;
  private boolean known;

  /**
   * @param feed reads the text; null when the site has none
   * @param nothing what is so until it was read
   * @param alarm raised when it cannot be read
   */
  CalendarFeed(
      @Nullable Supplier<Future<String>> feed,
      Function<String, T> reader,
      T nothing,
      String alarm,
      RouterMeters meters) {
    this.feed = feed;
    this.reader = reader;
    this.value = nothing;
    this.alarm = alarm;
    this.meters = meters;
  }

  /** Reads it again; completes when that is done or could not be, with whether it was. */
  Future<Boolean> refresh() {
    if (feed == null) {
      return Future.succeededFuture(false);
    }
    return feed.get()
        .map(
            text -> {
              value = reader.apply(text);
              known = true;
              return true;
            })
        .onFailure(
            e -> {
              meters.alarm(alarm);
              LOG.atWarn()
                  .addKeyValue("code", alarm)
                  .addKeyValue("cause", e.getClass().getSimpleName())
                  .log("a calendar could not be read");
            })
        .otherwise(false);
  }

  T value() {
    return value;
  }

  /** Whether it was ever read. */
  boolean known() {
    return known;
  }
}
