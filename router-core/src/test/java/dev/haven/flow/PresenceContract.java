package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Profile;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Desktops that are lost and return, nodes that die with theirs, what a navigator is doing, and
 * navigators who leave.
 */
public abstract class PresenceContract extends TransitionsContract {
  private void change(String navigator, String queue, String capacities) {
    List<String> both = List.of("en", "es");
    world.navigatorWith(
        navigator,
        new Profile(List.of(queue), both, Map.of(), List.of(Channel.values())),
        capacities);
  }

  @Test
  void shouldHoldNothingForANavigatorWhoCanTakeItNoMore() {
    world.navigator("ana");
    world.available("ana");
    world.place("c0", Tier.ROUTINE, Channel.CHAT);
    world.placeFor("c1", Tier.ELEVATED, Channel.CHAT, "ana");
    world.placeFor("c2", Tier.ELEVATED, Channel.SMS, "ana");
    world.navigator("bob");
    world.available("bob");
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("held", "ana");

    change("ana", "*", "1,0,3,5,5,5");

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "bob");
    assertThat(world.contact("c2")).containsEntry("state", "waiting").containsEntry("held", "ana");
  }

  @Test
  void shouldLetAnotherDrainForWhomAChangedNavigatorCanTakeNoMore() {
    for (String id : List.of("ana", "bob")) {
      world.navigator(id);
      world.available(id);
      world.place("call-of-" + id, Tier.HIGH_DISTRESS, Channel.PHONE);
      world.accept(id, "call-of-" + id + ".1");
    }
    world.place("sos", Tier.HIGH_DISTRESS, Channel.PHONE);
    assertThat(world.contact("sos")).containsEntry("drain", "ana");

    change("ana", "other", "1,3,3,5,5,5");

    assertThat(world.contact("sos")).containsEntry("drain", "bob");
    assertThat(world.navigatorState("ana")).containsEntry("drain", "");
  }

  @Test
  void shouldLetARefusedContactBackWhenTheOnlyOtherNavigatorCanTakeItNoMore() {
    world.navigator("ana");
    world.available("ana");
    world.place("c0", Tier.ROUTINE, Channel.CHAT);
    world.navigator("bob");
    world.available("bob");
    world.place("sos", Tier.HIGH_DISTRESS, Channel.CHAT);
    world.reject("bob", "sos.1");
    assertThat(world.contact("sos")).containsEntry("state", "waiting");

    change("ana", "other", "1,3,3,5,5,5");

    assertThat(world.contact("sos")).containsEntry("state", "offered").containsEntry("nav", "bob");
  }

  @Test
  void shouldReturnOffersAndWorkOfALostDesktopInTime() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.engine().advance(4_000);
    world.due();
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("c2")).containsEntry("state", "offered");

    world.lose("ana");
    world.engine().advance(5_000);
    world.due();
    assertThat(world.contact("c2")).containsEntry("state", "waiting").containsEntry("excl", "");
    assertThat(world.contact("c1")).containsEntry("state", "engaged");
    world.engine().advance(55_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("state", "waiting");
    assertThat(world.navigatorState("ana"))
        .containsEntry("act", "unavailable")
        .containsEntry("cnt", "0,0,0,0,0,0");
  }

  @Test
  void shouldReturnTheBetterPlacedWorkOfALostDesktopFirst() {
    world.navigator("ana");
    world.available("ana");
    world.engine().advance(20_000);
    world.due();
    world.place("routine", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "routine.1");
    world.place("crisis", Tier.CRISIS, Channel.CHAT);
    world.accept("ana", "crisis.1");
    world.navigator("bob");
    world.available("bob");

    world.lose("ana");
    world.engine().advance(5_000);
    world.due();
    world.engine().advance(55_000);
    world.due();

    assertThat(world.navigatorState("bob")).containsEntry("off", "crisis.2");
  }

  @Test
  void shouldKeepEverythingForADesktopThatReturnsInTime() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    world.lose("ana");
    world.engine().advance(3_000);
    world.due();
    String old = world.session("ana");
    world.open("ana");

    assertThat(world.navigatorState("ana"))
        .containsEntry("off", "c1.1")
        .containsEntry("act", "available");
    assertThat(world.acceptAs("ana", old, "c1.1").status()).isEqualTo("SESSION");
    assertThat(world.accept("ana", "c1.1").status()).isEqualTo("ACCEPTED");
  }

  @Test
  void shouldGiveUpTheDesktopsOfANodeThatDied() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    world.engine().advance(10_000);
    world.engine().call(t -> t.renewNode(world.engine().workspace(), "other", false));
    assertThat(world.navigatorState("ana")).containsEntry("conn", "0");
    world.engine().advance(5_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("state", "waiting");
  }

  @Test
  void shouldListTheDesktopsOfANodeWithTheirSessions() {
    for (String id : List.of("ana", "bob", "cyd", "dan")) {
      world.navigator(id);
      world.open(id);
    }
    world.open("ana");
    world.lose("bob");
    world.open("dan", "node-2");

    assertThat(seats("node-1", 0, 10)).isEqualTo(List.of("cyd", "1", "ana", "2"));
    assertThat(seats("node-1", 0, 1)).isEqualTo(List.of("cyd", "1"));
    assertThat(seats("node-1", 1, 1)).isEqualTo(List.of("ana", "2"));
    assertThat(seats("node-1", 2, 1)).isEqualTo(List.of());
    assertThat(seats("node-2", 0, 10)).isEqualTo(List.of("dan", "2"));
  }

  private Object seats(String node, int from, int most) {
    return world
        .engine()
        .call(t -> t.readSeats(world.engine().workspace(), node, from, most))
        .get(1);
  }

  @Test
  void shouldQueueTheNextActivityBehindWork() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");

    world.activity("ana", "break");
    assertThat(world.navigatorState("ana"))
        .containsEntry("act", "available")
        .containsEntry("next", "break");
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    world.finish("ana", "c1.1", "resolved");

    assertThat(world.navigatorState("ana")).containsEntry("act", "break").containsEntry("next", "");
  }

  @Test
  void shouldRefuseToRemoveANavigatorWithWork() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.remove("ana").status()).isEqualTo("BUSY");
    world.reject("ana", "c1.1");
    assertThat(world.remove("ana").status()).isEqualTo("DONE");
    assertThat(world.remove("ana").status()).isEqualTo("UNKNOWN");
  }
}
