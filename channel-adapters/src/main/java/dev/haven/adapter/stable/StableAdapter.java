package dev.haven.adapter.stable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.StandardSignature;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A letter is a contact when it is received; that it was scanned later is a status of the same
 * letter, with the addresses of its text. Signed as Standard Webhooks, with headers named {@code
 * svix-}.
 */
final class StableAdapter extends HttpWebhook {
  private static final int MAX_TEXTS = 10;
  private static final String SVIX = "whsec_";

  /** Lengths of keys that Standard Webhooks recommends. */
  private static final int LEAST_BYTES = 24;

  private static final int MOST_BYTES = 64;

  private final StandardSignature svix;
  private final StandardSignature standard;

  StableAdapter(EndpointConfig endpoint) {
    super(endpoint, Set.of(Channel.MAIL));
    this.svix = signature(endpoint, "svix-");
    this.standard = signature(endpoint, "webhook-");
  }

  private static StandardSignature signature(EndpointConfig endpoint, String prefix) {
    return new StandardSignature(
        prefix,
        endpoint.secrets("secret"),
        endpoint.secrets("publicKey"),
        endpoint.number("toleranceSeconds", Freshness.DEFAULT_TOLERANCE_SECONDS));
  }

  private StandardSignature signature(RawRequest request) {
    return svix.id(request) == null ? standard : svix;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    return signature(request).check(request, now);
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = Json.read(request.body());
    String type = Json.filled(body, "eventType");
    if (body == null || !body.isObject()) {
      return new ParseResult.Unreadable("no_json");
    }
    String id = signature(request).id(request);
    String key = id == null ? Digests.sha256Hex(request.body()) : id;
    JsonNode item = body.has("data") ? body.path("data") : body.path("payload");
    return ParseResult.of(event(item, type == null ? "untyped" : type, key));
  }

  private static InboundEvent event(JsonNode item, String type, String key) {
    if (!item.isObject() || !type.startsWith("mailItem.")) {
      return InboundSystem.of(type, key);
    }
    String id = Json.id(item, "id");
    if (!type.equals("mailItem.created")) {
      return InboundStatus.of(id, type, false).withIdempotencyKey(key).in(id).with(texts(item));
    }
    String recipient = Json.filled(item, "recipients", "line1", "text");
    String business = recipient == null ? Json.filled(item, "businessRecipient") : recipient;
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.MAIL)
            .idempotencyKey(key)
            .from(Json.text(item, "from"))
            .fromName(Json.text(item, "from"))
            .to(business == null ? Json.filled(item, "individualRecipient") : business)
            .conversation(id)
            .attribute("individualRecipient", Json.filled(item, "individualRecipient"));
    texts(item).forEach(draft::attribute);
    String image = Json.filled(item, "imageUrl");
    if (image != null) {
      draft.attachment(Attachment.ofUrl(image, null, null));
    }
    return draft.build();
  }

  /** Where the recognised text and the picture are to be fetched. */
  private static Map<String, String> texts(JsonNode item) {
    Map<String, String> texts = new LinkedHashMap<>();
    int n = 0;
    for (JsonNode url : item.path("ocrResultUrls")) {
      if (n < MAX_TEXTS) {
        texts.put("ocr." + n++, url.asText());
      }
    }
    String image = Json.filled(item, "imageUrl");
    if (image != null) {
      texts.put("image", image);
    }
    return texts;
  }

  @Override
  public Media media() {
    return Media.at(List.of(".usestable.com"));
  }

  /**
   * Whether the secrets have the form of Svix's. Webhooks are seen in the platform's dashboard
   * alone.
   */
  @Override
  public Future<List<Remark>> examine() {
    List<Remark> remarks = new ArrayList<>();
    for (String secret : endpoint().secrets("secret")) {
      byte[] key = secret.startsWith(SVIX) ? Digests.fromBase64(secret.substring(6)) : null;
      remarks.add(
          key != null && key.length >= LEAST_BYTES && key.length <= MOST_BYTES
              ? Remark.good("the secret has the form of a signing secret")
              : Remark.unsure(
                  "the secret is not 'whsec_' and base64 of 24 to 64 bytes, as the dashboard"
                      + " shows it"));
    }
    return Future.succeededFuture(List.copyOf(remarks));
  }
}
