package dev.haven.adapter.support;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as platforms write them; null for what cannot be read, since ours counts anyway.
 */
public final class Times {
  /** ISO 8601 with an offset with or without colon. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private Times() {}

  /** ISO 8601 with an offset. */
  public static @Nullable Instant iso(@Nullable String text) {
    return read(text, ISO);
  }

  /** RFC 5322, as in mail. */
  public static @Nullable Instant mail(@Nullable String text) {
    return read(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private static @Nullable Instant read(@Nullable String text, DateTimeFormatter form) {
    if (text == null || text.isBlank() || text.length() > 60) {
      return null;
    }
    try {
      TemporalAccessor read = form.parse(text.strip());
      return OffsetDateTime.from(read).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Seconds since 1970, whole or with a fraction. */
  public static @Nullable Instant epochSeconds(@Nullable String text) {
    if (text == null || text.length() > 24) {
      return null;
    }
    try {
      double seconds = Double.parseDouble(text.strip());
      return seconds >= 0 && seconds < 1e11
          ? Instant.ofEpochMilli(Math.round(seconds * 1_000))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Milliseconds since 1970. */
  public static @Nullable Instant epochMillis(@Nullable String text) {
    if (text == null
        || text.isEmpty()
        || text.length() > 15
        || !text.chars().allMatch(Character::isDigit)) {
      return null;
    }
    return Instant.ofEpochMilli(Long.parseLong(text));
  }
}
