package dev.haven.server.http;

import dev.haven.channel.Acceptance;
import dev.haven.channel.Headers;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookAdapter;
import dev.haven.channel.WebhookReply;
import dev.haven.flow.OverloadedException;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host of {@code /hooks/{endpointId}}: limits before reading, raw bytes and raw URL to the
 * adapter, verify, parse, take in, acknowledge in that order. What was signed is never dropped and
 * never answered 2xx before it is kept; with the store away it is held, then told to come again.
 *
 * <p>On one event loop.
 */
public final class WebhookDoor {
  static final String PREFIX = "/hooks/";
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDoor.class);
  private static final int MOST_NEEDS = 2;

  /** Every 401 names a scheme (RFC 9110, 11.6.1); a platform's own signature has none. */
  private static final String CHALLENGE = "Webhook-Signature";

  /** Bytes of a body that is longer than a message without files. */
  private static final int MUCH = 256 * 1024;

  private final Map<String, WebhookAdapter> adapters;
  private final Intake intake;
  private final OnceTokens onceTokens;
  private final HttpSender fetcher;
  private final TokenBuckets badSignatures;
  private final RouterClock clock;
  private final EndpointWatch seen;

  /**
   * @param adapters by endpoint
   * @param fetcher fetches what a verdict needs; it has the allow-list
   * @param badSignatures by address, how many it may send
   */
  public WebhookDoor(
      Map<String, WebhookAdapter> adapters,
      Intake intake,
      OnceTokens onceTokens,
      HttpSender fetcher,
      TokenBuckets badSignatures,
      RouterClock clock) {
    this.adapters = Map.copyOf(adapters);
    this.intake = intake;
    this.onceTokens = onceTokens;
    this.fetcher = fetcher;
    this.badSignatures = badSignatures;
    this.clock = clock;
    this.seen = new EndpointWatch(clock);
  }

  /** What came of late, by endpoint. */
  public EndpointWatch seen() {
    return seen;
  }

  void handle(Exchange x, String path) {
    WebhookAdapter adapter = adapters.get(path.substring(PREFIX.length()));
    if (adapter == null) {
      x.meters().webhookRejected("unknown_endpoint");
      x.problem(Trouble.NOT_FOUND, "There is no such endpoint.");
      return;
    }
    String encoding = x.header(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
      x.meters().webhookRejected("content_encoding");
      x.problem(Trouble.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without an encoding.");
      return;
    }
    Headers headers = headers(x);
    if (looksAhead(x, adapter) && lacksSignature(x, adapter, headers)) {
      return;
    }
    x.body(adapter.maxBodyBytes())
        .onSuccess(
            body -> {
              String uri = x.request().uri();
              check(
                  x,
                  adapter,
                  new RawRequest(x.request().method().name(), uri, headers, body, x.remote()),
                  0);
            });
  }

  /**
   * A sender that asks before it sends, that sends much or does not say how much, is refused before
   * it sends when the signature is missing.
   */
  private static boolean looksAhead(Exchange x, WebhookAdapter adapter) {
    String length = x.header(HttpHeaders.CONTENT_LENGTH);
    return !adapter.signedInBody()
        && (x.header(HttpHeaders.EXPECT) != null
            || x.header(HttpHeaders.TRANSFER_ENCODING) != null
            || (length != null && Long.parseLong(length) > MUCH));
  }

  private boolean lacksSignature(Exchange x, WebhookAdapter adapter, Headers headers) {
    RawRequest ahead =
        new RawRequest(
            x.request().method().name(), x.request().uri(), headers, new byte[0], x.remote());
    if (adapter.verify(ahead, clock.now()) instanceof Verdict.Refused refused
        && refused.reason() == RefusalReason.MISSING_HEADER) {
      refuse(x, adapter, refused);
      return true;
    }
    return false;
  }

  private void check(Exchange x, WebhookAdapter adapter, RawRequest request, int needs) {
    try {
      Verdict verdict = adapter.verify(request, clock.now());
      if (verdict instanceof Verdict.Accepted accepted) {
        believed(x, adapter, request, accepted);
      } else if (verdict instanceof Verdict.Refused refused) {
        refuse(x, adapter, refused);
      } else {
        fetch(x, adapter, request, ((Verdict.Needs) verdict).resource(), needs);
      }
    } catch (RuntimeException e) {
      x.failed(e);
    }
  }

  private void fetch(
      Exchange x, WebhookAdapter adapter, RawRequest request, URI resource, int needs) {
    if (needs >= MOST_NEEDS) {
      refuse(x, adapter, new Verdict.Refused(RefusalReason.UNTRUSTED_CERT_URL, 401));
      return;
    }
    fetcher
        .send(HttpCall.get(resource, Map.of()))
        .onComplete(
            done -> {
              HttpAnswer answer = done.succeeded() ? done.result() : null;
              if (answer != null && answer.isSuccess()) {
                adapter.learn(resource, answer.body());
                check(x, adapter, request, needs + 1);
              } else {
                reply(x, adapter.tryLater(request), 503);
              }
            });
  }

  private void believed(
      Exchange x, WebhookAdapter adapter, RawRequest request, Verdict.Accepted accepted) {
    String token = accepted.onceToken();
    if (token == null) {
      takeIn(x, adapter, request);
      return;
    }
    String digest = Intake.digest(request.body());
    onceTokens
        .use(adapter.endpoint(), token, accepted.fresh(), digest)
        .onComplete(
            done -> {
              if (done.failed()) {
                reply(x, adapter.tryLater(request), 503);
              } else if (done.result()) {
                takeIn(x, adapter, request);
              } else {
                refuse(x, adapter, new Verdict.Refused(RefusalReason.REPLAYED_TOKEN, 401));
              }
            });
  }

  private void takeIn(Exchange x, WebhookAdapter adapter, RawRequest request) {
    ParseResult result = adapter.parse(request, clock.now());
    if (result instanceof ParseResult.Handshake handshake) {
      confirm(adapter, handshake.call());
      reply(x, handshake.reply(), 200);
      return;
    }
    Future<Acceptance> kept =
        adapter.complete(result).compose(all -> intake.take(adapter, all, request.body()));
    kept.onComplete(
        done -> {
          if (done.succeeded()) {
            seen.taken(adapter.endpoint().id().value());
            reply(x, adapter.acknowledge(result, done.result()), 200);
          } else if (done.cause() instanceof OverloadedException) {
            x.meters().webhookRejected("overloaded");
            reply(x, adapter.tryLater(request), 503);
          } else {
            LOG.atWarn()
                .addKeyValue("endpoint", adapter.endpoint().id())
                .addKeyValue("cause", done.cause().getClass().getSimpleName())
                .log("webhook not kept, sender told to try again");
            x.meters().webhookRejected("unavailable");
            reply(x, adapter.tryLater(request), 503);
          }
        });
  }

  /** Some senders want a link of theirs visited before they send anything. */
  private void confirm(WebhookAdapter adapter, @Nullable HttpCall call) {
    if (call != null) {
      fetcher
          .send(call)
          .onFailure(
              e ->
                  LOG.atWarn()
                      .addKeyValue("endpoint", adapter.endpoint().id())
                      .addKeyValue("cause", e.getClass().getSimpleName())
                      .log("a sender's link could not be visited"));
    }
  }

  private void refuse(Exchange x, WebhookAdapter adapter, Verdict.Refused refused) {
    x.meters().webhookRejected(refused.reason().wireName());
    seen.refused(adapter.endpoint().id().value(), refused.reason().wireName());
    if (!badSignatures.take(x.remote())) {
      Auth.tooMany(x);
      return;
    }
    WebhookReply reply = adapter.refuse(refused);
    if (refused.status() == 401) {
      x.request().response().putHeader("www-authenticate", CHALLENGE);
    }
    if (reply.body().length > 0) {
      reply(x, reply, refused.status());
      return;
    }
    boolean missing = refused.reason() == RefusalReason.MISSING_HEADER;
    Trouble trouble = missing ? Trouble.SIGNATURE_MISSING : Trouble.SIGNATURE_INVALID;
    String detail = missing ? "Sign the request." : "The signature does not fit.";
    x.problem(refused.status(), trouble.title(), trouble.code(), detail, List.of());
  }

  private static void reply(Exchange x, WebhookReply reply, int expected) {
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      x.request().response().putHeader(header.getKey(), header.getValue());
    }
    if (expected == 503) {
      if (reply.body().length == 0) {
        x.request().response().putHeader("retry-after", "2");
        x.problem(Trouble.UNAVAILABLE, "Nothing was lost; send the same request again.");
        return;
      }
      x.request().response().putHeader("retry-after", "2");
    }
    x.send(reply.status(), reply.contentType(), Buffer.buffer(reply.body()));
  }

  private static Headers headers(Exchange x) {
    List<Headers.Line> lines = new ArrayList<>(x.request().headers().size());
    for (Map.Entry<String, String> header : x.request().headers()) {
      lines.add(new Headers.Line(header.getKey(), header.getValue()));
    }
    return Headers.of(lines);
  }
}
