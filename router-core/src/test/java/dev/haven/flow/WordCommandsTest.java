package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.KeyedDigest;
import dev.haven.contact.Sealer;
import dev.haven.time.IdSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** In which order a person gets what a navigator writes. */
@NullUnmarked
class WordCommandsTest {
  private static final WorkspaceId MAIN = new WorkspaceId("main");
  private static final int FACTS = 31;

  private final Map<String, Promise<SendReceipt>> posted = new LinkedHashMap<>();
  private final Words words =
      new Words(
          new Sealer() {
            @Override
            public byte[] seal(byte[] plain, String place) {
              return plain;
            }

            @Override
            public byte[] open(byte[] sealed, String place) {
              return sealed;
            }
          });
  private final WordCommands commands =
      new WordCommands(
          (workspace, source) -> Optional.of(adapter()),
          words,
          Outside.NONE,
          new Identity(new KeyedDigest(new byte[32]), IdSource.secure()));

  @Test
  void shouldPostOneMessageOfAContactAfterTheOther() {
    Future<CommandEnd> first = send("c1", "m1");
    Future<CommandEnd> second = send("c1", "m2");
    send("c2", "m3");
    assertThat(posted).as("contacts do not wait for each other").containsOnlyKeys("m1", "m3");

    posted.get("m1").complete(SendReceipt.taken("r1"));
    assertThat(first.result().outcome()).isEqualTo("sent");
    assertThat(posted).containsKey("m2");
    posted.get("m2").complete(SendReceipt.taken("r2"));

    assertThat(second.result().outcome()).isEqualTo("sent");
  }

  @Test
  void shouldPostNoneAfterOneThatFailedUntilTheStoreTellsWhoseTurnItIs() {
    Future<CommandEnd> first = send("c1", "m1");
    Future<CommandEnd> second = send("c1", "m2");
    Future<CommandEnd> third = send("c1", "m3");

    posted.get("m1").fail("503");

    assertThat(first.failed()).isTrue();
    assertThat(second.result()).isSameAs(CommandEnd.BEHIND);
    assertThat(third.result()).isSameAs(CommandEnd.BEHIND);
    assertThat(send("c1", "m4").result()).as("not heard yet").isSameAs(CommandEnd.BEHIND);
    commands.heard(MAIN, "c1");

    List<String> held = List.of("m1", "m2", "m3", "m4");
    assertThat(send("c1", "m2", held).result()).isSameAs(CommandEnd.BEHIND);
    assertThat(send("c1", "m5", held).result()).isSameAs(CommandEnd.BEHIND);
    assertThat(posted).containsOnlyKeys("m1");
    Future<CommandEnd> again = send("c1", "m1", held);
    posted.get("m1").complete(SendReceipt.taken("r1"));
    assertThat(again.result().outcome()).isEqualTo("sent");
    send("c1", "m2", List.of("m2", "m3", "m4"));
    assertThat(posted).containsOnlyKeys("m1", "m2");
  }

  @Test
  void shouldNotHoldUpAMessageBehindOneThatWasRefused() {
    send("c1", "m1");
    Future<CommandEnd> second = send("c1", "m2");

    posted.get("m1").complete(SendReceipt.refused("21610"));
    posted.get("m2").complete(SendReceipt.taken("r2"));

    assertThat(second.result().outcome()).isEqualTo("sent");
  }

  private Future<CommandEnd> send(String contact, String command) {
    return send(contact, command, List.of());
  }

  private Future<CommandEnd> send(String contact, String command, List<String> held) {
    DesktopFrame.Line line =
        new DesktopFrame.Line("navigator", "words", Instant.EPOCH, command, null);
    return commands.send(MAIN, command, words.sealLine(MAIN, contact, line), record(contact, held));
  }

  private static ContactReader.Record record(String contact, List<String> held) {
    List<String> fields = new ArrayList<>(Collections.nCopies(FACTS, ""));
    fields.set(0, contact);
    fields.set(1, "engaged");
    fields.set(2, "0");
    fields.set(5, "4");
    fields.set(8, "inbound");
    fields.set(10, "0");
    fields.set(11, "0");
    return new ContactReader.Record(
        Facts.of(fields), Dossier.ERASED, List.of(), List.of(), 0, "", Map.of("to", "x"), held);
  }

  /** Whose platform takes its time. */
  private ChannelAdapter adapter() {
    ReplyPort port =
        (to, message, command) -> {
          Promise<SendReceipt> promise = Promise.promise();
          posted.put(command, promise);
          return promise.future();
        };
    return (ChannelAdapter)
        Proxy.newProxyInstance(
            ChannelAdapter.class.getClassLoader(),
            new Class<?>[] {ChannelAdapter.class},
            (proxy, method, arguments) -> method.getName().equals("replies") ? port : null);
  }
}
