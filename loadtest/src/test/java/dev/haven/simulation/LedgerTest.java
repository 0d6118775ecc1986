package dev.haven.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final String ANA = "ana";
  private static final String BO = "bo";

  private final Ledger ledger = new Ledger();

  private static Person person(int number, String tier) {
    return new Person(number, "chat", "en", tier, "[n" + number + "n] hello", 0);
  }

  @BeforeEach
  void twoCame() {
    ledger.came(person(1, "crisis"), 0);
    ledger.came(person(2, "routine"), 0);
    ledger.acknowledged(1, 10);
    ledger.acknowledged(2, 10);
  }

  @Test
  void shouldFindWhoWasAcknowledgedAndNeitherServedNorLeft() {
    assertThat(ledger.lost()).isEqualTo(2);
    ledger.offered(1, ANA, "crisis", 25);
    assertThat(ledger.waited(1)).isEqualTo(25);
    ledger.count("chat", 1);
    assertThat(ledger.waits())
        .singleElement()
        .asString()
        .startsWith("chat, crisis ")
        .contains("p50     25");
    ledger.left(2);
    assertThat(ledger.lost()).as("offered only").isEqualTo(1);
    assertThat(ledger.notes()).containsExactly("person 1 (chat) was lost: offered to ana");
    ledger.taken(1, ANA, 900);
    assertThat(ledger.due(1)).isEqualTo(900);
    assertThat(ledger.notes()).containsExactly("person 1 (chat) was lost: with ana");
    ledger.done(1, 900);
    assertThat(ledger.lost()).isZero();
  }

  @Test
  void shouldFindWhoVanishedAfterAnOfferThatWasLetPass() {
    ledger.left(2);
    ledger.offered(1, ANA, "crisis", 25);
    ledger.declined(1, ANA, 20_025);
    assertThat(ledger.lost()).isEqualTo(1);
    assertThat(ledger.notes())
        .containsExactly("person 1 (chat) was lost: back among those who wait");
  }

  @Test
  void shouldWatchACrisisAgainWhoseOfferWasLetPass() {
    // given
    long passed = 20_000;
    ledger.offered(1, ANA, "crisis", 10);
    ledger.declined(1, ANA, passed);

    // when
    ledger.offered(2, ANA, "routine", passed + 1 + Ledger.SKEW);

    // then
    assertThat(ledger.passed()).as("ana is offered others first").isZero();
    ledger.ended(2, ANA, passed + 2 + Ledger.SKEW);
    ledger.offered(2, BO, "routine", passed + 3 + Ledger.SKEW);
    assertThat(ledger.passed()).isEqualTo(1);
  }

  @Test
  void shouldWatchACrisisAgainThatANavigatorGaveBack() {
    ledger.offered(1, ANA, "crisis", 10);
    ledger.taken(1, ANA, 100);
    ledger.returned(1, BO, 200);
    ledger.offered(2, BO, "routine", 1_000 + Ledger.SKEW);
    assertThat(ledger.passed()).as("ana has it still").isZero();
    ledger.ended(2, BO, 1_000 + Ledger.SKEW);
    ledger.returned(1, ANA, 2_000);
    ledger.offered(2, BO, "routine", 2_001 + Ledger.SKEW);
    assertThat(ledger.passed()).isEqualTo(1);
    assertThat(ledger.due(1)).isEqualTo(2_000);
  }

  @Test
  void shouldFindACrisisThatRoutineWorkPassedBy() {
    ledger.offered(2, ANA, "routine", 10 + Ledger.SKEW);
    assertThat(ledger.passed()).as("told too close together to say").isZero();
    ledger.came(person(3, "routine"), 0);
    ledger.offered(3, ANA, "routine", 11 + Ledger.SKEW);
    assertThat(ledger.passed()).isEqualTo(1);
    assertThat(ledger.notes()).contains("person 1 (chat) was passed by routine work");
  }

  @Test
  void shouldFindAnOfferToTwoAtOnceAndForgiveFramesThatCross() {
    ledger.offered(1, ANA, "crisis", 100);
    ledger.offered(1, BO, "crisis", 200);
    ledger.ended(1, ANA, 300);
    assertThat(ledger.twice()).isZero();
    ledger.offered(1, ANA, "crisis", 400);
    ledger.ended(1, BO, 401 + Ledger.SKEW);
    assertThat(ledger.twice()).isEqualTo(1);
  }

  @Test
  void shouldFindWhoWasTakenByTwo() {
    ledger.offered(1, ANA, "crisis", 100);
    ledger.taken(1, ANA, 300);
    ledger.offered(1, BO, "crisis", 200);
    assertThat(ledger.twice()).isEqualTo(1);
    ledger.taken(1, BO, 300);
    assertThat(ledger.twice()).isEqualTo(2);
    ledger.done(1, 300);
    assertThat(ledger.served()).isEqualTo(1);
  }

  @Test
  void shouldFindWhoComesUpAgainAfterItWasDone() {
    ledger.offered(1, ANA, "crisis", 100);
    ledger.taken(1, ANA, 100);
    ledger.done(1, 100);
    ledger.offered(1, BO, "crisis", 100 + Ledger.SKEW);
    assertThat(ledger.twice()).as("told too close together to say").isZero();
    ledger.taken(1, BO, 200 + Ledger.SKEW);
    assertThat(ledger.twice()).isEqualTo(1);
    ledger.done(1, 200 + Ledger.SKEW);
    ledger.offered(1, ANA, "crisis", 201 + 2 * Ledger.SKEW);
    assertThat(ledger.twice()).isEqualTo(2);
  }

  @Test
  void shouldNotKnowWhenAnOfferEndedWhoseDesktopWasAway() {
    ledger.offered(1, ANA, "crisis", 100);
    ledger.offered(1, BO, "crisis", 5_100);
    ledger.endedBetween(1, ANA, 100, 8_000);
    assertThat(ledger.twice()).isZero();
  }

  @Test
  void shouldKnowAPersonAgainByTheHeadOfTheText() {
    assertThat(Person.numberIn("[n42n] ya no puedo")).isEqualTo(42);
    assertThat(Person.numberIn("ya no puedo")).isEqualTo(-1);
  }
}
