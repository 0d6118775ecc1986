package dev.haven.server.demo;

import dev.haven.channel.Channel;
import dev.haven.server.demo.DemoClient.Answer;
import dev.haven.server.http.JsonOut;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ways into the node for a person: the signed webhooks of both development endpoints, and REST.
 * For one event loop.
 */
final class DemoDoors {
  static final String WEBHOOK = "dev-webhook";
  static final String TWILIO = DemoPlatform.ENDPOINT;
  static final String REST = "rest";
  private static final String OUR_NUMBER = "+12025550100";
  private static final double TWICE = 0.1;

  private final DemoClient client;
  private final DemoPlatform platform;
  private final Dice dice;
  private final String webhookSecret;
  private final String integratorToken;
  private final DemoWatch watch;
  private final DemoCounts counts;

  DemoDoors(
      DemoClient client,
      DemoPlatform platform,
      Dice dice,
      String webhookSecret,
      String integratorToken,
      DemoCounts counts,
      DemoWatch watch) {
    this.client = client;
    this.platform = platform;
    this.dice = dice;
    this.webhookSecret = webhookSecret;
    this.integratorToken = integratorToken;
    this.counts = counts;
    this.watch = watch;
  }

  /** One person's way to say something, and then more of the same matter. */
  @FunctionalInterface
  interface Conversation {
    Future<Answer> say(String words);
  }

  /** By telephone, through the platform's webhook. */
  Future<Answer> call(String from, String words, boolean patient) {
    return counted(TWILIO, platform.call(from, OUR_NUMBER, words, patient));
  }

  /** By text message, through the platform's webhook. */
  Conversation text(String from) {
    return words -> counted(TWILIO, platform.text(from, OUR_NUMBER, words));
  }

  /** By the generic webhook; now and then delivered twice, as senders do. */
  Conversation webhook(Channel channel, String from) {
    String conversation = "demo-" + dice.id();
    boolean[] created = {false};
    return words -> {
      String type = created[0] ? "contact.message" : "contact.created";
      created[0] = true;
      String body =
          json(
              out -> {
                out.writeStartObject();
                out.writeStringField("type", type);
                out.writeObjectFieldStart("data");
                out.writeStringField("channel", channel.wireName());
                out.writeStringField("from", from);
                out.writeStringField("text", words);
                out.writeStringField("conversationId", conversation);
                out.writeEndObject();
                out.writeEndObject();
              });
      String id = "msg_" + dice.id();
      Future<Answer> first = signed(id, body);
      return dice.chance(TWICE) ? first.compose(a -> signed(id, body)) : first;
    };
  }

  /** By REST, as a platform or CRM that Haven has given a token. */
  Conversation rest(Channel channel, String from) {
    String[] contact = {""};
    return words -> {
      boolean more = !contact[0].isEmpty();
      String body =
          json(
              out -> {
                out.writeStartObject();
                if (!more) {
                  out.writeStringField("channel", channel.wireName());
                  out.writeStringField("from", from);
                }
                out.writeStringField("text", words);
                out.writeStringField("idempotencyKey", "demo-" + dice.id());
                out.writeEndObject();
              });
      String path = "/api/v1/contacts" + (more ? "/" + contact[0] + "/messages" : "");
      return counted(
          REST,
          client
              .post(
                  path,
                  Map.of(
                      "content-type",
                      "application/json",
                      "authorization",
                      "Bearer " + integratorToken),
                  Buffer.buffer(body))
              .onSuccess(
                  answer -> {
                    if (answer.good() && !more) {
                      contact[0] = new JsonObject(answer.body()).getString("id", "");
                    }
                  }));
    };
  }

  private Future<Answer> signed(String id, String body) {
    long now = Instant.now().getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", String.valueOf(now));
    headers.put("webhook-signature", Signing.standard(webhookSecret, id, now, body));
    return counted(WEBHOOK, client.post("/hooks/" + WEBHOOK, headers, Buffer.buffer(body)));
  }

  private Future<Answer> counted(String door, Future<Answer> sent) {
    return sent.onSuccess(
        answer -> {
          if (answer.good()) {
            counts.received(door);
            watch.received(door);
          }
        });
  }

  private static String json(JsonOut.Json body) {
    return JsonOut.buffer(body).toString();
  }
}
