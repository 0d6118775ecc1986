package dev.haven.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private static final IntFunction<Person> NOBODY =
      number -> {
        throw new IllegalStateException("nobody is drawn");
      };

  @Test
  void shouldWantAnAnswerOfEveryDoorWithinWhatItsPlatformWaits() {
    // given
    Doors doors = new Doors(Set.of("standard", "twilio", "telnyx", "meta", "slack")::contains);

    // when
    Map<String, Integer> once = doors.answers(new Crowd(List.of("sms", "chat"), false, NOBODY), 1);
    Map<String, Integer> leaving = doors.answers(new Crowd(Person.CHANNELS, true, NOBODY), 1);

    // then
    assertThat(once)
        .isEqualTo(
            Map.of(
                "ack: meta", 3_000,
                "ack: slack", 3_000,
                "ack: standard", 15_000,
                "ack: telnyx", 2_000,
                "ack: twilio", 15_000));
    assertThat(leaving)
        .containsOnlyKeys("ack: REST", "ack: standard", "ack: telnyx", "ack: twilio")
        .containsEntry("ack: REST", 2_000);
  }

  @Test
  void shouldWantTheSameOfWhatIsSentAgain() {
    Doors doors = new Doors("standard"::equals);
    assertThat(doors.answers(new Crowd(List.of("email"), false, NOBODY), 4))
        .isEqualTo(Map.of("ack: standard", 15_000, "ack again: standard", 15_000));
  }

  @Test
  void shouldComeByRestWhereNoOtherDoorIs() {
    Doors doors = new Doors(name -> false);
    assertThat(doors.of("sms", false)).containsExactly("REST");
    assertThat(doors.answers(new Crowd(Person.CHANNELS, false, NOBODY), 4))
        .isEqualTo(Map.of("ack: REST", 2_000));
  }
}
