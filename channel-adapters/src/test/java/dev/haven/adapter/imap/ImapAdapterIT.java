package dev.haven.adapter.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.haven.adapter.support.Loop;
import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.StoringSink;
import dev.haven.channel.Remark;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import jakarta.mail.Flags;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mailbox on a real IMAP server. */
@NullUnmarked
class ImapAdapterIT {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
  private final Loop loop = new Loop();
  private final StoringSink sink = new StoringSink();
  private GreenMailUser user;

  @BeforeEach
  void start() {
    server.start();
    user = server.setUser("help@example.org", "help", "pw");
  }

  @AfterEach
  void stop() throws Exception {
    loop.close();
    server.stop();
  }

  @Test
  void shouldFindOutWhetherItCanSignIn() throws Exception {
    assertThat(loop.await(() -> adapter(Map.of(), "pw").examine()))
        .containsExactly(Remark.good("IMAP: signed in"));
    assertThat(loop.await(() -> adapter(Map.of(), "wrong").examine()))
        .containsExactly(Remark.wrong("IMAP: user or password are refused"));
    assertThat(
            loop.await(
                () ->
                    adapter(Map.of("smtpHost", "127.0.0.1", "smtpPort", 1, "smtpTls", "none"), "pw")
                        .examine()))
        .extracting(Remark::standing)
        .containsExactly(Remark.Standing.GOOD, Remark.Standing.WRONG);
  }

  @Test
  void shouldTakeWhatIsUnreadAndWhatArrivesWhileItIdles() throws Exception {
    // IDLE begins anew soon: this server may forget to tell of a mail that comes amid a command.
    deliver("<1@x>", "first");
    Session session = open(Map.of("idleSeconds", 10));
    assertThat(sink.contact().text()).isEqualTo("first");

    deliver("<2@x>", "second");
    assertThat(sink.contact().text()).isEqualTo("second");
    deliver("<3@x>", "third");
    assertThat(sink.contact().text()).isEqualTo("third");

    close(session);
    assertThat(unread()).isZero();
  }

  @Test
  void shouldLeaveUnreadWhatIsNotStoredAndTakeItInTheNextSession() throws Exception {
    deliver("<1@x>", "first");
    sink.away(true);
    Session session = open(Map.of());
    loop.await(() -> session.ended().otherwiseEmpty());
    assertThat(unread()).isEqualTo(1);

    sink.away(false);
    Session next = open(Map.of());

    assertThat(sink.contact().externalId()).isEqualTo("<1@x>");
    close(next);
    assertThat(sink.rest()).isEmpty();
    close(open(Map.of()));
    assertThat(sink.rest()).isEmpty();
  }

  @Test
  void shouldMoveWhatItTookWhenThereIsAFolderForIt() throws Exception {
    deliver("<1@x>", "first");
    Session session = open(Map.of("moveTo", "Taken"));
    assertThat(sink.contact().text()).isEqualTo("first");

    close(session);

    assertThat(server.getManagers().getImapHostManager().getInbox(user).getMessageCount()).isZero();
    assertThat(server.getManagers().getImapHostManager().getFolder(user, "Taken").getMessageCount())
        .isEqualTo(1);
  }

  @Test
  void shouldBeginIdleAnewWhenNothingComes() throws Exception {
    Session session = open(Map.of("idleSeconds", 10));
    deliver("<1@x>", "first");
    assertThat(sink.contact().text()).isEqualTo("first");
    close(session);
    assertThat(loop.await(() -> session.ended().map("over"))).isEqualTo("over");
  }

  @Test
  void shouldEndWhenTheServerGoesAway() throws Exception {
    Session session = open(Map.of());
    server.stop();

    assertThat(
            loop.await(
                () ->
                    session
                        .ended()
                        .map("")
                        .recover(e -> io.vertx.core.Future.succeededFuture(e.getMessage()))))
        .startsWith("the mailbox: ");
  }

  private long unread() throws Exception {
    long unread = 0;
    for (var message : server.getManagers().getImapHostManager().getInbox(user).getMessages()) {
      unread += message.getFlags().contains(Flags.Flag.SEEN) ? 0 : 1;
    }
    return unread;
  }

  private void deliver(String id, String text) throws Exception {
    String mail =
        "From: ana@example.net\r\nTo: help@example.org\r\nSubject: s\r\nMessage-ID: "
            + id
            + "\r\n\r\n"
            + text
            + "\r\n";
    user.deliver(
        new MimeMessage(
            GreenMailUtil.getSession(server.getImap().getServerSetup()),
            new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
  }

  private Session open(Map<String, Object> more) throws Exception {
    SessionAdapter adapter = adapter(more, "pw");
    return loop.await(() -> adapter.open(sink));
  }

  private SessionAdapter adapter(Map<String, Object> more, String password) {
    Map<String, Object> config =
        new HashMap<>(
            Map.of(
                "imapHost", "127.0.0.1",
                "imapPort", server.getImap().getPort(),
                "imapTls", "none",
                "imapUser", "help"));
    config.putAll(more);
    return (SessionAdapter)
        new ImapFactory()
            .create(
                Requests.endpoint("imap", config, Map.of("imapPassword", password)),
                loop.adapterContext());
  }

  private void close(Session session) throws Exception {
    loop.await(session::close);
  }
}
