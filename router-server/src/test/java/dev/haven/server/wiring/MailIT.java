package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.support.DesktopClient;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's mail through a whole node to a desktop and back, with a real mail server. */
class MailIT {
  private static final int WAIT_MS = 15_000;

  @TempDir Path folder;

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
          });

  @BeforeEach
  void start() {
    server.start();
    server.setUser("help@example.org", "help", "pw");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void shouldCarryAConversationFromAMailboxToADesktopAndBack() throws Exception {
    HavenConfig config =
        config(
            "adapter: imap\n    config: {imapHost: 127.0.0.1, imapPort: "
                + server.getImap().getPort()
                + ", imapTls: none, imapUser: help, "
                + out()
                + "}\n    secret: {imapPassword: pw}");
    try (Node node = Node.start(config);
        DesktopClient desktop = new Callers(config, node).onDuty("nav-1")) {
      deliver(
          server.getSmtp().getPort(),
          "help@example.org",
          "From: maria@example.net\nTo: help@example.org\nSubject: Ayuda\nMessage-ID: <q1@x>\n\n"
              + "No puedo dormir.\n");

      String engagement = accept(desktop);
      answer(desktop, engagement, "Estamos aquí.");
      JsonNode said = desktop.await("engagement.message");
      JsonNode sent = desktop.await("engagement.delivery");
      assertThat(sent.at("/data/messageId")).isEqualTo(said.at("/data/message/id"));
      assertThat(sent.at("/data/status").asText()).isEqualTo("sent");

      MimeMessage answer = answered(1);
      assertThat(answer.getHeader("In-Reply-To")).containsExactly("<q1@x>");
      assertThat(answer.getSubject()).isEqualTo("Re: Ayuda");
      assertThat(answer.getContent().toString().strip()).isEqualTo("Estamos aquí.");

      deliver(
          server.getSmtp().getPort(),
          "help@example.org",
          "From: maria.at.work@example.net\nTo: help@example.org\nSubject: Re: Ayuda\n"
              + "Message-ID: <q2@x>\nIn-Reply-To: "
              + answer.getMessageID()
              + "\n\nGracias.\n");
      JsonNode joined = person(desktop);
      assertThat(joined.at("/data/engagementId").asText()).isEqualTo(engagement);
      assertThat(joined.at("/data/message/text").asText()).isEqualTo("Gracias.");

      answer(desktop, engagement, "De nada.");
      MimeMessage next = answered(2);
      assertThat(next.getHeader("In-Reply-To")).containsExactly("<q2@x>");
      assertThat(next.getAllRecipients()[0]).hasToString("maria.at.work@example.net");

      deliver(
          server.getSmtp().getPort(),
          "help@example.org",
          "From: MAILER-DAEMON@example.net\nTo: help@example.org\nMessage-ID: <dsn@x>\n"
              + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
              + "--b\nContent-Type: message/delivery-status\n\nAction: failed\n\n"
              + "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: "
              + next.getMessageID()
              + "\n--b--\n");
      JsonNode failed = desktop.await("engagement.delivery");
      while (!failed.at("/data/status").asText().equals("failed")) {
        failed = desktop.await("engagement.delivery");
      }
      assertThat(failed.at("/data/engagementId").asText()).isEqualTo(engagement);
    }
  }

  @Test
  void shouldJoinAnAnswerThatComesToThePlusAddressOnly() throws Exception {
    int port = freePort();
    HavenConfig config =
        config(
            "adapter: email-mime\n    config: {protocol: smtp, port: " + port + ", " + out() + "}");
    try (Node node = Node.start(config);
        DesktopClient desktop = new Callers(config, node).onDuty("nav-1")) {
      deliver(
          port,
          "help@example.org",
          "From: maria@example.net\n"
              + "To: help@example.org\n"
              + "Subject: a\n"
              + "Message-ID: <q1@x>\n\n"
              + "help\n");
      String engagement = accept(desktop);
      answer(desktop, engagement, "We are here.");
      String plus = ((InternetAddress) answered(1).getReplyTo()[0]).getAddress();
      assertThat(plus).startsWith("help+h-");

      deliver(port, plus, "From: other@example.net\nTo: x@y.example\nMessage-ID: <q2@x>\n\nback\n");

      JsonNode joined = person(desktop);
      assertThat(joined.at("/data/engagementId").asText()).isEqualTo(engagement);
      assertThat(joined.at("/data/message/text").asText()).isEqualTo("back");
      answer(desktop, engagement, "Good.");
      assertThat(server.waitForIncomingEmail(WAIT_MS, 2)).isTrue();
    }
  }

  private String out() {
    return "smtpHost: 127.0.0.1, smtpPort: " + server.getSmtp().getPort() + ", smtpTls: none";
  }

  private HavenConfig config(String endpoint) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("haven.yaml"),
            "mode: development\nhttp: {warmUp: 0s}\nendpoints:\n  - id: mail-main\n    "
                + endpoint
                + "\n");
    return ConfigFile.load(file).with(folder.resolve("data").toString(), 0, 0, null);
  }

  private static String accept(DesktopClient desktop) throws IOException {
    JsonNode offer = desktop.await("offer.created");
    assertThat(offer.at("/data/contact/channel").asText()).isEqualTo("email");
    String id = offer.at("/data/offerId").asText();
    desktop.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
    desktop.await("engagement.started");
    return id;
  }

  private static void answer(DesktopClient desktop, String engagement, String text)
      throws IOException {
    desktop.command(
        "engagement.message",
        "3",
        "{\"engagementId\":\"" + engagement + "\",\"text\":\"" + text + "\"}");
  }

  /** The next message of the person. */
  private static JsonNode person(DesktopClient desktop) throws IOException {
    JsonNode frame = desktop.await("engagement.message");
    while (!frame.at("/data/message/from").asText().equals("person")) {
      frame = desktop.await("engagement.message");
    }
    return frame;
  }

  private MimeMessage answered(int howMany) throws Exception {
    long end = System.nanoTime() + WAIT_MS * 1_000_000L;
    int all = howMany;
    while (server.getReceivedMessagesForDomain("example.net").length < howMany) {
      assertThat(System.nanoTime()).isLessThan(end);
      server.waitForIncomingEmail(1_000, ++all);
    }
    return server.getReceivedMessagesForDomain("example.net")[howMany - 1];
  }

  private static void deliver(int port, String to, String mail) throws Exception {
    Session session = Session.getInstance(new Properties());
    byte[] bytes = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(bytes));
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect("127.0.0.1", port, null, null);
      transport.sendMessage(message, InternetAddress.parse(to));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
