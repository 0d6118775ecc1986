package dev.haven.adapter.support;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.Network;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.InstantSource;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Answers by SMTP, in the thread of the person's last mail. The same command is the same mail: its
 * {@code Message-ID} is made of it. Each answer is its own connection, on a thread of the host's.
 */
public final class MailReplies implements ReplyPort {
  private static final int TIMEOUT_MS = 30_000;

  private final MailAccess access;
  private final @Nullable InternetAddress centre;
  private final @Nullable String centreName;
  private final boolean plusAddress;
  private final Network network;
  private final InstantSource clock;

  private MailReplies(
      MailAccess access,
      @Nullable InternetAddress centre,
      @Nullable String centreName,
      boolean plusAddress,
      AdapterContext context) {
    this.access = access;
    this.centre = centre;
    this.centreName = centreName;
    this.plusAddress = plusAddress;
    this.network = context.network();
    this.clock = context.clock();
  }

  /**
   * The way back that an endpoint configures; null when it names no {@code smtpHost}.
   *
   * @throws IllegalArgumentException naming the setting that is wrong, and what would be right
   */
  public static @Nullable ReplyPort of(EndpointConfig endpoint, AdapterContext context) {
    MailAccess access = MailAccess.of(endpoint, "smtp");
    if (access == null) {
      return null;
    }
    String from = endpoint.text("mailFrom");
    InternetAddress centre = from == null ? null : address(from);
    if (from != null && centre == null) {
      throw new IllegalArgumentException(
          "config.mailFrom is a mail address, such as help@example.org");
    }
    return new MailReplies(
        access,
        centre,
        endpoint.text("mailFromName"),
        endpoint.flag("plusAddress", !endpoint.adapter().equals("imap")),
        context);
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    InternetAddress person = address(to.values().get("to"));
    InternetAddress from = centre == null ? address(to.values().get("from")) : centre;
    if (person == null) {
      return Future.succeededFuture(SendReceipt.refused("no_recipient"));
    }
    if (from == null) {
      return Future.succeededFuture(SendReceipt.refused("no_sender"));
    }
    return network.blocking(() -> deliver(letter(person, from, to, message, commandId), person));
  }

  private Letter letter(
      InternetAddress person,
      InternetAddress from,
      ReplyHandle to,
      OutboundMessage message,
      String commandId) {
    String subject = to.values().get("subject");
    String thread = message.contact();
    String answers =
        plusAddress && thread != null ? MailThread.answerAddress(from.getAddress(), thread) : null;
    return new Letter(
        person,
        from,
        centreName,
        answers,
        MailThread.messageId(
            thread, commandId, from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1)),
        to.values().get("inReplyTo"),
        to.values().get("references"),
        subject == null ? message.subject() : subject,
        message.text(),
        message.automatic(),
        clock.instant());
  }

  private SendReceipt deliver(Letter letter, InternetAddress person) throws MessagingException {
    Properties settings = access.properties(TIMEOUT_MS);
    if (letter.needsUnicode()) {
      settings.setProperty("mail.mime.allowutf8", "true");
    }
    Session session = Session.getInstance(settings);
    SMTPMessage mail = letter.write(session);
    try (Transport transport = session.getTransport(access.scheme())) {
      transport.connect(access.host(), access.port(), access.user(), access.password());
      transport.sendMessage(mail, new InternetAddress[] {person});
      return SendReceipt.taken(letter.messageId());
    } catch (SendFailedException e) {
      int code = code(e);
      if (code >= 500 && code < 600) {
        return SendReceipt.refused("smtp_" + code);
      }
      throw new Unsent(code);
    } catch (MessagingException e) {
      // Whatever it says may hold an address.
      throw new Unsent(0);
    }
  }

  /** The server's answer, of whatever is wrapped. */
  private static int code(MessagingException failure) {
    for (Exception e = failure; e != null; ) {
      if (e instanceof SMTPAddressFailedException one) {
        return one.getReturnCode();
      }
      if (e instanceof SMTPSenderFailedException one) {
        return one.getReturnCode();
      }
      if (e instanceof SMTPSendFailedException one && one.getNextException() == null) {
        return one.getReturnCode();
      }
      e = e instanceof MessagingException wrapped ? wrapped.getNextException() : null;
    }
    return 0;
  }

  private static @Nullable InternetAddress address(@Nullable String text) {
    if (text == null || text.chars().anyMatch(Character::isISOControl)) {
      return null;
    }
    try {
      InternetAddress address = new InternetAddress(text.strip());
      address.validate();
      return address.getAddress().indexOf('@') < 1 ? null : address;
    } catch (AddressException e) {
      return null;
    }
  }

  /** The server could not take it now, or it is not known whether it did; it may be sent again. */
  public static final class Unsent extends RuntimeException {
    Unsent(int code) {
      super(code == 0 ? "the mail server did not take it" : "the mail server answered " + code);
    }
  }
}
