package dev.haven.adapter.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.haven.channel.DeliveryStatus;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ParseResult;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers by mail, against a mail server. */
@NullUnmarked
class MailRepliesIT {
  private static final String CONTACT = "c0ntact0000000000001";

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final Loop loop = new Loop();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    loop.close();
  }

  @Test
  void shouldAnswerInTheThreadOfThePersonsLastMail() throws Exception {
    InboundContact question =
        read(
            """
            From: =?UTF-8?Q?Mar=C3=ADa?= <maria@example.net>
            To: help@example.org
            Subject: =?UTF-8?B?wr9BeXVkYT8g8J+Zjw==?=
            Message-ID: <q2@example.net>
            References: <q1@example.net> <haven..x@example.org>

            No puedo dormir.
            """);

    SendReceipt receipt = send(question.reply(), "¿Cómo está?\nEstamos aquí. 🙏", "m123");

    MimeMessage mail = received();
    assertThat(mail.getHeader("In-Reply-To")).containsExactly("<q2@example.net>");
    assertThat(mail.getHeader("References", " ").split("\\s+"))
        .containsExactly("<q1@example.net>", "<haven..x@example.org>", "<q2@example.net>");
    assertThat(mail.getSubject()).isEqualTo("Re: ¿Ayuda? 🙏");
    assertThat(mail.getFrom()[0].toString()).contains("help@example.org");
    assertThat(mail.getReplyTo()[0].toString()).contains("help+h-" + CONTACT + "@example.org");
    assertThat(mail.getAllRecipients()[0]).hasToString("maria@example.net");
    assertThat(mail.getContent().toString().strip()).isEqualTo("¿Cómo está?\r\nEstamos aquí. 🙏");
    assertThat(mail.getHeader("Auto-Submitted")).isNull();
    assertThat(mail.getMessageID())
        .isEqualTo("<haven." + CONTACT + ".m123@example.org>")
        .isEqualTo(receipt.externalId());
  }

  @Test
  void shouldSayOfAnAutomaticAnswerThatItIsOne() throws Exception {
    send(handle(Map.of()), new OutboundMessage("you are not alone", null, CONTACT, true), "f1");

    assertThat(received().getHeader("Auto-Submitted")).containsExactly("auto-replied");
  }

  @Test
  void shouldAnswerAPersonOfAListAloneThatWantsAnswersForItself() {
    InboundContact question =
        read(
            """
            From: Ann <ann@example.net>
            To: help@example.org
            Reply-To: help@example.org
            Precedence: list
            List-Post: <mailto:help@example.org>
            Message-ID: <q3@example.net>

            I need help
            """);

    assertThat(question.reply()).isNotNull();
    assertThat(question.reply().values()).containsEntry("to", "ann@example.net");
  }

  @Test
  void shouldSendTheSameMailForTheSameCommand() throws Exception {
    ReplyHandle handle = handle(Map.of());

    send(handle, "once", "m7");
    send(handle, "once", "m7");

    assertThat(server.waitForIncomingEmail(5_000, 2)).isTrue();
    MimeMessage[] mails = server.getReceivedMessages();
    assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID());
  }

  @Test
  void shouldKnowTheAnswersAnswerByAddressOrByReference() throws Exception {
    send(handle(Map.of()), "hello", "m8");
    MimeMessage answer = received();
    String plus = ((jakarta.mail.internet.InternetAddress) answer.getReplyTo()[0]).getAddress();

    InboundContact byAddress =
        read("From: other@example.net\nTo: " + plus + "\nMessage-ID: <a@b>\n\nback\n");
    InboundContact byReference =
        read(
            "From: other@example.net\nTo: help@example.org\nMessage-ID: <c@b>\nIn-Reply-To: "
                + answer.getMessageID()
                + "\n\nback\n");

    assertThat(byAddress.attributes()).containsEntry("contactId", CONTACT);
    assertThat(byReference.attributes()).containsEntry("contactId", CONTACT);
    assertThat(
            new MailIntake(endpoint(Map.of())).read(bytes(answer), "help@example.org", List.of()))
        .isEqualTo(ParseResult.of(InboundSystem.of("own_mail", answer.getMessageID())));
  }

  @Test
  void shouldKnowWhichAnswerAMailServerGivesBack() throws Exception {
    SendReceipt sent = send(handle(Map.of()), "hello", "m12");
    String report =
        "From: MAILER-DAEMON@example.net\nTo: help@example.org\nMessage-ID: <dsn@x>\n"
            + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
            + "--b\n\nIt did not work.\n--b\nContent-Type: message/delivery-status\n\n"
            + "Reporting-MTA: dns; mx.example.net\n\n"
            + "Final-Recipient: rfc822; maria@example.net\nAction: %s\nStatus: 5.1.1\n"
            + "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: "
            + sent.externalId()
            + "\n--b--\n";

    InboundStatus failed = (InboundStatus) event(report.formatted("failed"));
    assertThat(failed.externalId()).isEqualTo(sent.externalId());
    assertThat(failed.delivery()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(event(report.formatted("delayed"))).isInstanceOf(InboundSystem.class);
    assertThat(event(report.formatted("failed").replace("haven.", "other.")))
        .isInstanceOf(InboundSystem.class);
  }

  @Test
  void shouldNeverMakeHeaderLinesOfWords() throws Exception {
    ReplyHandle handle =
        handle(
            Map.of(
                "subject", "hi\r\nBcc: evil@example.net\u2028X: y",
                "inReplyTo", "<a@b>\r\nBcc: evil@example.net",
                "references", "<a@b>\r\nBcc: evil@example.net"));

    send(handle, ".\r\nBcc: evil@example.net\r\n.\r\nQUIT", "m\r\nBcc: evil");

    MimeMessage mail = received();
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getHeader("X")).isNull();
    assertThat(mail.getHeader("In-Reply-To")).isNull();
    assertThat(mail.getSubject()).isEqualTo("Re: hi  Bcc: evil@example.net X: y");
    assertThat(mail.getContent().toString()).startsWith(".\r\nBcc: evil@example.net\r\n.\r\nQUIT");
    assertThat(send(handle(Map.of("to", "a@b\r\nBcc: c@d")), "x", "m9").refusal())
        .isEqualTo("no_recipient");
  }

  @Test
  void shouldSayThatItMayBeTriedAgainWhenTheServerIsAway() {
    server.stop();

    assertThatThrownBy(() -> send(handle(Map.of()), "hello", "m10"))
        .hasRootCauseMessage("the mail server did not take it");
  }

  @Test
  void shouldKeepTheSubjectsOneAnswerMark() {
    assertThat(Letter.answering("Re: a")).isEqualTo("Re: a");
    assertThat(Letter.answering("RE:a")).isEqualTo("RE:a");
    assertThat(Letter.answering("Reading")).isEqualTo("Re: Reading");
    assertThat(Letter.answering(null)).isEqualTo("Re:");
    assertThat(Letter.answering("🙏".repeat(500))).hasSize(4 + 400);
  }

  private MimeMessage received() {
    assertThat(server.waitForIncomingEmail(5_000, 1)).isTrue();
    return server.getReceivedMessages()[0];
  }

  private static byte[] bytes(MimeMessage mail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    mail.writeTo(out);
    return out.toByteArray();
  }

  private SendReceipt send(ReplyHandle to, String text, String command) throws Exception {
    return send(to, new OutboundMessage(text, null, CONTACT, false), command);
  }

  private SendReceipt send(ReplyHandle to, OutboundMessage message, String command)
      throws Exception {
    ReplyPort port = MailReplies.of(endpoint(Map.of()), loop.adapterContext());
    return loop.await(() -> port.send(to, message, command));
  }

  private static ReplyHandle handle(Map<String, String> more) {
    Map<String, String> values =
        new HashMap<>(Map.of("to", "maria@example.net", "from", "help@example.org"));
    values.putAll(more);
    return new ReplyHandle(values);
  }

  private static InboundContact read(String mail) {
    return (InboundContact) event(mail);
  }

  private static InboundEvent event(String mail) {
    ParseResult result =
        new MailIntake(Requests.endpoint("email-mime", Map.of(), Map.of()))
            .read(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), "a@b", List.of());
    return ((ParseResult.Events) result).events().get(0);
  }

  private EndpointConfig endpoint(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("smtpHost", "127.0.0.1");
    config.put("smtpPort", Math.max(1, server.getSmtp() == null ? 1 : server.getSmtp().getPort()));
    config.put("smtpTls", "none");
    return Requests.endpoint("email-mime", config, Map.of());
  }
}
