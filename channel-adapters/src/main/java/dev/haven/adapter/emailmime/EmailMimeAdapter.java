package dev.haven.adapter.emailmime;

import dev.haven.adapter.support.MailAccess;
import dev.haven.adapter.support.MailIntake;
import dev.haven.adapter.support.MailReplies;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundReader;
import dev.haven.channel.Network;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one mail with its envelope. Who may hand mail over is the mail server's affair. */
class EmailMimeAdapter implements InboundReader {
  private final EndpointConfig endpoint;
  private final MailIntake intake;
  private final @Nullable ReplyPort replies;
  private final Network network;

  EmailMimeAdapter(EndpointConfig endpoint, AdapterContext context) {
    this.endpoint = endpoint;
    this.intake = new MailIntake(endpoint);
    this.replies = MailReplies.of(endpoint, context);
    this.network = context.network();
  }

  @Override
  public EndpointConfig endpoint() {
    return endpoint;
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.EMAIL, Channel.FAX);
  }

  @Override
  public int maxBodyBytes() {
    return MailIntake.MAX_BYTES;
  }

  @Override
  public Future<List<Remark>> examine() {
    return MailAccess.examine(endpoint, "smtp", network);
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public Verdict verify(RawRequest request, Instant now) {
    return request.body().length == 0
        ? Verdict.refused(RefusalReason.MALFORMED, 554)
        : Verdict.accepted();
  }

  @Override
  public ParseResult parse(RawRequest request, Instant now) {
    List<String> recipients = new ArrayList<>();
    for (String line : request.headers().all("RCPT-TO")) {
      for (String one : line.split(",")) {
        if (!one.isBlank()) {
          recipients.add(one.strip());
        }
      }
    }
    return read(request.body(), request.header("MAIL-FROM"), recipients);
  }

  /** The mail with its envelope; never throws. */
  ParseResult read(byte[] content, @Nullable String sender, List<String> recipients) {
    return intake.read(content, sender, recipients);
  }
}
