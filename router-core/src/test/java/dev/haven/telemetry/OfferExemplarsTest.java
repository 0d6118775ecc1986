package dev.haven.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.contact.ContactId;
import dev.haven.telemetry.OfferExemplars.Exemplar;
import dev.haven.urgency.Tier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OfferExemplarsTest {
  private final OfferExemplars exemplars =
      new OfferExemplars(new Duration[] {Duration.ofNanos(10), Duration.ofNanos(20)});

  private void offered(String contact, long waitedNanos, long nowMs) {
    exemplars.offered(Tier.ELEVATED, new ContactId(contact), waitedNanos, nowMs);
  }

  @Test
  void shouldTakeAContactOnceASecondForEachBucket() {
    offered("a1", 10, 5_000);
    offered("a2", 9, 5_999);
    offered("b1", 11, 5_999);
    offered("c1", 21, 5_999);
    assertThat(exemplars.of(Tier.ELEVATED))
        .extracting(e -> e.contact().value())
        .containsExactly("a1", "b1", "c1");

    offered("a3", 0, 6_000);

    assertThat(exemplars.of(Tier.ELEVATED))
        .first()
        .isEqualTo(new Exemplar(new ContactId("a3"), 0, 6_000));
    assertThat(exemplars.of(Tier.CRISIS)).isEmpty();
  }

  @Test
  void shouldGoOnWhenTheClockWasSetBack() {
    offered("a1", 1, 5_000);

    offered("a2", 1, 1_000);

    assertThat(exemplars.of(Tier.ELEVATED))
        .extracting(e -> e.contact().value())
        .containsExactly("a2");
  }
}
