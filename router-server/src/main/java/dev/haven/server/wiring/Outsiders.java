package dev.haven.server.wiring;

import dev.haven.adapter.support.Digests;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import dev.haven.contact.AdverseEventReport;
import dev.haven.flow.Destinations;
import dev.haven.flow.Outside;
import dev.haven.flow.Reports;
import dev.haven.server.config.AdverseEventsConfig;
import dev.haven.server.config.DistressConfig;
import dev.haven.server.config.Secret;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Posts escalations and adverse-event reports to the site's webhooks, signed as Standard Webhooks
 * 1.0.0, and knows the site's first answer. A post has the same {@code webhook-id} however often it
 * is tried; the standard allows no full stop in it.
 */
final class Outsiders implements Outside {
  private static final String PREFIX = "whsec_";

  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final DistressConfig config;
  private final AdverseEventsConfig reports;
  private final Destinations destinations;
  private final HttpSender sender;
  private final RouterClock clock;
  private final Files files;

  Outsiders(
      DistressConfig config,
      AdverseEventsConfig reports,
      Destinations destinations,
      HttpSender sender,
      RouterClock clock,
      Files files) {
    this.config = config;
    this.reports = reports;
    this.destinations = destinations;
    this.sender = sender;
    this.clock = clock;
    this.files = files;
  }

  @Override
  public Files files() {
    return files;
  }

  @Override
  public Destinations destinations() {
    return destinations;
  }

  @Override
  public Future<String> tell(Escalation e) {
    URI webhook = config.ladder().webhook();
    Secret secret = config.ladder().secret();
    if (webhook == null || secret == null) {
      return Future.succeededFuture("nobody_named");
    }
    return post(
            webhook,
            secret,
            e.id(),
            "escalation.climbed",
            new JsonObject()
                .put("workspace", e.workspace().value())
                .put("contactId", e.contact().value())
                .put("tier", e.tier().wireName())
                .put("channel", e.channel().wireName())
                .put("language", e.language())
                .put("arrivedAt", e.arrivedAt().toString())
                .put("rung", e.rung()))
        .map("told");
  }

  @Override
  public Future<Taken> handOff(HandOff handOff) {
    URI webhook = reports.webhook();
    Secret secret = reports.secret();
    if (webhook == null || secret == null) {
      return Future.succeededFuture(new Taken("nobody_named", ""));
    }
    AdverseEventReport criteria = handOff.report().criteria();
    return post(
            webhook,
            secret,
            handOff.id(),
            "adverse_event.reported",
            about(handOff)
                .put("reporter", criteria.reporter())
                .put("patient", criteria.patient())
                .put("product", criteria.product())
                .put("event", criteria.event()))
        .map(answer -> new Taken("acknowledged", reference(answer)));
  }

  @Override
  public Future<String> late(HandOff handOff) {
    URI webhook = reports.webhook();
    Secret secret = reports.secret();
    return webhook == null || secret == null
        ? Future.succeededFuture("nobody_named")
        : post(
                webhook,
                secret,
                handOff.id(),
                "adverse_event.late",
                about(handOff).put("state", handOff.report().state()))
            .map("told");
  }

  private static JsonObject about(HandOff handOff) {
    Reports.Report report = handOff.report();
    return new JsonObject()
        .put("workspace", handOff.workspace().value())
        .put("reportId", report.contact().value())
        .put("contactId", report.about().value())
        .put("awareAt", report.awareAt().toString())
        .put("dueAt", report.dueAt().toString());
  }

  /** What the receiver calls the report, when its answer says so in a form the journal may hold. */
  private static String reference(HttpAnswer answer) {
    try {
      String reference = new JsonObject(answer.bodyAsUtf8()).getString("reference", "");
      return REFERENCE.matcher(reference).matches() ? reference : "";
    } catch (DecodeException | ClassCastException e) {
      return "";
    }
  }

  /** Fails when the webhook does not take it. */
  private Future<HttpAnswer> post(
      URI webhook, Secret secret, String id, String type, JsonObject data) {
    byte[] body =
        Digests.utf8(
            new JsonObject()
                .put("type", type)
                .put("timestamp", clock.now().toString())
                .put("data", data)
                .encode());
    return sender
        .send(
            new HttpCall(
                "POST",
                webhook,
                headers(secret.reveal(), id.replace('.', '-'), body),
                body,
                HttpCall.DEFAULT_TIMEOUT))
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture(answer)
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
