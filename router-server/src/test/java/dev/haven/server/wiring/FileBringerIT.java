package dev.haven.server.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.TinkSealer;
import dev.haven.flow.Outside.FileOrder;
import dev.haven.server.support.FakeContacts;
import dev.haven.server.support.FakeContacts.Read;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages that were only announced, and of their files, on a real disk. */
class FileBringerIT {
  private static final WorkspaceId MAIN = new WorkspaceId("main");
  private static final ContactId CONTACT = new ContactId("c1");
  private static final Map<String, String> WAY_BACK = Map.of("to", "ana@example.net");
  private static final Attachment ANNOUNCED =
      Attachment.ofMediaId("users/u/messages/m", "message/rfc822", "message.eml");
  private static final Attachment LETTER =
      Attachment.ofContent("I cannot go on".getBytes(UTF_8), "text/plain", "letter.txt");

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final FakeContacts contacts = new FakeContacts();
  private SealedFiles files;
  private FileBringer bringer;
  private InboundContact message = InboundContact.draft("m", Channel.EMAIL).build();

  private final ChannelAdapter mailbox =
      new ChannelAdapter() {
        @Override
        public EndpointConfig endpoint() {
          return new EndpointConfig(
              new EndpointId("mails"), MAIN, "any", null, null, null, Map.of(), Map.of());
        }

        @Override
        public Set<Channel> channels() {
          return Set.of(Channel.EMAIL);
        }

        @Override
        public boolean isAnnounced(String fileName) {
          return fileName.equals("message.eml");
        }

        @Override
        public InboundContact announced(byte[] content) {
          return message;
        }
      };

  @BeforeEach
  void open() {
    files =
        new SealedFiles(
            vertx,
            folder,
            TinkSealer.of(TinkSealer.newKeyset()),
            RouterClock.system(),
            DocumentReader.PLAIN::reads);
    bringer =
        new FileBringer(
            files,
            new MediaFetcher(vertx),
            DocumentReader.PLAIN,
            Map.of("mails", mailbox),
            () -> contacts);
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static InboundContactDraft mail() {
    return InboundContact.draft("m", Channel.EMAIL).reply(new ReplyHandle(WAY_BACK)).text("");
  }

  private String bring(String n) throws Exception {
    return await(bringer.bring(new FileOrder(MAIN, CONTACT, Channel.EMAIL, "endpoint:mails", n)));
  }

  /** The announced mail is here now; answers what names it. */
  private String fetched() throws Exception {
    String n = await(files.keep(MAIN, CONTACT, "m", List.of(ANNOUNCED), true)).get(0);
    await(files.fetched(MAIN, CONTACT, await(files.entry(MAIN, CONTACT, n)), new byte[] {1}));
    return n;
  }

  @Test
  void shouldReadTheFilesOfALateMailWithoutWordsBeforeItCountsAsRead() throws Exception {
    message = mail().subject("Hello").attachment(LETTER).build();

    assertThat(bring(fetched())).isEqualTo("read");

    assertThat(contacts.reads).containsExactly(new Read("Hello", WAY_BACK, false));
    assertThat(contacts.requestedFiles).hasSize(1);
    assertThat(bring(contacts.requestedFiles.get(0))).isEqualTo("read");
    assertThat(contacts.reads).last().isEqualTo(new Read("I cannot go on", null, true));
  }

  @Test
  void shouldKeepTheWayBackOfALateMailThatSaysNothing() throws Exception {
    message = mail().build();

    assertThat(bring(fetched())).isEqualTo("read");

    assertThat(contacts.reads).containsExactly(new Read("", WAY_BACK, false));
    assertThat(contacts.requestedFiles).isEmpty();
  }

  @Test
  void shouldNotReadTheFilesBesideTheWordsOfALateMail() throws Exception {
    message = mail().text("see the letter").attachment(LETTER).build();

    bring(fetched());

    assertThat(contacts.reads).containsExactly(new Read("see the letter", WAY_BACK, true));
    assertThat(contacts.requestedFiles).isEmpty();
  }

  @Test
  void shouldAskForTheFilesAgainWhenTheLastTryEndedBeforeThat() throws Exception {
    message = mail().attachment(LETTER).build();
    String n = fetched();
    bring(n);
    contacts.requestedFiles.clear();

    bring(n);

    assertThat(contacts.reads).as("joined once").hasSize(1);
    assertThat(contacts.requestedFiles).hasSize(1);
  }

  @Test
  void shouldNotTakeAPersonsFileForTheAnnouncedMail() throws Exception {
    Attachment forwarded =
        Attachment.ofContent("forwarded".getBytes(UTF_8), "message/rfc822", "message.eml");
    String n = await(files.keep(MAIN, CONTACT, "m", List.of(forwarded), true)).get(0);
    message = mail().text("of somebody else").build();

    bring(n);

    assertThat(contacts.reads).containsExactly(new Read("forwarded", null, true));
  }
}
