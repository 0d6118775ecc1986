package dev.haven.adapter.cloudevents;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP binding with the web hook rules (CloudEvents "HTTP 1.1 Web Hooks", 1.0.2): a bearer
 * token, an {@code OPTIONS} handshake for allowed origins, 415 for other media. An event whose type
 * ends in {@code contact.created}, {@code contact.message} or {@code contact.abandoned} carries
 * what the generic webhook carries; any other is only acknowledged, unless it has a contact's text.
 */
final class CloudEventsAdapter extends HttpWebhook {
  private static final String ORIGIN = "WebHook-Request-Origin";

  CloudEventsAdapter(EndpointConfig endpoint) {
    super(endpoint, Set.of(Channel.values()));
  }

  @Override
  protected @Nullable Verdict judge(RawRequest request, Instant now) {
    if (request.method().equals("OPTIONS")) {
      return null;
    }
    RefusalReason token = token(request);
    if (token != null) {
      return Verdict.refused(token, 401);
    }
    List<CloudEvent> events = CloudEvent.read(request);
    if (events == null) {
      return Verdict.refused(RefusalReason.MALFORMED, 415);
    }
    boolean whole = events.stream().allMatch(CloudEvent::isWhole);
    return whole ? Verdict.accepted() : Verdict.refused(RefusalReason.MALFORMED, 400);
  }

  /** The handshake: only its origin is looked at. */
  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    String origin = request.header(ORIGIN);
    if (origin == null || origin.isBlank()) {
      return RefusalReason.MISSING_HEADER;
    }
    List<String> allowed = endpoint().texts("allowedOrigins");
    return allowed.isEmpty() || allowed.contains("*") || contains(allowed, origin)
        ? null
        : RefusalReason.ORIGIN_NOT_ALLOWED;
  }

  private static boolean contains(List<String> allowed, String origin) {
    return allowed.stream().anyMatch(one -> one.equalsIgnoreCase(origin.strip()));
  }

  @Override
  protected int statusFor(RefusalReason reason) {
    return reason == RefusalReason.ORIGIN_NOT_ALLOWED ? 403 : 400;
  }

  private @Nullable RefusalReason token(RawRequest request) {
    String header = request.header("Authorization");
    String given;
    if (header == null) {
      given = Form.read(request.rawQuery()).first("access_token");
    } else {
      String stripped = header.strip();
      boolean bearer = stripped.toLowerCase(Locale.ROOT).startsWith("bearer ");
      given = bearer ? stripped.substring(7).strip() : "";
    }
    if (given == null) {
      return RefusalReason.MISSING_HEADER;
    }
    return Digests.sameAsAny(endpoint().secrets("bearerToken"), given)
        ? null
        : RefusalReason.TOKEN_MISMATCH;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    if (request.method().equals("OPTIONS")) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("WebHook-Allowed-Origin", String.valueOf(request.header(ORIGIN)).strip());
      String rate = endpoint().text("allowedRate");
      headers.put("WebHook-Allowed-Rate", rate == null ? "*" : rate);
      headers.put("Allow", "POST");
      return new ParseResult.Handshake(WebhookReply.empty(200).with(headers));
    }
    List<CloudEvent> all = CloudEvent.read(request);
    List<InboundEvent> events = new ArrayList<>();
    for (CloudEvent one : all == null ? List.<CloudEvent>of() : all) {
      ParseResult read = one.meaning(endpoint().channel());
      if (read instanceof ParseResult.Events some) {
        events.addAll(some.events());
      } else {
        return read;
      }
    }
    return new ParseResult.Events(events);
  }
}
