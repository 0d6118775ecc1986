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
  void shouldFindWhoWasAcknowledgedAndNeverOffered() {
    assertThat(ledger.lost()).isEqualTo(2);
    ledger.offered(1, ANA, "crisis", 25);
    assertThat(ledger.lost()).isEqualTo(1);
    assertThat(ledger.waited(1)).isEqualTo(25);
    ledger.count("chat", 1);
    assertThat(ledger.waits())
        .singleElement()
        .asString()
        .startsWith("chat, crisis ")
        .contains("p50     25");
    ledger.left(2);
    assertThat(ledger.lost()).isZero();
  }

  @Test
  void shouldFindACrisisThatRoutineWorkPassedBy() {
    ledger.offered(2, ANA, "routine", 10 + Ledger.SKEW);
    assertThat(ledger.passed()).as("told too close together to say").isZero();
    ledger.came(person(3, "routine"), 0);
    ledger.offered(3, ANA, "routine", 11 + Ledger.SKEW);
    assertThat(ledger.passed()).isEqualTo(1);
    assertThat(ledger.notes()).containsExactly("person 1 (chat) was passed by routine work");
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
    ledger.taken(1, ANA);
    ledger.offered(1, BO, "crisis", 200);
    assertThat(ledger.twice()).isEqualTo(1);
    ledger.taken(1, BO);
    assertThat(ledger.twice()).isEqualTo(2);
    ledger.done(1);
    assertThat(ledger.served()).isEqualTo(1);
  }

  @Test
  void shouldKnowAPersonAgainByTheHeadOfTheText() {
    assertThat(Person.numberIn("[n42n] ya no puedo")).isEqualTo(42);
    assertThat(Person.numberIn("ya no puedo")).isEqualTo(-1);
  }
}
