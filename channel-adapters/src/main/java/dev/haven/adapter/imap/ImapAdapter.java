package dev.haven.adapter.imap;

import dev.haven.adapter.support.MailAccess;
import dev.haven.adapter.support.MailIntake;
import dev.haven.adapter.support.MailReplies;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the unread mail of a mailbox and marks it read once it is stored; or, with {@code moveTo},
 * takes all of a folder and moves it there. What is taken stands in the mailbox itself, so a
 * restart loses nothing, and a mail taken twice has the same key.
 */
final class ImapAdapter implements SessionAdapter {
  private final EndpointConfig endpoint;
  private final AdapterContext context;
  private final MailAccess access;
  private final MailIntake intake;
  private final @Nullable ReplyPort replies;
  private final Duration idle;
  private final Duration poll;

  ImapAdapter(EndpointConfig endpoint, AdapterContext context) {
    MailAccess configured = MailAccess.of(endpoint, "imap");
    if (configured == null || configured.user() == null) {
      throw new IllegalArgumentException(
          "config.imapHost, config.imapUser and secret.imapPassword are needed");
    }
    this.endpoint = endpoint;
    this.context = context;
    this.access = configured;
    this.intake = new MailIntake(endpoint);
    this.replies = MailReplies.of(endpoint, context);
    this.idle = seconds("idleSeconds", 120, 10, 1_500);
    this.poll = seconds("pollSeconds", 15, 1, 3_600);
  }

  private Duration seconds(String name, long otherwise, long least, long most) {
    long value = endpoint.number(name, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "config." + name + " is " + least + " to " + most + ", got " + value);
    }
    return Duration.ofSeconds(value);
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
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public Future<List<Remark>> examine() {
    Future<List<Remark>> incoming = MailAccess.examine(endpoint, "imap", context.network());
    Future<List<Remark>> outgoing = MailAccess.examine(endpoint, "smtp", context.network());
    return Future.all(incoming, outgoing)
        .map(v -> Stream.concat(incoming.result().stream(), outgoing.result().stream()).toList());
  }

  @Override
  public Holder holder() {
    return Holder.ONE_NODE;
  }

  @Override
  public Future<Session> open(EventSink sink) {
    String folder = endpoint.text("folder");
    String moveTo = endpoint.text("moveTo");
    String address = endpoint.text("address");
    return context
        .network()
        .blocking(
            () ->
                ImapFolder.open(
                    access, idle, folder == null ? "INBOX" : folder, moveTo, intake, address))
        .map(
            opened ->
                new ImapSession(opened, sink, context.network(), context.timers(), idle, poll)
                    .begin());
  }
}
