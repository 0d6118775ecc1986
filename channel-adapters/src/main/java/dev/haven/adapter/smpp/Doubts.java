package dev.haven.adapter.smpp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivered message has no id, so its key holds the minute it came in. When the line ends, it is
 * not known which of the last answers the carrier got: those messages come again, perhaps much
 * later, and must have the minute they had. On one event loop.
 */
final class Doubts {
  private static final int MOST = 10_000;

  /** An answer that was sent so shortly before the line ended may not have arrived. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private static final Duration KEPT = Duration.ofHours(24);

  private record Seen(Instant first, @Nullable Instant answered, boolean doubted) {}

  private final Map<String, Seen> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > MOST;
        }
      };

  /** When that message came in first: now, unless it is one that comes again. */
  Instant arrived(String message, Instant now) {
    Seen before = seen.remove(message);
    boolean again = before != null && before.doubted() && now.isBefore(before.first().plus(KEPT));
    Instant first = again && before != null ? before.first() : now;
    seen.put(message, new Seen(first, null, false));
    return first;
  }

  void answered(String message, Instant now) {
    seen.computeIfPresent(message, (k, s) -> new Seen(s.first(), now, s.doubted()));
  }

  void lineEnded(Instant now) {
    seen.replaceAll(
        (k, s) -> {
          boolean fresh = s.answered() == null || s.answered().isAfter(now.minus(FRESH));
          return new Seen(s.first(), s.answered(), s.doubted() || fresh);
        });
    seen.values().removeIf(s -> !s.doubted());
  }
}
