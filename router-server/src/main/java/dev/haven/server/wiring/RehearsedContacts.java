package dev.haven.server.wiring;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the people of a {@link Rehearsal} send: several channels, both languages, short and long
 * messages, by REST and by signed webhook, with and without what a contact may also have. The same
 * number gives the same contact.
 */
final class RehearsedContacts {
  /** The endpoint that takes the signed ones. */
  static final String ENDPOINT = "rehearsal";

  private static final int ONE_IN_WEBHOOKS = 4;
  private static final String[] CHANNELS = {"chat", "sms", "chat", "email", "chat", "phone"};
  private static final String[] TEXTS = {
    "I would like to move my appointment, please",
    "Quisiera cambiar mi cita, por favor",
    "I feel so alone and I cannot stop crying",
    "I have chest pain and a fever of 39.5",
    "No puedo más, me siento muy triste y no duermo desde hace días",
    "hi",
    "Me duele mucho el pecho y me falta el aire",
    "Where can I see my bill? The amount of $125.40 for 03/14 is wrong, call me at 202 555 0100",
    "I can't take this anymore!!! nobody listens 😢 i hav been waiting 3 weeks",
    "¿A qué hora abren mañana? Necesito recoger una receta para mi mamá",
    "I took the new pills twice a day and now there is a rash on both arms, is that a side effect?",
    "Good morning. My name is on the list for the knee clinic and I have not heard anything since"
        + " last month. My doctor said that somebody would ring me within two weeks. I can come on"
        + " any day but Friday. Could you please look it up and tell me whether I should do"
        + " anything? I also changed my address. Thank you very much for your help, and sorry for"
        + " the long message.",
    "Buenas tardes, le escribo porque mi hermano dijo anoche que ya no quiere vivir y hoy no"
        + " contesta el teléfono. No sé a quién llamar. Estoy muy asustada, por favor ayúdenme.",
    "ok thanks, that is all for today"
  };

  private final String bearer;
  private final byte[] webhookKey;

  /** A request whose answer is 2xx. */
  record Request(String path, Map<String, String> headers, String body) {}

  /**
   * @param token of an integrator
   * @param webhookKey of {@link #ENDPOINT}, without {@code whsec_} and base64
   */
  RehearsedContacts(String token, byte[] webhookKey) {
    this.bearer = "Bearer " + token;
    this.webhookKey = webhookKey.clone();
  }

  /** A new contact. */
  Request contact(int number) {
    JsonObject contact = body(number);
    return number % ONE_IN_WEBHOOKS == 0 ? signed(number, contact) : plain(contact);
  }

  /** What a request that only looks needs. */
  Map<String, String> reader() {
    return Map.of("Authorization", bearer);
  }

  private JsonObject body(int number) {
    String channel = CHANNELS[number % CHANNELS.length];
    JsonObject contact =
        new JsonObject()
            .put("channel", channel)
            .put("from", "rehearsal-" + number)
            .put("to", "rehearsal")
            .put("text", TEXTS[number % TEXTS.length])
            .put("idempotencyKey", "rehearsal-" + number);
    if (channel.equals("email")) {
      contact.put("subject", "About number " + number);
    }
    if (number % 3 == 0) {
      contact.put("attributes", new JsonObject().put("about", "rehearsal").put("plan", "gold"));
    }
    if (number % 5 == 0) {
      contact.put("language", number % 2 == 0 ? "en" : "es");
    }
    return contact;
  }

  private Request plain(JsonObject contact) {
    return new Request(
        "/api/v1/contacts",
        Map.of("Content-Type", "application/json", "Authorization", bearer),
        contact.encode());
  }

  private Request signed(int number, JsonObject contact) {
    String body = new JsonObject().put("type", "contact.created").put("data", contact).encode();
    String id = "rehearsal-" + number;
    long at = Instant.now().getEpochSecond();
    return new Request(
        "/hooks/" + ENDPOINT,
        Map.of(
            "Content-Type",
            "application/json",
            "webhook-id",
            id,
            "webhook-timestamp",
            Long.toString(at),
            "webhook-signature",
            "v1," + signature(id + '.' + at + '.' + body)),
        body);
  }

  private String signature(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(webhookKey, "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** The id of the contact that an answer names; empty when it names none. */
  static String idOf(JsonObject answer) {
    JsonArray several = answer.getJsonArray("contactIds");
    return several == null || several.isEmpty() ? answer.getString("id", "") : several.getString(0);
  }
}
