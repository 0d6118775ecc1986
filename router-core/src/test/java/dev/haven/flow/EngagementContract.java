package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import org.junit.jupiter.api.Test;

/**
 * What navigators do with offers and with work that is theirs: accept, reject, or let it run out;
 * park, mute, transfer, hang up and finish.
 */
public abstract class EngagementContract extends TransitionsContract {
  @Test
  void shouldAcceptOnceAndRefuseAnOldOffer() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.accept("ana", "c1.1").status()).isEqualTo("ACCEPTED");
    assertThat(world.accept("ana", "c1.1").status()).isEqualTo("ENGAGED");
    assertThat(world.accept("ana", "c1.2").status()).isEqualTo("SUPERSEDED");
    assertThat(world.contact("c1"))
        .containsEntry("state", "engaged")
        .containsEntry("est", "talking");
  }

  @Test
  void shouldGiveARejectedContactToAnotherAndNotBackToTheSame() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    world.reject("ana", "c1.1");

    assertThat(world.contact("c1")).containsEntry("state", "waiting");
    world.navigator("bob");
    world.available("bob");
    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "bob");
  }

  @Test
  void shouldOfferAStrictContactAgainWhenNobodyElseIsOnDuty() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.CRISIS, Channel.CHAT);

    world.reject("ana", "c1.1");

    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "ana")
        .containsEntry("try", "2");
  }

  @Test
  void shouldReturnAnUnansweredOfferWithItsPlace() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    String order = world.contact("c1").get("ord");

    world.engine().advance(20_001);
    world.due();

    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("ord", order);
    assertThat(world.contact("c1").get("excl")).startsWith("ana>");
    assertThat(world.accept("ana", "c1.1").status()).isEqualTo("SUPERSEDED");
  }

  @Test
  void shouldOfferAgainOnceTheExclusionHasLapsed() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.reject("ana", "c1.1");

    world.engine().advance(60_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("try", "2");
  }

  @Test
  void shouldFreeTheNavigatorOnCompletionAndOfferTheNext() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    world.place("c2", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "c1.1");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");

    world.finish("ana", "c1.1", "");
    assertThat(world.contact("c1")).containsEntry("state", "wrapping");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    world.finish("ana", "c1.1", "resolved");

    assertThat(world.contact("c1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "resolved");
    assertThat(world.contact("c2")).containsEntry("state", "offered");
  }

  @Test
  void shouldCloseAWrapUpThatTakesTooLongAndStillTakeNotes() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.finish("ana", "c1.1", "");

    world.engine().advance(120_000);
    world.due();

    assertThat(world.contact("c1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "wrap_up_timeout");
    assertThat(world.finish("ana", "c1.1", "resolved").status()).isEqualTo("NOTED");
    assertThat(world.contact("c1")).containsEntry("disp", "resolved");
  }

  @Test
  void shouldTransferWithThePlaceKept() {
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    String order = world.contact("c1").get("ord");
    world.accept("ana", "c1.1");
    world.available("bob");
    world.engine().advance(1_000);

    Outcome moved = world.transferTo("ana", "c1.1", "bob");

    assertThat(moved.status()).isEqualTo("DONE");
    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "bob")
        .containsEntry("ord", order);
    assertThat(world.navigatorState("ana"))
        .containsEntry("work", "")
        .containsEntry("cnt", "0,0,0,0,0,0");
  }

  @Test
  void shouldParkAndResume() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.EMAIL);
    world.accept("ana", "c1.1");

    world.change("ana", "c1.1", "park");
    assertThat(world.navigatorState("ana"))
        .containsEntry("pk", "0,0,0,0,1,0")
        .containsEntry("cnt", "0,0,0,0,0,0");
    world.change("ana", "c1.1", "resume");

    assertThat(world.navigatorState("ana"))
        .containsEntry("pk", "0,0,0,0,0,0")
        .containsEntry("cnt", "0,0,0,0,1,0");
    assertThat(world.contact("c1")).containsEntry("est", "talking");
  }

  @Test
  void shouldMuteALiveCallOnlyAndHoldAndTakeItUpFromThere() {
    world.navigator("ana");
    world.available("ana");
    world.placeLive("c1", Tier.HIGH_DISTRESS);
    world.accept("ana", "c1.1");
    assertThat(world.change("ana", "c1.1", "mute").status()).isEqualTo("ILLEGAL");
    world.call("ana", "c1.1", "connected");

    assertThat(world.change("ana", "c1.1", "mute").text(0)).isEqualTo("muted");
    assertThat(world.change("ana", "c1.1", "mute").status()).isEqualTo("SAME");
    assertThat(world.change("ana", "c1.1", "resume").text(0)).isEqualTo("talking");
    world.change("ana", "c1.1", "mute");
    assertThat(world.change("ana", "c1.1", "hold").text(0)).isEqualTo("on_hold");
    assertThat(world.change("ana", "c1.1", "mute").status()).isEqualTo("ILLEGAL");
    world.change("ana", "c1.1", "resume");
    world.change("ana", "c1.1", "mute");
    assertThat(world.call("ana", "c1.1", "hung_up").text(0)).isEqualTo("wrapping");
  }

  @Test
  void shouldMuteNothingThatIsNoCall() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");

    assertThat(world.change("ana", "c1.1", "mute").status()).isEqualTo("ILLEGAL");
  }

  @Test
  void shouldReturnACallThatNobodyAnswered() {
    world.navigator("ana");
    world.available("ana");
    world.placeLive("c1", Tier.HIGH_DISTRESS);
    world.accept("ana", "c1.1");
    assertThat(world.contact("c1")).containsEntry("est", "connecting");
    world.navigator("bob");
    world.available("bob");

    world.change("ana", "c1.1", "no_answer");

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "bob");
  }

  @Test
  void shouldBeginTheWrapUpWhenTheNavigatorHangsUp() {
    world.navigator("ana");
    world.available("ana");
    world.placeLive("c1", Tier.HIGH_DISTRESS);
    world.accept("ana", "c1.1");
    world.change("ana", "c1.1", "connected");

    Outcome outcome = world.change("ana", "c1.1", "hung_up");

    assertThat(outcome.status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("state", "wrapping");
    assertThat(world.change("ana", "c1.1", "hung_up").status()).isEqualTo("ILLEGAL");
  }

  @Test
  void shouldReturnACallWhoseNavigatorHangsUpBeforeItIsConnected() {
    world.navigator("ana");
    world.available("ana");
    world.placeLive("c1", Tier.HIGH_DISTRESS);
    world.accept("ana", "c1.1");

    world.navigator("bob");
    world.available("bob");

    world.change("ana", "c1.1", "hung_up");

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "bob");
  }
}
