package dev.haven.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What the HTTP doors count. For one event loop; the counters themselves are shared. */
public final class Meters {
  private static final int MAX_REASONS = 64;

  private final MeterRegistry registry;
  private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
  private final Map<Trouble, Counter> troubles = new EnumMap<>(Trouble.class);
  private final Map<String, Counter> webhooks = new HashMap<>();

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    for (Refusal refusal : Refusal.values()) {
      refusals.put(refusal, registry.counter("haven.http.refused", "code", refusal.code()));
    }
    for (Trouble trouble : Trouble.values()) {
      troubles.put(trouble, registry.counter("haven.http.problems", "code", trouble.code()));
    }
  }

  void refused(Refusal refusal) {
    count(refusals.get(refusal));
  }

  void problem(Trouble trouble) {
    count(troubles.get(trouble));
  }

  /**
   * @param reason a wire name of a closed list, never anything of the request
   */
  void webhookRejected(String reason) {
    if (webhooks.size() < MAX_REASONS || webhooks.containsKey(reason)) {
      webhooks
          .computeIfAbsent(
              reason, r -> registry.counter("haven.webhooks.rejected", "reason", r))
          .increment();
    }
  }

  private static void count(@org.jspecify.annotations.Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
