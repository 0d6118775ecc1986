package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Profile;
import dev.haven.urgency.Tier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the users of other routers complain about, each as a case: the scripts on Redis and the
 * plain-Java model pass the same. Desktops sit on two router nodes.
 */
public abstract class AcceptanceContract extends TransitionsContract {
  private void available(String id, String node) {
    world.navigator(id);
    world.open(id, node);
    world.activity(id, "available");
  }

  @Test
  void oneContactAnsweredByTwo() {
    available("ana", "node-1");
    available("bob", "node-2");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    String first = world.contact("c1").get("nav");
    String second = first.equals("ana") ? "bob" : "ana";
    world.reject(first, "c1.1");

    assertThat(world.accept(first, "c1.1").status()).isEqualTo("SUPERSEDED");
    assertThat(world.accept(second, "c1.2").status()).isEqualTo("ACCEPTED");
    assertThat(world.accept(first, "c1.2").status()).isEqualTo("MISSING");
    assertThat(world.navigatorState(first)).containsEntry("work", "");
  }

  @Test
  void assignmentOverwrittenByARuleWithinSeconds() {
    available("ana", "node-1");
    available("bob", "node-2");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    String taker = world.contact("c1").get("nav");
    world.accept(taker, "c1.1");

    world.override("c1", Tier.CRISIS);
    world.append("c1", "m1", Tier.CRISIS);
    world.engine().advance(60_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("state", "engaged").containsEntry("nav", taker);
  }

  @Test
  void aBurstThatAllPicksTheSameFirstNavigator() {
    Set<String> takers = new HashSet<>();
    for (String id : List.of("ana", "bob", "eva", "ida")) {
      available(id, id.startsWith("a") ? "node-1" : "node-2");
    }

    for (int i = 0; i < 4; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.CHAT);
      takers.add(world.contact("c" + i).get("nav"));
    }

    assertThat(takers).containsExactlyInAnyOrder("ana", "bob", "eva", "ida");
  }

  @Test
  void navigatorStuckInReserved() {
    available("ana", "node-1");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    world.engine().advance(20_001);
    world.due();
    world.place("c2", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("nav", "ana");
  }

  @Test
  void ghostOfferAfterAHangUp() {
    available("ana", "node-1");
    world.placeLive("c1", Tier.ROUTINE);
    world.abandon("c1");

    assertThat(world.navigatorState("ana"))
        .containsEntry("off", "")
        .containsEntry("cnt", "0,0,0,0,0,0");
    assertThat(world.accept("ana", "c1.1").status()).isNotEqualTo("ACCEPTED");
    assertThat(world.contact("c1")).containsEntry("state", "closed");
  }

  @Test
  void aPersonInDistressWhoClosesTheChatWhileItIsOfferedKeepsThePlace() {
    available("ana", "node-1");
    world.place("c1", Tier.HIGH_DISTRESS, Channel.CHAT);
    String order = world.contact("c1").get("ord");

    assertThat(world.abandon("c1").status()).isEqualTo("CALLBACK");

    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("kind", "callback")
        .containsEntry("try", "2")
        .containsEntry("ord", order);
  }

  @Test
  void aPersonInDistressWhoHangsUpWhileBeingConnectedKeepsThePlace() {
    available("ana", "node-1");
    world.placeLive("c1", Tier.CRISIS);
    String order = world.contact("c1").get("ord");
    world.accept("ana", "c1.1");

    assertThat(world.abandon("c1").status()).isEqualTo("CALLBACK");

    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("kind", "callback")
        .containsEntry("ord", order);
  }

  @Test
  void closedBrowserStillInTheQueue() {
    available("ana", "node-1");
    world.lose("ana");

    world.place("c1", Tier.CRISIS, Channel.CHAT);

    assertThat(world.contact("c1")).containsEntry("state", "waiting");
  }

  @Test
  void sleepingLaptop() {
    available("ana", "node-1");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    String asleep = world.session("ana");
    world.lose("ana");
    world.open("ana", "node-2");

    assertThat(world.acceptAs("ana", asleep, "c1.1").status()).isEqualTo("SESSION");
    assertThat(world.accept("ana", "c1.1").status()).isEqualTo("ACCEPTED");
  }

  @Test
  void statusOverriddenAfterAMissedOffer() {
    available("ana", "node-1");
    for (int i = 0; i < 3; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.CHAT);
      if (i == 2) {
        world.activity("ana", "lunch");
      }
      world.engine().advance(20_001);
      world.due();
    }

    assertThat(world.navigatorState("ana")).containsEntry("act", "lunch").containsEntry("next", "");
  }

  @Test
  void whoLetsThreeOffersInARowPassGoesOutOfServiceAndComesBackByChoice() {
    available("ana", "node-1");
    for (int i = 0; i < 3; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.CHAT);
      world.engine().advance(20_001);
      world.due();
    }
    assertThat(world.navigatorState("ana"))
        .containsEntry("act", "missed")
        .containsEntry("duty", "");

    world.activity("ana", "available");

