package dev.haven.adapter.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.CallPort;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import io.vertx.core.Future;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 over {@code timestamp|body}, five minutes either way. Events come out of order, twice and
 * at the same time.
 */
final class TelnyxAdapter extends HttpWebhook {
  private final List<PublicKey> keys = new ArrayList<>();
  private final TelnyxCalls calls;
  private final TelnyxReplies replies;
  private final TelnyxRest rest;

  TelnyxAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.PHONE, Channel.SMS, Channel.FAX));
    for (String text : endpoint.secrets("publicKeyBase64")) {
      PublicKey key = Digests.ed25519(Digests.fromBase64(text));
      if (key == null) {
        throw new IllegalArgumentException("'publicKeyBase64' is base64 of 32 bytes");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("the secret 'publicKeyBase64' is needed");
    }
    this.rest = new TelnyxRest(endpoint, context);
    this.calls = new TelnyxCalls(endpoint, rest);
    this.replies = new TelnyxReplies(rest);
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    String timestamp = request.header("telnyx-timestamp");
    String given = request.header("telnyx-signature-ed25519");
    if (timestamp == null || given == null) {
      return RefusalReason.MISSING_HEADER;
    }
    byte[] signature = Digests.fromBase64(given);
    if (signature == null || signature.length != 64) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    byte[] head = Digests.utf8(timestamp + "|");
    boolean fits = false;
    for (PublicKey key : keys) {
      fits |= Digests.verify("Ed25519", key, signature, head, request.body());
    }
    return fits ? Freshness.check(timestamp, now, endpoint()) : RefusalReason.SIGNATURE_MISMATCH;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = Json.read(request.body());
    JsonNode data = Json.at(body, "data");
    String type = Json.filled(data, "event_type");
    if (type == null) {
      boolean said = Json.filled(data, "payload", "text") != null;
      return body == null || said
          ? new ParseResult.Unreadable(said ? "untyped" : "no_json")
          : ParseResult.of(InboundSystem.of("untyped", Digests.sha256Hex(request.body())));
    }
    String id = Json.filled(data, "id");
    return ParseResult.of(event(data, type, id == null ? Digests.sha256Hex(request.body()) : id));
  }

  private static InboundEvent event(JsonNode data, String type, String key) {
    if (type.startsWith("call.")) {
      return TelnyxEvents.call(data, type, key);
    }
    if (type.startsWith("message.")) {
      return TelnyxEvents.message(data, type, key);
    }
    return type.startsWith("fax.")
        ? TelnyxEvents.fax(data, type, key)
        : InboundSystem.of(type, key);
  }

  @Override
  public Future<List<Remark>> examine() {
    return rest.rest() == null
        ? Inquiry.needs("the secret 'apiKey'")
        : TelnyxSetup.examine(endpoint(), rest.rest());
  }

  @Override
  public CallPort calls() {
    return calls;
  }

  /** None without what signs in: nothing that was tried again would ever be sent. */
  @Override
  public @Nullable ReplyPort replies() {
    return rest.rest() == null ? null : replies;
  }

  @Override
  public List<String> lacks() {
    return rest.rest() == null
        ? List.of("the secret 'apiKey' is needed to answer and to connect calls")
        : List.of();
  }

  /** Links that expire, signed by themselves. */
  @Override
  public Media media() {
    return Media.at(
        List.of(".telnyx.com", ".telnyxstorage.com", "s3.amazonaws.com", ".s3.amazonaws.com"));
  }
}
