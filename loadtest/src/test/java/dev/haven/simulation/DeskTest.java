package dev.haven.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeskTest {
  private static final String NAME = "sim-0";
  private static final String OTHER = "sim-1";
  private static final String OFFER = "c1.1";

  private final Ledger ledger = new Ledger();
  private final Desk desk = new Desk(0, Habits.MACHINE, ledger);

  @BeforeEach
  void oneCame() {
    ledger.came(new Person(1, "chat", "en", "crisis", "[n1n] hello", 0), 0);
    ledger.acknowledged(1, 1);
    assertThat(desk.hasCommand(0)).isTrue();
    assertThat(desk.nextCommand()).contains("ping");
  }

  private static String offer() {
    return "{\"offerId\":\""
        + OFFER
        + "\",\"contact\":{\"channel\":\"chat\",\"preview\":\"[n1n] hello\","
        + "\"urgency\":{\"tier\":\"crisis\"}}}";
  }

  private static String snapshot(String offers, String engagements) {
    return "{\"type\":\"snapshot\",\"data\":{\"offers\":["
        + offers
        + "],\"engagements\":["
        + engagements
        + "]}}";
  }

  private static String answer(String type, String id, String code) {
    return "{\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"data\":{\"code\":\"" + code + "\"}}";
  }

  private void offered(long at) {
    desk.hear("{\"type\":\"offer.created\",\"seq\":1,\"data\":" + offer() + "}", at);
  }

  private void accepted(long at) {
    offered(at);
    assertThat(desk.nextCommand()).contains("offer.accept");
    desk.hear(answer("ack", "a:" + OFFER, ""), at);
  }

  @Test
  void shouldSayThatItIsAvailable() {
    assertThat(desk.hello())
        .isEqualTo(
            "{\"type\":\"hello\",\"id\":\"h\",\"data\":{\"lastSeq\":0,\"activity\":\"available\"}}");
  }

  @Test
  void shouldFindAnOfferAgainThatWasPendingWhenTheSocketWasLost() {
    // given
    Desk losing = new Desk(0, new Habits(1, 0, 0, 1_000), ledger);
    losing.hear("{\"type\":\"offer.created\",\"seq\":1,\"data\":" + offer() + "}", 10);
    assertThat(losing.dropsNow()).isTrue();
    assertThat(losing.dropsNow()).as("once").isFalse();

    // when
    losing.hear(snapshot(offer(), ""), 3_000);

    // then
    assertThat(losing.restored()).isEqualTo(1);
    assertThat(losing.dropsNow()).as("it is no new offer").isFalse();
    ledger.offered(1, OTHER, "crisis", 3_000);
    ledger.ended(1, NAME, 3_001 + Ledger.SKEW);
    assertThat(ledger.twice()).as("it was pending here still").isEqualTo(1);
  }

  @Test
  void shouldNotTakeAnOfferForPendingThatReturnedWhileTheSocketWasLost() {
    // given
    offered(10);
    ledger.offered(1, OTHER, "crisis", 5_010);

    // when
    desk.hear(snapshot("", ""), 8_000);

    // then
    assertThat(desk.restored()).isZero();
    assertThat(desk.hasCommand(8_000)).as("its accept is not sent any more").isFalse();
    ledger.taken(1, OTHER, 9_000);
    assertThat(ledger.twice()).isZero();
  }

  @Test
  void shouldNotCallDoneWhatWasNotCompleted() {
    // given
    accepted(10);
    assertThat(desk.nextCommand()).contains("engagement.complete");

    // when
    desk.hear(answer("error", "c:" + OFFER, "engagement-not-found"), 20);

    // then
    assertThat(ledger.served()).isZero();
    assertThat(ledger.lost()).isEqualTo(1);
    assertThat(ledger.notes())
        .containsExactly(
            "person 1 (chat) was lost: back among those who wait",
            "answered engagement-not-found: 1 times");
  }

  @Test
  void shouldSendAgainWhatMayHaveBeenDone() {
    // given
    accepted(10);
    String complete = desk.nextCommand();

    // when
    desk.hear(answer("error", "c:" + OFFER, "unavailable"), 20);

    // then
    assertThat(desk.hasCommand(20)).isFalse();
    assertThat(desk.hasCommand(1_020)).isTrue();
    assertThat(desk.nextCommand()).isEqualTo(complete);
    desk.hear(answer("ack", "c:" + OFFER, ""), 1_030);
    assertThat(ledger.served()).isEqualTo(1);
  }

  @Test
  void shouldSendAgainWhatWasNotAnsweredBeforeTheSocketWasLost() {
    // given
    accepted(10);
    String complete = desk.nextCommand();

    // when
    desk.hear(snapshot("", ""), 3_000);

    // then
    assertThat(desk.nextCommand()).isEqualTo(complete);
    desk.hear(answer("ack", "c:" + OFFER, ""), 3_010);
    assertThat(ledger.lost()).isZero();
  }

  @Test
  void shouldLetWaitAgainWhatEndedWithoutBeingClosed() {
    // given
    accepted(10);

    // when
    desk.hear(
        "{\"type\":\"engagement.ended\",\"seq\":2,\"data\":{\"engagementId\":\""
            + OFFER
            + "\",\"cause\":\"parked_too_long\"}}",
        20);

    // then
    assertThat(desk.hasCommand(20)).as("it is not completed here any more").isFalse();
    ledger.offered(1, OTHER, "crisis", 30);
    assertThat(ledger.twice()).isZero();
    assertThat(ledger.lost()).isEqualTo(1);
  }
}
