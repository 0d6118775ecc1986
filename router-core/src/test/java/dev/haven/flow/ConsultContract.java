package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Profile;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A second navigator asked about an engagement: the scripts on Redis and the plain-Java model pass
 * the same cases.
 */
public abstract class ConsultContract extends TransitionsContract {
  private void consulted() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ELEVATED, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.navigator("bob");
    world.available("bob");
  }

  /** Ana asks bob about a fax while a call in crisis waits that only she could take. */
  private void crisisBesideAConsult(boolean accepted) {
    newWorld();
    world.navigator("ana");
    world.available("ana");
    world.place("fax", Tier.ELEVATED, Channel.FAX);
    world.accept("ana", "fax.1");
    Profile writes =
        new Profile(List.of("*"), List.of("en", "es"), Map.of(), List.of(Channel.values()));
    world.navigatorWith("bob", writes, "0,3,3,5,5,5");
    world.available("bob");
    world.consult("ana", "fax.1", "bob");
    if (accepted) {
      world.accept("bob", "fax.2");
    }
    world.place("sos", Tier.CRISIS, Channel.PHONE);
    assertThat(world.contact("sos")).containsEntry("state", "waiting");
  }

  private void takesTheCrisis(String ended) {
    assertThat(world.contact("sos"))
        .as(ended)
        .containsEntry("state", "offered")
        .containsEntry("nav", "ana");
    assertThat(world.contact("fax")).as(ended).containsEntry("pre", "1").containsEntry("con", "");
  }

  @Test
  void shouldSetTheEngagementAsideForACrisisOnceTheConsultIsOver() {
    crisisBesideAConsult(false);
    world.reject("bob", "fax.2");
    takesTheCrisis("rejected");

    crisisBesideAConsult(false);
    world.lose("bob");
    world.engine().advance(5_000);
    world.due();
    takesTheCrisis("lost");

    crisisBesideAConsult(false);
    world.engine().advance(20_000);
    world.due();
    takesTheCrisis("timeout");

    crisisBesideAConsult(true);
    world.finish("bob", "fax.2", "left");
    takesTheCrisis("left");

    crisisBesideAConsult(true);
    world.withConsult("ana", "fax.1", "take_back");
    takesTheCrisis("taken back");
  }

  @Test
  void shouldAskASecondNavigatorWhileThePersonIsOnHold() {
    consulted();

    Outcome asked = world.consult("ana", "c1.1", "bob");

    assertThat(asked.status()).isEqualTo("ASKED");
    assertThat(asked.text(0)).isEqualTo("c1.2");
    assertThat(world.consult("ana", "c1.1", "bob").status()).isEqualTo("SAME");
    assertThat(world.consult("ana", "c1.1", "eva").status()).isEqualTo("CONSULTING");
    assertThat(world.contact("c1"))
        .containsEntry("state", "engaged")
        .containsEntry("est", "on_hold")
        .containsEntry("nav", "ana");
    assertThat(world.navigatorState("bob"))
        .containsEntry("off", "c1.2")
        .containsEntry("cnt", "0,1,0,0,0,0");
    assertThat(world.change("ana", "c1.1", "resume").status()).isEqualTo("CONSULTING");
  }

  @Test
  void shouldHandOverToWhoeverWasConsultedWithPlaceAndName() {
    consulted();
    String order = world.contact("c1").get("ord");
    world.consult("ana", "c1.1", "bob");

    assertThat(world.withConsult("ana", "c1.1", "complete").status()).isEqualTo("CONSULTING");
    assertThat(world.accept("ana", "c1.2").status()).isEqualTo("MISSING");
    assertThat(world.accept("bob", "c1.2").status()).isEqualTo("ACCEPTED");
    assertThat(world.accept("bob", "c1.2").status()).isEqualTo("ENGAGED");
    assertThat(world.withConsult("ana", "c1.1", "complete").status()).isEqualTo("DONE");
    assertThat(world.withConsult("ana", "c1.1", "complete").status()).isEqualTo("MISSING");

    assertThat(world.contact("c1"))
        .containsEntry("nav", "bob")
        .containsEntry("try", "2")
        .containsEntry("est", "talking")
        .containsEntry("ord", order)
        .containsEntry("con", "");
    assertThat(world.navigatorState("ana"))
        .containsEntry("work", "")
        .containsEntry("cnt", "0,0,0,0,0,0");
    assertThat(world.navigatorState("bob")).containsEntry("work", "c1,");
    assertThat(world.finish("bob", "c1.2", "resolved").status()).isEqualTo("COMPLETED");
  }

  @Test
  void shouldLetBothSpeakToThePersonInAConferenceOnly() {
    consulted();
    world.consult("ana", "c1.1", "bob");
    assertThat(world.say("bob", "c1.2", "m1", false).status()).isEqualTo("MISSING");
    world.accept("bob", "c1.2");

    assertThat(world.say("bob", "c1.2", "m1", false).status()).isEqualTo("CONSULTING");
    assertThat(world.say("bob", "c1.2", "m2", true).status()).isEqualTo("DONE");
    assertThat(world.say("ana", "c1.1", "m3", true).status()).isEqualTo("DONE");
    assertThat(world.withConsult("ana", "c1.1", "conference").status()).isEqualTo("DONE");
    assertThat(world.withConsult("ana", "c1.1", "conference").status()).isEqualTo("SAME");
    assertThat(world.say("bob", "c1.2", "m4", false).status()).isEqualTo("DONE");
    assertThat(world.say("bob", "c1.2", "m4", false).status()).isEqualTo("SAME");
    assertThat(world.contact("c1")).containsEntry("est", "talking").containsEntry("nav", "ana");

    assertThat(world.finish("bob", "c1.2", "").status()).isEqualTo("LEFT");
    assertThat(world.contact("c1")).containsEntry("state", "engaged").containsEntry("con", "");
    assertThat(world.say("ana", "c1.1", "m5", true).status()).isEqualTo("NONE");
  }

  @Test
  void shouldGoOnAloneWhenTheConsultIsTakenBackOrRefused() {
    consulted();
    world.consult("ana", "c1.1", "bob");
    assertThat(world.reject("bob", "c1.2").status()).isEqualTo("REJECTED");
    assertThat(world.reject("bob", "c1.2").status()).isEqualTo("DONE");
    assertThat(world.contact("c1"))
        .as("the person is not left on hold")
        .containsEntry("est", "talking")
        .containsEntry("con", "");
    assertThat(world.navigatorState("bob")).containsEntry("cnt", "0,0,0,0,0,0");

    assertThat(world.consult("ana", "c1.1", "bob").text(0)).isEqualTo("c1.3");
    world.accept("bob", "c1.3");
    assertThat(world.withConsult("ana", "c1.1", "take_back").status()).isEqualTo("DONE");
    assertThat(world.withConsult("ana", "c1.1", "take_back").status()).isEqualTo("NONE");
    assertThat(world.contact("c1")).containsEntry("est", "talking").containsEntry("nav", "ana");
    assertThat(world.finish("ana", "c1.1", "resolved").status()).isEqualTo("COMPLETED");
  }

  @Test
  void shouldEndAConsultThatNobodyAnswersOrThatLastsTooLong() {
    consulted();
    world.consult("ana", "c1.1", "bob");
    world.engine().advance(20_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("con", "").containsEntry("state", "engaged");
    assertThat(world.navigatorState("bob")).containsEntry("off", "").containsEntry("miss", "1");

    world.consult("ana", "c1.1", "bob");
    world.accept("bob", "c1.3");
    world.engine().advance(30 * 60_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("con", "").containsEntry("est", "talking");
    assertThat(world.navigatorState("bob")).containsEntry("cons", "");
  }

  @Test
  void shouldGiveThePersonToTheSecondNavigatorWhenTheFirstOneIsLost() {
    consulted();
    world.consult("ana", "c1.1", "bob");
    world.accept("bob", "c1.2");

    world.lose("ana");
    world.engine().advance(5_000);
    world.due();
    world.engine().advance(60_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("nav", "bob").containsEntry("est", "talking");
  }

  @Test
  void shouldKeepThePersonWithTheFirstNavigatorWhenTheSecondOneIsLost() {
    consulted();
    world.consult("ana", "c1.1", "bob");
    world.accept("bob", "c1.2");

    world.lose("bob");
    world.engine().advance(5_000);
    world.due();
    assertThat(world.contact("c1").get("con")).startsWith("bob>consulting");
    world.engine().advance(60_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("nav", "ana").containsEntry("con", "");
    assertThat(world.navigatorState("bob")).containsEntry("cnt", "0,0,0,0,0,0");
  }

  @Test
  void shouldEndTheConsultWhenThePersonIsGone() {
    consulted();
    world.consult("ana", "c1.1", "bob");
    world.accept("bob", "c1.2");

    world.abandon("c1");

    assertThat(world.contact("c1")).containsEntry("state", "wrapping").containsEntry("con", "");
    assertThat(world.navigatorState("bob")).containsEntry("cnt", "0,0,0,0,0,0");
  }

  @Test
  void shouldConsultNobodyWithoutRoomAndWhoeverOfAQueueIsFree() {
    consulted();
    world.navigator("eva");
    assertThat(world.consult("ana", "c1.1", "ana").status()).isEqualTo("UNAVAILABLE");
    assertThat(world.consult("ana", "c1.1", "eva").status()).isEqualTo("UNAVAILABLE");
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.navigatorState("bob")).containsEntry("off", "c2.1");
    assertThat(world.consult("ana", "c1.1", "bob").status()).isEqualTo("BUSY");
    int lane = world.laneFor("support", Channel.CHAT, "en");
    assertThat(world.consultLane("ana", "c1.1", "", lane).status()).isEqualTo("NOBODY");

    world.available("eva");

    assertThat(world.consultLane("ana", "c1.1", "", lane).status()).isEqualTo("ASKED");
    assertThat(world.navigatorState("eva")).containsEntry("off", "c1.2");
  }

  @Test
  void shouldRescindTheOfferOfAConsultForSomebodyInCrisis() {
    consulted();
    world.consult("ana", "c1.1", "bob");
    world.activity("ana", "break");
    world.place("sos", Tier.CRISIS, Channel.PHONE);

    assertThat(world.contact("sos")).containsEntry("state", "offered").containsEntry("nav", "bob");
    assertThat(world.contact("c1")).containsEntry("con", "").containsEntry("nav", "ana");
  }

  @Test
  void shouldFollowTheTelephonesOfAConsultAboutACall() {
    world.navigator("ana");
    world.available("ana");
    world.placeLive("c1", Tier.ELEVATED);
    world.accept("ana", "c1.1");
    world.call("ana", "c1.1", "connected");
    world.navigator("bob");
    world.available("bob");
    world.consult("ana", "c1.1", "bob");
    world.accept("bob", "c1.2");
    assertThat(world.contact("c1").get("con")).startsWith("bob>connecting");
    assertThat(world.withConsult("ana", "c1.1", "complete").status()).isEqualTo("CONSULTING");

    assertThat(world.consultCall("c1.2", "connected").status()).isEqualTo("DONE");
    assertThat(world.consultCall("c1.2", "connected").status()).isEqualTo("SAME");
    world.call("ana", "c1.1", "hung_up");

    assertThat(world.contact("c1")).containsEntry("nav", "bob").containsEntry("est", "talking");
    assertThat(world.call("bob", "c1.2", "hung_up").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("state", "wrapping");
  }
}
