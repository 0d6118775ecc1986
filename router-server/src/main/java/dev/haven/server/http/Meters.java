package dev.haven.server.http;

import dev.haven.telemetry.Meter;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** What the doors count. For one event loop; the counters themselves are shared. */
public final class Meters {
  private final MeterRegistry registry;
  private final RouterMeters router;
  private final Map<String, Counter> counters = new HashMap<>();

  public Meters(MeterRegistry registry, RouterMeters router) {
    this.registry = registry;
    this.router = router;
  }

  void refused(Refusal refusal) {
    count(Meter.HTTP_REFUSED, refusal.code());
  }

  void problem(Trouble trouble) {
    count(Meter.HTTP_PROBLEMS, trouble.code());
  }

  /**
   * @param reason a wire name of a closed list, never anything of the request
   */
  void webhookRejected(String reason) {
    router.webhookRejected(reason);
  }

  public void desktopClosed(int code) {
    count(Meter.WEBSOCKET_CLOSES, Integer.toString(code));
  }

  private void count(Meter meter, String code) {
    counters
        .computeIfAbsent(
            meter.meterName() + ' ' + code,
            key ->
                Counter.builder(meter.meterName())
                    .description(meter.description())
                    .tags("code", code)
                    .register(registry))
        .increment();
  }
}
