package dev.haven.adapter.emailmime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Loop;
import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.StoringSink;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail server hands mail over. */
@NullUnmarked
class MailDoorIT {
  private final Loop loop = new Loop();
  private final StoringSink sink = new StoringSink();
  private int port;

  @AfterEach
  void stop() throws Exception {
    loop.close();
  }

  @Test
  void shouldTakeMailOfAnOrdinarySmtpClient() throws Exception {
    Session door = open(Map.of("protocol", "smtp"));
    jakarta.mail.Session client = jakarta.mail.Session.getInstance(new Properties());
    MimeMessage mail = new MimeMessage(client);
    mail.setFrom("ana@example.net");
    mail.setSubject("¿Hay alguien?", "UTF-8");
    mail.setText("Necesito ayuda\n.\nsí", "UTF-8");

    try (Transport transport = client.getTransport("smtp")) {
      transport.connect("127.0.0.1", port, null, null);
      transport.sendMessage(mail, InternetAddress.parse("help@example.org"));
    }

    InboundContact contact = sink.contact();
    assertThat(contact.channel()).isEqualTo(Channel.EMAIL);
    assertThat(contact.from().value()).isEqualTo("ana@example.net");
    assertThat(contact.subject()).isEqualTo("¿Hay alguien?");
    assertThat(contact.text()).isEqualTo("Necesito ayuda\r\n.\r\nsí");
    assertThat(contact.reply().value("from")).isEqualTo("help@example.org");
    loop.await(door::close);
  }

  @Test
  void shouldAnswer451WhileTheStoreIsAwayAnd250WhenItIsBack() throws Exception {
    open(Map.of());
    sink.away(true);
    try (Peer peer = new Peer(port)) {
      peer.say("LHLO mx", "MAIL FROM:<a@b.example>", "RCPT TO:<help@example.org>", "DATA");
      assertThat(peer.until("354")).startsWith("354");
      peer.say("From: a@b.example", "", "hello", ".");
      assertThat(peer.line()).startsWith("451");

      sink.away(false);
      peer.say("MAIL FROM:<a@b.example>", "RCPT TO:<help@example.org>", "DATA");
      peer.until("354");
      peer.say("From: a@b.example", "", "hello", ".");
      assertThat(peer.line()).startsWith("250 2.0.0");
    }
    assertThat(sink.contact().text()).isEqualTo("hello");
  }

  @Test
  void shouldTakeBouncesAndUnreadableMailWithout451() throws Exception {
    open(Map.of());
    try (Peer peer = new Peer(port)) {
      peer.say("LHLO mx", "MAIL FROM:<>", "RCPT TO:<help@example.org>", "DATA");
      peer.until("354");
      peer.say("From: daemon@b.example", "", "bounced", ".");
      assertThat(peer.line()).startsWith("250 2.0.0");
      peer.say("MAIL FROM:<a@b.example>", "RCPT TO:<help@example.org>", "DATA");
      peer.until("354");
      peer.say("", "no header at all", ".");
      assertThat(peer.line()).startsWith("250 2.0.0");
    }
    assertThat(((ParseResult.Events) sink.next()).events()).hasSize(1);
    assertThat(sink.next()).isInstanceOf(ParseResult.Unreadable.class);
  }

  @Test
  void shouldMakeAFaxOfMailToAFaxAddress() throws Exception {
    open(Map.of("faxRecipientPattern", "^fax@"));
    try (Peer peer = new Peer(port)) {
      peer.say("LHLO mx", "MAIL FROM:<x@vendor.example>", "RCPT TO:<fax@example.org>", "DATA");
      peer.until("354");
      peer.say(
          "From: FAX=+15551230009@vendor.example",
          "Content-Type: application/pdf; name=fax.pdf",
          "Content-Transfer-Encoding: base64",
          "",
          "JVBERi0=",
          ".");
      assertThat(peer.line()).startsWith("250 2.0.0");
    }
    InboundContact fax = sink.contact();
    assertThat(fax.channel()).isEqualTo(Channel.FAX);
    assertThat(fax.from().value()).isEqualTo("+15551230009");
    assertThat(fax.attachments()).hasSize(1);
    assertThat(fax.reply()).isNull();
  }

  @Test
  void shouldRefuseWhoMayNotConnectAndWhoIsTooMany() throws Exception {
    Session door = open(Map.of("allowFrom", "192.0.2.1"));
    try (Peer peer = new Peer(port)) {
      assertThat(peer.line()).startsWith("554");
    }
    loop.await(door::close);

    open(Map.of("maxConnections", 1));
    try (Peer one = new Peer(port)) {
      assertThat(one.line()).startsWith("220");
      try (Peer two = new Peer(port)) {
        assertThat(two.line()).startsWith("421");
      }
    }
  }

  @Test
  void shouldTurnToTlsWhenItHasACertificate(@TempDir Path folder) throws Exception {
    certificate(folder);
    open(
        Map.of(
            "protocol", "smtp",
            "certificateFile", folder.resolve("cert.pem").toString(),
            "keyFile", folder.resolve("key.pem").toString()));
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.starttls.enable", "true");
    settings.setProperty("mail.smtp.starttls.required", "true");
    settings.setProperty("mail.smtp.ssl.trust", "*");
    settings.setProperty("mail.smtp.timeout", "10000");
    jakarta.mail.Session client = jakarta.mail.Session.getInstance(settings);
    MimeMessage mail = new MimeMessage(client);
    mail.setFrom("ana@example.net");
    mail.setText("over TLS");

    try (Transport transport = client.getTransport("smtp")) {
      transport.connect("127.0.0.1", port, null, null);
      transport.sendMessage(mail, InternetAddress.parse("help@example.org"));
    }

    assertThat(sink.contact().text().strip()).isEqualTo("over TLS");
  }

  /** A certificate of our own, made by the JDK's program. */
  private static void certificate(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mx",
                "-keyalg",
                "EC",
                "-dname",
                "CN=mx.example.org",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    made.getInputStream().readAllBytes();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("mx").getEncoded());
    pem(
        folder.resolve("key.pem"),
        "PRIVATE KEY",
        keys.getKey("mx", "changeit".toCharArray()).getEncoded());
  }

  private static void pem(Path file, String what, byte[] der) throws Exception {
    Files.writeString(
        file,
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + what
            + "-----\n");
  }

  private Session open(Map<String, Object> more) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Map<String, Object> config = new HashMap<>(more);
    config.put("port", port);
    SessionAdapter adapter =
        (SessionAdapter)
            new EmailMimeFactory()
                .create(Requests.endpoint("email-mime", config, Map.of()), loop.adapterContext());
    return loop.await(() -> adapter.open(sink));
  }

  /** The other side, line by line. */
  private static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;

    Peer(int port) throws Exception {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(10_000);
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void say(String... lines) throws Exception {
      socket
          .getOutputStream()
          .write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    String line() throws Exception {
      return String.valueOf(reader.readLine());
    }

    String until(String code) throws Exception {
      String line = line();
      while (!line.startsWith(code)) {
        assertThat(line).startsWith("2");
        line = line();
      }
      return line;
    }

    @Override
    public void close() throws Exception {
      socket.close();
    }
  }
}
