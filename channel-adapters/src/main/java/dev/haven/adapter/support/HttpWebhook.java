package dev.haven.adapter.support;

import dev.haven.channel.Acceptance;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookAdapter;
import dev.haven.channel.WebhookReply;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The frame of an adapter for webhooks: says what it thinks of a request as a reason or none, and
 * reads it. What a request's form makes throw is refused while it is checked, and unreadable (so a
 * contact, with an alarm) once it is known to be authentic: no form of a request may end in an
 * error.
 */
public abstract class HttpWebhook implements WebhookAdapter {
  private final EndpointConfig endpoint;
  private final Set<Channel> channels;

  protected HttpWebhook(EndpointConfig endpoint, Set<Channel> channels) {
    this.endpoint = endpoint;
    this.channels = Set.copyOf(channels);
  }

  @Override
  public final EndpointConfig endpoint() {
    return endpoint;
  }

  @Override
  public final Set<Channel> channels() {
    return channels;
  }

  @Override
  public final Verdict verify(RawRequest request, Instant now) {
    RefusalReason reason;
    try {
      Verdict verdict = judge(request, now);
      if (verdict != null) {
        return verdict;
      }
      reason = check(request, now);
    } catch (RuntimeException e) {
      reason = RefusalReason.MALFORMED;
    }
    return reason == null ? Verdict.accepted() : Verdict.refused(reason, statusFor(reason));
  }

  /** Why the request is not believed, null when it is. */
  protected abstract @Nullable RefusalReason check(RawRequest request, Instant now);

  /** For verdicts that are more than a reason; null leaves it to {@link #check}. */
  protected @Nullable Verdict judge(RawRequest request, Instant now) {
    return null;
  }

  /** What a refused sender gets: 400 for what has no form, else 401. */
  protected int statusFor(RefusalReason reason) {
    return reason == RefusalReason.MALFORMED ? 400 : 401;
  }

  @Override
  public final ParseResult parse(RawRequest request, Instant now) {
    try {
      return read(request, now);
    } catch (RuntimeException e) {
      return new ParseResult.Unreadable("unexpected_form");
    }
  }

  /** What an authentic request says. */
  protected abstract ParseResult read(RawRequest request, Instant now);

  @Override
  public WebhookReply acknowledge(ParseResult result, Acceptance acceptance) {
    return result.match(
        events -> stored(events, acceptance),
        ParseResult.Handshake::reply,
        unreadable -> WebhookReply.empty(200));
  }

  /** The answer once these events are stored. */
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    return WebhookReply.empty(200);
  }
}
