package dev.haven.adapter.emailmime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class MailDialogueTest {
  private static final String HELLO = "LHLO mx.example.net\r\n";
  private static final String ENVELOPE =
      "MAIL FROM:<ana@example.net>\r\nRCPT TO:<help@example.org>\r\nRCPT TO:<ayuda@example.org>\r\n";

  private final Recorded peer = new Recorded();

  @Test
  void shouldAnswerEachRecipientOnlyOnceTheMailIsStored() {
    MailDialogue dialogue = lmtp(Map.of());

    say(dialogue, HELLO + ENVELOPE + "DATA\r\nSubject: a\r\n\r\nhelp\r\n.\r\nQUIT\r\n");

    assertThat(peer.said()).endsWith("354 End with a line of one dot\r\n");
    assertThat(peer.mails).hasSize(1);
    assertThat(peer.mails.get(0).sender()).isEqualTo("ana@example.net");
    assertThat(peer.mails.get(0).recipients())
        .containsExactly("help@example.org", "ayuda@example.org");
    assertThat(dialogue.busy()).isTrue();

    peer.clear();
    dialogue.stored();

    assertThat(peer.said()).isEqualTo("250 2.0.0 Stored\r\n250 2.0.0 Stored\r\n221 2.0.0 Bye\r\n");
    assertThat(peer.closed).isTrue();
  }

  @Test
  void shouldAnswer451ToEachRecipientWhenItIsNotStored() {
    MailDialogue dialogue = lmtp(Map.of());
    say(dialogue, HELLO + ENVELOPE + "DATA\r\nSubject: a\r\n\r\nhelp\r\n.\r\n");
    peer.clear();

    dialogue.notStored();

    assertThat(peer.said().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("451 "));
  }

  @Test
  void shouldAnswerOnceInSmtp() {
    MailDialogue dialogue = smtp(Map.of());
    say(dialogue, "EHLO mx\r\n" + ENVELOPE + "DATA\r\nSubject: a\r\n\r\nhelp\r\n.\r\n");
    peer.clear();

    dialogue.stored();

    assertThat(peer.said()).isEqualTo("250 2.0.0 Stored\r\n");
  }

  @Test
  void shouldReadTheSameHoweverTheBytesAreCut() {
    String all =
        HELLO + ENVELOPE + "DATA\r\nSubject: a\r\n\r\n..dot\r\n.x\r\na\nb\r\n.\r\nNOOP\r\n";
    for (int size = 1; size < 12; size++) {
      peer.clear();
      MailDialogue dialogue = lmtp(Map.of());
      byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
      for (int from = 0; from < bytes.length; from += size) {
        dialogue.take(
            java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
      }
      assertThat(content(0)).isEqualTo("Subject: a\r\n\r\n.dot\r\nx\r\na\nb\r\n");
      dialogue.stored();
      assertThat(peer.said()).endsWith("250 2.0.0 Stored\r\n250 2.0.0 Ok\r\n");
      peer.mails.clear();
    }
  }

  @Test
  void shouldNotTakeABareLineFeedForTheEndOfAMail() {
    MailDialogue dialogue = lmtp(Map.of());

    say(
        dialogue,
        HELLO
            + ENVELOPE
            + "DATA\r\nSubject: a\r\n\r\nx\n.\nMAIL FROM:<evil@x>\r\n\r\n.\n\r\n.\r\n");

    assertThat(peer.mails).hasSize(1);
    assertThat(content(0)).contains("MAIL FROM:<evil@x>");
  }

  @Test
  void shouldRefuseWhatIsTooLargeAndReadOn() {
    MailDialogue dialogue = lmtp(Map.of("maxMessageBytes", 65_536));
    say(dialogue, HELLO + "MAIL FROM:<a@b> SIZE=65537\r\n");
    assertThat(peer.said()).contains("552 5.3.4");

    say(dialogue, ENVELOPE + "DATA\r\n" + "x".repeat(70_000) + "\r\n.\r\n");

    assertThat(peer.mails).isEmpty();
    assertThat(peer.said().lines().filter(l -> l.startsWith("552 5.3.4"))).hasSize(3);
    say(dialogue, ENVELOPE + "DATA\r\nSubject: a\r\n\r\nsmall\r\n.\r\n");
    assertThat(peer.mails).hasSize(1);
  }

  @Test
  void shouldAskToTryAgainWhenTooMuchIsOnItsWay() {
    MailDialogue dialogue = new MailDialogue(rules("lmtp", Map.of()), new InFlight(10_000), peer);
    say(dialogue, HELLO + ENVELOPE + "DATA\r\n" + "x".repeat(30_000) + "\r\n.\r\n");

    assertThat(peer.mails).isEmpty();
    assertThat(peer.said().lines().filter(l -> l.startsWith("452 4.3.1"))).hasSize(2);
  }

  @Test
  void shouldKeepTheOrderOfCommands() {
    MailDialogue dialogue = lmtp(Map.of());
    say(dialogue, "MAIL FROM:<a@b>\r\nEHLO x\r\n" + HELLO + "RCPT TO:<a@b>\r\nDATA\r\nFOO\r\n");

    assertThat(peer.said().lines())
        .filteredOn(line -> !line.startsWith("250"))
        .containsExactly(
            "503 5.5.1 Say hello first",
            "500 5.5.1 This door speaks LMTP",
            "503 5.5.1 MAIL first",
            "503 5.5.1 RCPT first",
            "500 5.5.1 No such command");
  }

  @Test
  void shouldTakeMailForItsOwnMailboxesOnlyWhenTheyAreNamed() {
    MailDialogue dialogue = lmtp(Map.of("recipients", List.of("help@example.org", "@es.org")));
    say(
        dialogue,
        HELLO
            + "MAIL FROM:<>\r\nRCPT TO:<HELP+h-abc@example.org>\r\nRCPT TO:<x@es.org>\r\n"
            + "RCPT TO:<other@example.org>\r\n");

    assertThat(peer.said().lines().toList().subList(7, 10))
        .containsExactly("250 2.1.5 Ok", "250 2.1.5 Ok", "550 5.1.1 No such mailbox here");
  }

  @Test
  void shouldCloseAfterManyErrors() {
    MailDialogue dialogue = lmtp(Map.of());
    say(dialogue, "X\r\n".repeat(50));

    assertThat(peer.closed).isTrue();
    assertThat(peer.said()).endsWith("421 4.7.0 Too many errors\r\n");
  }

  @Test
  void shouldForgetEverythingThatCameBeforeTls() {
    MailDialogue dialogue = smtp(Map.of("certificateFile", "c.pem", "keyFile", "k.pem"));
    say(dialogue, "EHLO x\r\nMAIL FROM:<a@b>\r\nSTARTTLS\r\nMAIL FROM:<evil@b>\r\n");
    assertThat(peer.tls).isTrue();
    peer.clear();

    dialogue.secured();
    say(dialogue, "RCPT TO:<a@b>\r\nEHLO x\r\n");

    assertThat(peer.said()).startsWith("503 5.5.1 MAIL first").doesNotContain("STARTTLS");
  }

  @Test
  void shouldAnswerAnyBytesWithinBounds() {
    long seed = 20_260_401;
    System.out.println("MailDialogueTest seed " + seed);
    Random random = new Random(seed);
    String[] pieces = {
      HELLO,
      ENVELOPE,
      "DATA\r\n",
      "\r\n.\r\n",
      ".\r\n",
      "\r",
      "\n",
      "RSET\r\n",
      "MAIL FROM:<",
      ">",
      " SIZE=99999999999999999999",
      "RCPT TO:\"a\\",
      "\0\u00ff",
      "x".repeat(3_000)
    };
    for (int round = 0; round < 400; round++) {
      MailDialogue dialogue = lmtp(Map.of("maxMessageBytes", 65_536));
      for (int i = 0; i < 60; i++) {
        byte[] bytes = pieces[random.nextInt(pieces.length)].getBytes(StandardCharsets.UTF_8);
        for (int k = random.nextInt(4); k > 0 && bytes.length > 0; k--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        dialogue.take(bytes);
        if (dialogue.busy() && random.nextBoolean()) {
          dialogue.stored();
        }
      }
      dialogue.gone();
    }
    assertThat(peer.said().lines()).allMatch(line -> line.matches("[2-5][0-9]{2}[ -].*"));
  }

  private static void say(MailDialogue dialogue, String text) {
    dialogue.take(text.getBytes(StandardCharsets.UTF_8));
  }

  private String content(int mail) {
    return new String(peer.mails.get(mail).content(), StandardCharsets.UTF_8);
  }

  private MailDialogue lmtp(Map<String, Object> config) {
    return new MailDialogue(rules("lmtp", config), new InFlight(10_000_000), peer);
  }

  private MailDialogue smtp(Map<String, Object> config) {
    return new MailDialogue(rules("smtp", config), new InFlight(10_000_000), peer);
  }

  private static DoorRules rules(String protocol, Map<String, Object> config) {
    Map<String, Object> all = new HashMap<>(config);
    all.put("protocol", protocol);
    all.put("port", 2_424);
    return DoorRules.of(
        new EndpointConfig(
            new EndpointId("mail"),
            new WorkspaceId("main"),
            "email-mime",
            null,
            null,
            null,
            all,
            Map.of()));
  }

  private static final class Recorded implements MailDialogue.Peer {
    private final StringBuilder said = new StringBuilder();
    private final List<Envelope> mails = new ArrayList<>();
    private boolean closed;
    private boolean tls;

    String said() {
      return said.toString();
    }

    void clear() {
      said.setLength(0);
    }

    @Override
    public void say(String lines) {
      said.append(lines);
    }

    @Override
    public void store(Envelope mail) {
      mails.add(mail);
    }

    @Override
    public void startTls() {
      tls = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
