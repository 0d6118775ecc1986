package dev.haven.adapter.awssns;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MailReplies;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpCall;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages are signed with a certificate that the message names: only one at Amazon's own SNS hosts
 * is believed, the host fetches it once. A subscription is confirmed for configured topics only.
 * Wrong settings never answer 2xx, so that the topic's dead-letter queue keeps what is refused.
 */
final class AwsSnsAdapter extends HttpWebhook {
  private static final int MAX_CERTIFICATES = 64;
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]{3,30}:[0-9]{12}:[A-Za-z0-9_.-]{1,256}");

  private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();

  private final @Nullable ReplyPort replies;

  AwsSnsAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.EMAIL, Channel.SMS));
    this.replies = MailReplies.of(endpoint, context);
    endpoint
        .secret()
        .forEach(
            (name, certificate) -> {
              if (name.startsWith("certificates.")) {
                remember(
                    name.substring("certificates.".length()),
                    certificate.newest().getBytes(StandardCharsets.US_ASCII));
              }
            });
  }

  private void remember(String url, byte[] pem) {
    PublicKey key = SnsSignature.key(pem);
    if (key != null && keys.size() < MAX_CERTIFICATES) {
      keys.put(url, key);
    }
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public void learn(URI resource, byte[] content) {
    if (SnsSignature.isCertificate(resource)) {
      remember(resource.toString(), content);
    }
  }

  @Override
  protected @Nullable Verdict judge(RawRequest request, Instant now) {
    JsonNode message = Json.read(request.body());
    URI certificate = SnsSignature.certificate(message);
    if (certificate != null && SnsSignature.isCertificate(certificate)) {
      return keys.containsKey(certificate.toString()) ? null : new Verdict.Needs(certificate);
    }
    return null;
  }

  @Override
  public boolean signedInBody() {
    return true;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    JsonNode message = Json.read(request.body());
    if (message == null || Json.filled(message, "Type") == null) {
      return RefusalReason.MALFORMED;
    }
    if (Json.filled(message, "Signature") == null
        || Json.filled(message, "SigningCertURL") == null) {
      return RefusalReason.MISSING_HEADER;
    }
    URI certificate = SnsSignature.certificate(message);
    PublicKey key =
        certificate == null || !SnsSignature.isCertificate(certificate)
            ? null
            : keys.get(certificate.toString());
    if (key == null) {
      return RefusalReason.UNTRUSTED_CERT_URL;
    }
    if (!SnsSignature.fits(message, key)) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    List<String> topics = endpoint().texts("topicArns");
    return topics.isEmpty() || topics.contains(Json.text(message, "TopicArn"))
        ? null
        : RefusalReason.TOPIC_NOT_ALLOWED;
  }

  @Override
  protected int statusFor(RefusalReason reason) {
    return reason == RefusalReason.MALFORMED ? 400 : 403;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode message = Json.read(request.body());
    String type = String.valueOf(Json.text(message, "Type"));
    String id = Json.filled(message, "MessageId");
    String key = id == null ? Digests.sha256Hex(request.body()) : id;
    return switch (type) {
      case "SubscriptionConfirmation" -> confirm(message);
      case "Notification" -> SnsContent.read(String.valueOf(Json.text(message, "Message")), key);
      case "UnsubscribeConfirmation" -> new ParseResult.Handshake(WebhookReply.empty(200));
      default -> ParseResult.of(InboundSystem.of(type, key));
    };
  }

  /** The link is visited only at Amazon's host, and only for a topic that is configured. */
  private ParseResult confirm(@Nullable JsonNode message) {
    String link = Json.filled(message, "SubscribeURL");
    URI url = link == null ? null : SnsSignature.uri(link);
    boolean ours =
        !endpoint().texts("topicArns").isEmpty() && url != null && SnsSignature.isAmazons(url);
    return new ParseResult.Handshake(
        WebhookReply.empty(200), ours && url != null ? HttpCall.get(url, Map.of()) : null);
  }

  /**
   * Whether the topics are named as Amazon names them. Who is subscribed is not asked: that wants
   * keys of the account, which this endpoint has no other use for.
   */
  @Override
  public Future<List<Remark>> examine() {
    List<String> topics = endpoint().texts("topicArns");
    if (topics.isEmpty()) {
      return Future.succeededFuture(
          List.of(
              Remark.unsure(
                  "config.topicArns names no topic: every topic is believed and no subscription is"
                      + " confirmed")));
    }
    List<Remark> remarks = new ArrayList<>();
    for (String topic : topics) {
      remarks.add(
          TOPIC.matcher(topic).matches()
              ? Remark.good("topic " + topic.substring(topic.lastIndexOf(':') + 1) + " is named")
              : Remark.wrong(
                  "config.topicArns: '" + topic + "' is no arn:aws:sns:REGION:ACCOUNT:TOPIC"));
    }
    return Future.succeededFuture(List.copyOf(remarks));
  }
}
