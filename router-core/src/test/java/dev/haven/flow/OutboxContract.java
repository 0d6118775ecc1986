package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out, messages of navigators and files to be brought: each once, and how far it is. */
public abstract class OutboxContract extends TransitionsContract {
  /** After how long a message behind another looks by itself whether it is its turn. */
  private static final long TURN_MS = 300_000;

  @Test
  void shouldTellHowFarAMessageIsAndOnlyForward() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.SMS);
    world.accept("ana", "c1.1");
    assertThat(send("m1").status()).isEqualTo("DONE");

    assertThat(over("m1", null, "sent", "r1").status()).isEqualTo("DONE");
    assertThat(over("m1", null, "sent", "r1").status()).isEqualTo("MISSING");
    Outcome delivered = told("", "r1", "delivered");
    assertThat(delivered.status()).isEqualTo("DONE");
    assertThat(told("", "r1", "delivered").status()).isEqualTo("SAME");
    assertThat(told("m1", "", "sent").status()).isEqualTo("SAME");
    assertThat(told("m1", "", "failed").status()).isEqualTo("SAME");
    assertThat(told("m1", "", "read").status()).isEqualTo("DONE");
    assertThat(told("m2", "r2", "read").status()).isEqualTo("MISSING");
    assertThat(told("foreign", "r1", "read").status()).isEqualTo("SAME");

    send("m3");
    assertThat(over("m3", 2_000L, "failed", "").status()).isEqualTo("DONE");
    assertThat(over("m3", null, "given_up", "").status()).isEqualTo("DONE");
    assertThat(told("m3", "", "sent").status()).isEqualTo("SAME");
    assertThat(told("m3", "", "delivered").status()).isEqualTo("DONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "no_way_back", "given_up", "no_text"})
  void shouldTellThatWordsAreNotAndWillNotBeSent(String outcome) {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    send("m1");

    over("m1", null, outcome, "");

    assertThat(told("m1", "", "failed").status()).as("known").isEqualTo("SAME");
  }

  @Test
  void shouldLoseNoReceiptThatIsFasterThanTheAnswerToTheSending() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.SMS);
    world.accept("ana", "c1.1");
    send("m1");

    assertThat(told("", "r1", "sent").status()).isEqualTo("EARLY");
    assertThat(told("", "r1", "delivered").status()).isEqualTo("EARLY");
    assertThat(told("", "r1", "sent").status()).isEqualTo("SAME");
    Outcome over = over("m1", null, "sent", "r1");

    assertThat(over.status()).isEqualTo("DONE");
    assertThat(told("m1", "", "delivered").status()).as("it counts").isEqualTo("SAME");
    assertThat(told("", "r1", "delivered").status()).isEqualTo("SAME");
    assertThat(told("", "r1", "read").status()).isEqualTo("DONE");

    send("m2");
    assertThat(told("", "r2", "failed").status()).isEqualTo("EARLY");
    over("m2", null, "sent", "r2");
    assertThat(told("m2", "", "failed").status()).isEqualTo("SAME");
    assertThat(told("m2", "", "delivered").status()).isEqualTo("DONE");
  }

  @Test
  void shouldLetMessagesAfterOneThatFailedComeInOrderWhenItIsOver() {
    // given
    engaged();
    for (String message : List.of("m1", "m2", "m3")) {
      send(message);
    }
    over("m1", 2_000L, "failed", "");
    over("m2", TURN_MS, "behind", "");
    over("m3", TURN_MS, "behind", "");
    // when, then
    world.engine().advance(2_000);
    assertThat(claimedMessages()).containsExactly("m1 1");
    over("m1", 8_000L, "failed", "");
    world.engine().advance(8_000);
    assertThat(claimedMessages()).containsExactly("m1 2");
    over("m1", null, "given_up", "");
    assertThat(claimedMessages()).as("waiting is no try").containsExactly("m2 0");
    over("m2", null, "sent", "r2");
    assertThat(claimedMessages()).containsExactly("m3 0");
    over("m3", null, "sent", "r3");
    send("m4");
    over("m4", null, "sent", "r4");
    assertThat(claimedMessages()).isEmpty();
  }

  @Test
  void shouldNotGiveOutTwiceAMessageThatANodeHasJustTaken() {
    engaged();
    send("m1");
    send("m2");
    over("m1", 2_000L, "failed", "");
    over("m2", TURN_MS, "behind", "");
    world.engine().advance(TURN_MS);
    assertThat(claimedMessages()).containsExactly("m1 1", "m2 0");

    over("m1", null, "sent", "r1");

    assertThat(claimedMessages()).isEmpty();
    over("m2", TURN_MS, "behind", "");
    assertThat(claimedMessages()).as("it is its turn by now").containsExactly("m2 0");
  }

  @Test
  void shouldWaitForNoMessageThatIsOver() {
    engaged();
    send("m1");
    send("m2");
    over("m1", 2_000L, "failed", "");
    over("m1", null, "refused", "");

    over("m2", TURN_MS, "behind", "");

    assertThat(claimedMessages()).containsExactly("m2 0");
  }

  private void engaged() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.SMS);
    world.accept("ana", "c1.1");
  }

  /** The messages that are due, and how often each failed. */
  private List<String> claimedMessages() {
    return world
        .engine()
        .call(t -> t.claimCommands(world.engine().workspace(), 32, List.of()))
        .list(0)
        .stream()
        .map(row -> (List<?>) row)
        .filter(row -> String.valueOf(row.get(0)).startsWith("m"))
        .map(row -> row.get(0) + " " + row.get(3))
        .toList();
  }

  private Outcome send(String command) {
    return world
        .engine()
        .call(
            t ->
                t.sendMessage(
                    world.engine().workspace(),
                    "ana",
                    world.session("ana"),
                    "c1.1",
                    command,
                    "words",
                    false));
  }

  private Outcome over(String command, Long retryMs, String outcome, String receipt) {
    return world
        .engine()
        .call(
            t ->
                t.finishCommand(
                    world.engine().workspace(), command, retryMs, outcome, "c1", receipt));
  }

  private Outcome told(String command, String receipt, String status) {
    return world
        .engine()
        .call(t -> t.reportDelivery(world.engine().workspace(), command, receipt, status));
  }

  @Test
  void shouldBringEachFileOnce() {
    world.place("c1", Tier.ELEVATED, Channel.FAX);

    Outcome first = requestFiles("c1");
    Outcome again = requestFiles("c1");

    assertThat(again.notices()).isEmpty();
    assertThat(finishFile("c1.file.a-0", 2_000L).status()).isEqualTo("DONE");
    assertThat(requestFiles("c1").notices()).isEmpty();
    assertThat(finishFile("c1.file.a-0", null).status()).isEqualTo("DONE");
    assertThat(finishFile("c1.file.a-0", null).status()).isEqualTo("MISSING");
    assertThat(requestFiles("nobody").status()).isEqualTo("MISSING");
  }

  @Test
  void shouldKeepACommandFromOtherNodesWhileOneWorksOnIt() {
    world.place("c1", Tier.ELEVATED, Channel.FAX);
    requestFiles("c1");
    assertThat(claimedFiles()).isEmpty();

    world.engine().advance(29_000);
    assertThat(claimedFiles("c1.file.a-0", "nothing-of-the-kind")).isEmpty();

    world.engine().advance(2_000);
    assertThat(claimedFiles()).containsExactly("c1.file.a-1");
    world.engine().advance(27_999);
    assertThat(claimedFiles()).isEmpty();
    world.engine().advance(1);
    assertThat(claimedFiles()).containsExactly("c1.file.a-0");
  }

  @Test
  void shouldNotMakeARetryLaterOrACommandThatIsOverNew() {
    world.place("c1", Tier.ELEVATED, Channel.FAX);
    requestFiles("c1");
    finishFile("c1.file.a-0", 120_000L);
    finishFile("c1.file.a-1", null);

    assertThat(claimedFiles("c1.file.a-0", "c1.file.a-1")).isEmpty();

    world.engine().advance(119_999);
    assertThat(claimedFiles()).isEmpty();
    world.engine().advance(1);
    assertThat(claimedFiles()).containsExactly("c1.file.a-0");
  }

  /** The bringings of files a node takes up that still works on those. */
  private List<String> claimedFiles(String... underWay) {
    Outcome claimed =
        world
            .engine()
            .call(t -> t.claimCommands(world.engine().workspace(), 32, List.of(underWay)));
    return claimed.list(0).stream()
        .map(row -> String.valueOf(((List<?>) row).get(0)))
        .filter(id -> id.contains(".file."))
        .sorted()
        .toList();
  }

  private Outcome requestFiles(String contact) {
    return world
        .engine()
        .call(t -> t.requestFiles(world.engine().workspace(), contact, List.of("a-0", "a-1")));
  }

  private Outcome finishFile(String command, Long retryMs) {
    return world
        .engine()
        .call(
            t -> t.finishCommand(world.engine().workspace(), command, retryMs, "stored", "c1", ""));
  }
}