    assertThat(world.navigatorState("ana"))
        .containsEntry("act", "available")
        .containsEntry("miss", "");
  }

  @Test
  void anAnswerBeginsTheCountOfMissedOffersAnew() {
    available("ana", "node-1");
    for (int i = 0; i < 4; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.CHAT);
      if (i == 2) {
        world.reject("ana", "c2.1");
      }
      world.engine().advance(20_001);
      world.due();
    }

    assertThat(world.navigatorState("ana")).containsEntry("act", "available");
  }

  @Test
  void wrapUpLostOnAStatusChange() {
    available("ana", "node-1");
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "c1.1");
    world.finish("ana", "c1.1", "");

    world.activity("ana", "break");

    assertThat(world.contact("c1")).containsEntry("state", "wrapping");
    assertThat(world.navigatorState("ana")).containsEntry("next", "break");
  }

  @Test
  void theSameRejectedContactAgainAndAgain() {
    available("ana", "node-1");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.reject("ana", "c1.1");

    world.activity("ana", "break");
    world.activity("ana", "available");

    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("try", "1");
  }

  @Test
  void priorityChangeThatMovesNobody() {
    world.place("first", Tier.ROUTINE, Channel.CHAT);
    world.engine().advance(5);
    world.place("second", Tier.ROUTINE, Channel.CHAT);
    world.override("second", Tier.ELEVATED);

    available("ana", "node-1");

    assertThat(world.contact("second")).containsEntry("state", "offered");
  }

  @Test
  void urgentCallerBlockedByAnotherQueuesRule() {
    int billing = world.laneFor("billing", Channel.CHAT, "en");
    world.place("r1", "d", Tier.ROUTINE, Channel.CHAT, billing, "", "", false);
    world.engine().advance(5);
    world.place("u1", Tier.URGENT_MEDICAL, Channel.CHAT);

    available("ana", "node-1");

    assertThat(world.contact("u1")).containsEntry("state", "offered");
    assertThat(world.contact("r1")).containsEntry("state", "waiting");
  }

  @Test
  void placeLostOnATransfer() {
    available("ana", "node-1");
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "c1.1");
    available("bob", "node-2");
    world.place("c2", Tier.ROUTINE, Channel.PHONE);
    world.accept("bob", "c2.1");
    world.engine().advance(10);
    world.place("c3", Tier.ROUTINE, Channel.PHONE);

    world.transferTo("ana", "c1.1", "bob");
    world.finish("bob", "c2.1", "resolved");

    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "bob")
        .containsEntry("ord", Long.toString(START));
    assertThat(world.contact("c3")).containsEntry("nav", "ana");
  }

  @Test
  void newerJumpsOlder() {
    world.place("older", Tier.ELEVATED, Channel.SMS);
    world.engine().advance(1);
    world.place("newer", Tier.ELEVATED, Channel.CHAT);

    available("ana", "node-1");

    assertThat(world.contact("older")).containsEntry("state", "offered");
  }

  @Test
  void firstToLogInGetsTheBacklog() {
    for (int i = 0; i < 6; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.CHAT);
      world.engine().advance(1);
    }
    available("ana", "node-1");
    world.accept("ana", "c0.1");
    available("bob", "node-2");
    world.accept("bob", "c1.1");

    assertThat(world.navigatorState("ana")).containsEntry("work", "c0,").containsEntry("off", "");
    assertThat(world.navigatorState("bob")).containsEntry("work", "c1,").containsEntry("off", "");
  }

  @Test
  void contactBoundToAnOfflineNavigator() {
    available("ana", "node-1");
    world.navigator("bob");
    world.placeFor("c1", Tier.ROUTINE, Channel.CHAT, "bob");

    assertThat(world.contact("c1")).containsEntry("nav", "ana").containsEntry("held", "");
    world.placeFor("c2", Tier.ROUTINE, Channel.CHAT, "nobody");
    assertThat(world.contact("c2")).containsEntry("held", "");
  }

  @Test
  void contactHeldForANavigatorWhoGoesAwayOrLeavesTheCompany() {
    available("ana", "node-1");
    available("bob", "node-2");
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    String busy = world.contact("c1").get("nav");
    world.accept(busy, "c1.1");
    world.placeFor("c2", Tier.ELEVATED, Channel.PHONE, busy);
    assertThat(world.contact("c2")).containsEntry("held", busy);

    world.activity(busy, "break");

    assertThat(world.contact("c2")).containsEntry("held", "").containsEntry("state", "offered");
  }

  @Test
  void tooManyContactsHeldForOneNavigator() {
    available("ana", "node-1");
    world.place("busy", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "busy.1");
    for (int i = 0; i < 21; i++) {
      world.placeFor("c" + i, Tier.ROUTINE, Channel.PHONE, "ana");
    }

    assertThat(world.contact("c19")).containsEntry("held", "ana");
    assertThat(world.contact("c20")).containsEntry("held", "").containsEntry("state", "waiting");
  }

  @Test
  void twoNodesAtOnce() {
    available("ana", "node-1");

    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.contact("c1")).containsEntry("try", "1");
    assertThat(world.engine().state().keySet()).filteredOn(k -> k.startsWith("c:")).hasSize(1);
  }

  @Test
  void countersThatDrift() {
    world.navigatorWith(
        "ana",
        new Profile(List.of("*"), List.of("en"), Map.of(), List.of(Channel.values())),
        "1,3,3,5,5,5");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.EMAIL);
    world.accept("ana", "c1.1");
    world.accept("ana", "c1.1");
    world.change("ana", "c1.1", "park");
    world.change("ana", "c1.1", "park");
    world.finish("ana", "c1.1", "");
    world.finish("ana", "c1.1", "");
    world.finish("ana", "c1.1", "resolved");
    world.finish("ana", "c1.1", "resolved");

    assertThat(world.navigatorState("ana"))
        .containsEntry("cnt", "0,0,0,0,0,0")
        .containsEntry("pk", "0,0,0,0,0,0")
        .containsEntry("work", "");
  }
}
