package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Lane;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a supervisor switches at a queue, on the scripts and on the model alike. */
public abstract class QueueSwitchContract extends TransitionsContract {
  @Test
  void shouldDeclareAnEmergencyOnce() {
    String since = String.valueOf(world.engine().now());

    Outcome declared = emergency(true);
    world.engine().advance(5);

    assertThat(declared.status()).isEqualTo("ON");
    assertThat(declared.details()).isEqualTo(List.of(since));
    assertThat(emergency(true).status()).isEqualTo("SAME");
    assertThat(emergency(true).details()).isEqualTo(List.of(since));
    assertThat(emergency(false).status()).isEqualTo("OFF");
    assertThat(emergency(false).status()).isEqualTo("SAME");
  }

  @Test
  void shouldOfferOnlyStrictContactsOfAPausedQueue() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");

    assertThat(world.pause("support", true).status()).isEqualTo("ON");
    assertThat(world.pause("support", true).status()).isEqualTo("SAME");
    world.place("c2", Tier.ELEVATED, Channel.SMS);
    world.place("c3", Tier.HIGH_DISTRESS, Channel.CHAT);

    assertThat(world.contact("c1")).containsEntry("state", "engaged");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    assertThat(world.contact("c3")).containsEntry("state", "offered");
    world.accept("ana", "c3.1");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
  }

  @Test
  void shouldPauseLanesThatComeUpLater() {
    world.navigator("ana");
    world.available("ana");
    world.pause("support", true);
    int spanish = world.lane(new Lane("support", Channel.CHAT, "es", Map.of("oncology", 0)));
    int other = world.lane(new Lane("billing", Channel.CHAT, "es", Map.of()));

    world.placeIn("c1", spanish, "");
    world.placeIn("c2", other, "");

    assertThat(world.contact("c1")).containsEntry("state", "waiting");
    assertThat(world.contact("c2")).containsEntry("state", "offered");
  }

  @Test
  void shouldMatchWhatWaitsWhenThePauseEnds() {
    world.pause("support", true);
    world.navigator("ana");
    world.navigator("ben");
    world.available("ana");
    world.available("ben");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.ELEVATED, Channel.CHAT);
    world.place("c3", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("c2")).containsEntry("state", "waiting");

    assertThat(world.pause("support", false).status()).isEqualTo("OFF");

    assertThat(world.contact("c1")).containsEntry("state", "offered");
    assertThat(world.contact("c2")).containsEntry("state", "offered");
    assertThat(world.contact("c3")).containsEntry("state", "waiting");
    assertThat(world.pause("support", false).status()).isEqualTo("SAME");
  }

  @Test
  void shouldHoldNothingBackForANavigatorWhoseQueueIsPaused() {
    world.navigator("ana");
    world.available("ana");
    world.pause("support", true);
    world.placeFor("c1", Tier.ROUTINE, Channel.CHAT, "ana");
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("held", "ana");

    world.pause("support", false);

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "ana");
  }

  @Test
  void shouldOfferWhatTurnsStrictDuringThePause() {
    world.navigator("ana");
    world.available("ana");
    world.pause("support", true);
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    world.append("c1", "m1", Tier.CRISIS);

    assertThat(world.contact("c1")).containsEntry("state", "offered");
  }

  private Outcome emergency(boolean on) {
    return world
        .engine()
        .call(
            t ->
                t.switchQueue(
                    world.engine().workspace(),
                    "support",
                    QueueSwitch.EMERGENCY,
                    on,
                    "boss",
                    "evacuated"));
  }
}
