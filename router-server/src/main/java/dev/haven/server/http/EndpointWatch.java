package dev.haven.server.http;

import dev.haven.time.RouterClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this loop's door saw of each endpoint since it was opened: when something was taken or
 * refused last, and how often. For people who set endpoints up; the meters count for dashboards. On
 * one event loop.
 */
public final class EndpointWatch {
  private final RouterClock clock;
  private final Map<String, Seen> byEndpoint = new HashMap<>();

  /**
   * @param refusal why the last one was refused, a wire name of a closed list; null before
   */
  public record Seen(
      long taken,
      @Nullable Instant takenAt,
      long refused,
      @Nullable Instant refusedAt,
      @Nullable String refusal) {
    static final Seen NOTHING = new Seen(0, null, 0, null, null);
  }

  EndpointWatch(RouterClock clock) {
    this.clock = clock;
  }

  void taken(String endpoint) {
    Seen before = of(endpoint);
    byEndpoint.put(
        endpoint,
        new Seen(
            before.taken() + 1,
            clock.now(),
            before.refused(),
            before.refusedAt(),
            before.refusal()));
  }

  void refused(String endpoint, String reason) {
    Seen before = of(endpoint);
    byEndpoint.put(
        endpoint,
        new Seen(before.taken(), before.takenAt(), before.refused() + 1, clock.now(), reason));
  }

  public Seen of(String endpoint) {
    return byEndpoint.getOrDefault(endpoint, Seen.NOTHING);
  }
}
