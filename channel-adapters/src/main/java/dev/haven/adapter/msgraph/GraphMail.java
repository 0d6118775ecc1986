package dev.haven.adapter.msgraph;

import dev.haven.adapter.support.MailIntake;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.Network;
import dev.haven.channel.ParseResult;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gets the mails that notifications only announce, as MIME, so that what they say, whose
 * conversation it is and what is automatic is found out as for any other mail. One that cannot be
 * got now stays as it was announced, with the whole mail as a file that is still to be brought.
 */
final class GraphMail {
  /** The file that is the announced mail itself. */
  static final String FILE = "message.eml";

  private static final String SEGMENT = "[A-Za-z0-9@._=~+%'()-]{1,600}";
  private static final Pattern RESOURCE =
      Pattern.compile(
          "(?i)users/" + SEGMENT + "(/mailFolders/" + SEGMENT + ")?/messages/" + SEGMENT);

  /** A mail larger than that is taken apart beside the event loop. */
  private static final int LARGE = 256 * 1024;

  private final GraphAccess access;
  private final Network network;
  private final MailIntake intake;
  private final @Nullable String mailbox;

  /**
   * @param mailbox the mailbox's own address; null when the configuration names none
   */
  GraphMail(
      GraphAccess access, EndpointConfig endpoint, Network network, @Nullable String mailbox) {
    this.access = access;
    this.network = network;
    this.intake = new MailIntake(endpoint);
    this.mailbox = mailbox != null && mailbox.indexOf('@') > 0 ? mailbox : null;
  }

  /** A mail of which only its name is known. */
  static InboundContact announced(String id, @Nullable String resource) {
    return InboundContact.draft(id, Channel.EMAIL)
        .attribute(InboundContact.FETCH, resource)
        .build();
  }

  /** Where the MIME of a mail is; null when the resource is none of a mail's. */
  @Nullable URI where(String resource) {
    return isMail(resource) ? URI.create(access.base() + path(resource)) : null;
  }

  private static boolean isMail(String resource) {
    return RESOURCE.matcher(resource).matches() && !resource.contains("..");
  }

  private static String path(String resource) {
    return "/v1.0/" + resource + "/$value";
  }

  /** What the mail says; the announcement with its file when it cannot be got now. Never fails. */
  Future<InboundEvent> got(InboundContact announced) {
    String resource = announced.attributes().get(InboundContact.FETCH);
    if (resource == null || !isMail(resource)) {
      return Future.succeededFuture(announced);
    }
    return access
        .get(path(resource))
        .compose(
            answer ->
                answer.body().length < LARGE
                    ? Future.succeededFuture(read(announced, resource, answer))
                    : network.blocking(() -> read(announced, resource, answer)))
        .otherwise(e -> later(announced));
  }

  private InboundEvent read(InboundContact announced, String resource, HttpAnswer answer) {
    InboundEvent event = answer.isSuccess() ? event(answer.body()) : null;
    return event == null
        ? later(announced)
        : event instanceof InboundContact contact
            ? contact.announcedAs(announced.externalId(), resource)
            : event;
  }

  /** As announced, with the mail as a file that is to be brought, where it says where that is. */
  static InboundContact later(InboundContact announced) {
    String resource = announced.attributes().get(InboundContact.FETCH);
    return resource == null || !isMail(resource)
        ? announced
        : announced.withAttachment(Attachment.ofMediaId(resource, "message/rfc822", FILE));
  }

  /** The one event of a mail; null when the bytes are none. */
  @Nullable InboundEvent event(byte[] mime) {
    ParseResult result =
        mailbox == null ? intake.read(mime, null, List.of()) : intake.readStored(mime, mailbox);
    return result.match(
        events -> events.events().isEmpty() ? null : events.events().get(0),
        handshake -> null,
        unreadable -> null);
  }
}
