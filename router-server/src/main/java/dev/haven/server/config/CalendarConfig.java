package dev.haven.server.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a calendar is read from.
 *
 * @param feed an iCalendar by http or https; null for none, or for a file
 * @param file the path of one; null for none, or for a feed
 * @param every how often it is read again
 */
public record CalendarConfig(@Nullable URI feed, @Nullable String file, Duration every) {
  static CalendarConfig read(Block block) {
    String text = block.optionalText("feed", Block.ANY, "a URL, or the path of a file");
    boolean web = text != null && (text.startsWith("https://") || text.startsWith("http://"));
    CalendarConfig config =
        new CalendarConfig(
            web ? Forms.url(block, "feed") : null,
            web ? null : text,
            block.duration("every", ofMinutes(15), ofMinutes(1), ofDays(1)));
    block.done();
    return config;
  }

  public boolean isEmpty() {
    return feed == null && file == null;
  }
}
