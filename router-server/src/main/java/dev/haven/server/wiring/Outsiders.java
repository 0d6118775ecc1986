package dev.haven.server.wiring;

import dev.haven.adapter.support.Digests;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import dev.haven.flow.Outside;
import dev.haven.server.config.DistressConfig;
import dev.haven.server.config.Secret;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * Posts escalations to the site's webhook, signed as Standard Webhooks 1.0.0, and knows the site's
 * first answer. A post has the same {@code webhook-id} however often it is tried; the standard
 * allows no full stop in it.
 */
final class Outsiders implements Outside {
  private static final String PREFIX = "whsec_";

  private final DistressConfig config;
  private final HttpSender sender;
  private final RouterClock clock;

  Outsiders(DistressConfig config, HttpSender sender, RouterClock clock) {
    this.config = config;
    this.sender = sender;
    this.clock = clock;
  }

  @Override
  public Future<String> tell(Escalation e) {
    URI webhook = config.ladder().webhook();
    Secret secret = config.ladder().secret();
    if (webhook == null || secret == null) {
      return Future.succeededFuture("nobody_named");
    }
    byte[] body =
        Digests.utf8(
            new JsonObject()
                .put("type", "escalation.climbed")
                .put("timestamp", clock.now().toString())
                .put(
                    "data",
                    new JsonObject()
                        .put("workspace", e.workspace().value())
                        .put("contactId", e.contact().value())
                        .put("tier", e.tier().wireName())
                        .put("channel", e.channel().wireName())
                        .put("language", e.language())
                        .put("arrivedAt", e.arrivedAt().toString())
                        .put("rung", e.rung()))
                .encode());
    return sender
        .send(
            new HttpCall(
                "POST",
                webhook,
                headers(secret.reveal(), e.id().replace('.', '-'), body),
                body,
                HttpCall.DEFAULT_TIMEOUT))
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture("told")
                    : Future.failedFuture("the webhook answered " + answer.status()));
  }

  private Map<String, String> headers(String secret, String id, byte[] body) {
    String timestamp = Long.toString(clock.now().getEpochSecond());
    byte[] key =
        Objects.requireNonNull(
            Digests.fromBase64(
                secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret),
            "the configuration was checked");
    byte[] signature =
        Digests.hmac("HmacSHA256", key, Digests.utf8(id + "." + timestamp + "."), body);
    return Map.of(
        "content-type",
        "application/json",
        "webhook-id",
        id,
        "webhook-timestamp",
        timestamp,
        "webhook-signature",
        "v1," + Digests.base64(signature));
  }

  @Override
  public String firstAnswer(String language) {
    String spanish = config.firstAnswer().spanish();
    return language.equals("es") && !spanish.isEmpty() ? spanish : config.firstAnswer().english();
  }
}
