package dev.haven.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.loadtest.Tokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A platform that calls by webhook: what it sends and how it signs that.
 *
 * @param name as in the site's hooks
 * @param type of the body
 * @param headers that carry its signature
 * @param waits how long it waits for an answer before it sends again or gives up, ms: Telnyx 2 s,
 *     Slack 3 s, Twilio 15 s, Standard Webhooks advises senders 15 s at least; Meta names no time
 *     and is held to Slack's
 */
record Platform(String name, String type, List<String> headers, int waits, Signer sign) {
  private static final String JSON = "application/json";

  static final Platform STANDARD =
      new Platform(
          "standard",
          JSON,
          List.of("webhook-id", "webhook-timestamp", "webhook-signature"),
          15_000,
          Platform::standard);
  static final Platform TWILIO =
      new Platform(
          "twilio",
          "application/x-www-form-urlencoded",
          List.of("X-Twilio-Signature"),
          15_000,
          Platform::twilio);
  static final Platform TELNYX =
      new Platform(
          "telnyx",
          JSON,
          List.of("telnyx-timestamp", "telnyx-signature-ed25519"),
          2_000,
          Platform::telnyx);

  static final Platform META =
      new Platform("meta", JSON, List.of("X-Hub-Signature-256"), 3_000, Platform::meta);
  static final Platform SLACK =
      new Platform(
          "slack",
          JSON,
          List.of("X-Slack-Request-Timestamp", "X-Slack-Signature"),
          3_000,
          Platform::slack);

  /** All there are. */
  static final List<Platform> ALL = List.of(STANDARD, TWILIO, TELNYX, META, SLACK);

  /** A body with the headers that sign it. */
  record Signed(String body, Map<String, String> headers) {}

  /** Makes the request that tells of a person. */
  interface Signer {
    Signed of(Person person, Site.Hook hook);
  }

  private static String id(Person person) {
    return Person.RUN + '-' + person.number();
  }

  private static Signed standard(Person person, Site.Hook hook) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "contact.created");
    String body = root.set("data", person.contact()).toString();
    String id = "msg-" + id(person);
    long seconds = Instant.now().getEpochSecond();
    return new Signed(
        body,
        Map.of(
            "webhook-id",
            id,
            "webhook-timestamp",
            Long.toString(seconds),
            "webhook-signature",
            Tokens.signature(Site.decoded(hook.key()), id, seconds, body)));
  }

  private static Signed twilio(Person person, Site.Hook hook) {
    SortedMap<String, String> form = new TreeMap<>();
    form.put("MessageSid", "SM-" + id(person));
    form.put("AccountSid", "AC" + "0".repeat(32));
    form.put("From", person.address());
    form.put("To", "+12025550100");
    form.put("Body", person.text());
    form.put("NumMedia", "0");
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + '=' + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return new Signed(
        body, Map.of("X-Twilio-Signature", Signatures.twilio(hook.key(), hook.publicUrl(), form)));
  }

  private static Signed telnyx(Person person, Site.Hook hook) {
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("record_type", "message")
            .put("direction", "inbound")
            .put("id", "message-" + id(person))
            .put("type", "SMS")
            .put("text", person.text());
    payload.putObject("from").put("phone_number", person.address());
    payload.putArray("to").addObject().put("phone_number", "+12025550100");
    payload.putArray("media");
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("data")
        .put("event_type", "message.received")
        .put("id", "event-" + id(person))
        .put("occurred_at", Instant.now().toString())
        .put("record_type", "event")
        .set("payload", payload);
    String body = root.toString();
    long seconds = Instant.now().getEpochSecond();
    return new Signed(
        body,
        Map.of(
            "telnyx-timestamp",
            Long.toString(seconds),
            "telnyx-signature-ed25519",
            Signatures.telnyx(hook.key(), seconds, body)));
  }

  private static Signed meta(Person person, Site.Hook hook) {
    ObjectNode root =
        JsonNodeFactory.instance.objectNode().put("object", "whatsapp_business_account");
    ObjectNode change =
        root.putArray("entry").addObject().put("id", "1").putArray("changes").addObject();
    ObjectNode value = change.put("field", "messages").putObject("value");
    value.put("messaging_product", "whatsapp");
    value
        .putObject("metadata")
        .put("display_phone_number", "12025550100")
        .put("phone_number_id", "1");
    String from = String.format("1202%07d", person.number() % 10_000_000);
    value.putArray("contacts").addObject().put("wa_id", from);
    value
        .putArray("messages")
        .addObject()
        .put("from", from)
        .put("id", "wamid." + id(person))
        .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
        .put("type", "text")
        .putObject("text")
        .put("body", person.text());
    String body = root.toString();
    return new Signed(
        body, Map.of("X-Hub-Signature-256", "sha256=" + Signatures.hex(hook.key(), body)));
  }

  private static Signed slack(Person person, Site.Hook hook) {
    String seconds = Long.toString(Instant.now().getEpochSecond());
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "event_callback")
            .put("event_id", "Ev" + id(person))
            .put("event_time", Long.parseLong(seconds));
    root.putObject("event")
        .put("type", "message")
        .put("channel", "D" + id(person))
        .put("channel_type", "im")
        .put("user", "U" + person.number())
        .put("text", person.text())
        .put("ts", seconds + ".000100");
    String body = root.toString();
    return new Signed(
        body,
        Map.of(
            "X-Slack-Request-Timestamp",
            seconds,
            "X-Slack-Signature",
            "v0=" + Signatures.hex(hook.key(), "v0:" + seconds + ':' + body)));
  }
}
