package dev.haven.server.wiring;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.Remark;
import dev.haven.server.config.EndpointSettings;
import dev.haven.server.config.HavenConfig;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the platforms of all endpoints, at the same time, how they are set up: with the endpoint's
 * credentials, changing nothing, beside a running node. Blocking, for at most {@link
 * #WITHIN_SECONDS}.
 */
final class PlatformCheck {
  /** Longest wait for all remarks about an endpoint, in seconds. */
  private static final int WITHIN_SECONDS = 20;

  private PlatformCheck() {}

  /** By endpoint; none for endpoints that cannot be made, which the configuration's check names. */
  static Map<String, List<Remark>> of(HavenConfig config) {
    Vertx vertx = Vertx.vertx();
    try {
      Promise<Map<String, List<Remark>>> all = Promise.promise();
      vertx.runOnContext(v -> asked(vertx, config).onComplete(all));
      return all.future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(WITHIN_SECONDS + 5L, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("endpoints answer with remarks, in time", e);
    } finally {
      vertx.close();
    }
  }

  private static Future<Map<String, List<Remark>>> asked(Vertx vertx, HavenConfig config) {
    Timers timers = new VertxTimers(vertx);
    AdapterContext context =
        new AdapterContext(
            new VertxHttpSender(vertx, uri -> mayAsk(config, uri)),
            InstantSource.system(),
            new VertxNetwork(vertx, timers),
            timers);
    URI base = config.http().publicUrl();
    Map<String, Future<List<Remark>>> asked = new LinkedHashMap<>();
    for (EndpointSettings endpoint : config.endpoints()) {
      Adapters.one(endpoint, base == null ? "" : base.toString(), context)
          .ifPresent(adapter -> asked.put(endpoint.id(), examine(adapter)));
    }
    return Future.join(List.copyOf(asked.values()))
        .map(
            v -> {
              Map<String, List<Remark>> remarks = new LinkedHashMap<>();
              asked.forEach((id, one) -> remarks.put(id, one.result()));
              return remarks;
            });
  }

  private static Future<List<Remark>> examine(ChannelAdapter adapter) {
    return adapter
        .examine()
        .timeout(WITHIN_SECONDS, TimeUnit.SECONDS)
        .otherwise(
            e -> List.of(Remark.wrong("the platform does not answer in " + WITHIN_SECONDS + " s")));
  }

  /** The platforms' own hosts by TLS, and what the site names as an endpoint's interface. */
  private static boolean mayAsk(HavenConfig config, URI uri) {
    return "https".equals(uri.getScheme())
        || config.endpoints().stream()
            .map(EndpointSettings::apiBaseUrl)
            .anyMatch(
                api ->
                    api != null
                        && api.getHost().equals(uri.getHost())
                        && api.getPort() == uri.getPort());
  }
}
