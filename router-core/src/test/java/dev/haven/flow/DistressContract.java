package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Lane;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is done for a person in distress when nobody is free: the scripts on Redis and the
 * plain-Java model pass the same cases.
 */
public abstract class DistressContract extends TransitionsContract {
  @Test
  void shouldRescindTheLowestPendingOfferForACrisisThatNobodyIsFreeFor() {
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.place("older", Tier.ROUTINE, Channel.CHAT);
    world.available("bob");
    world.engine().advance(10);
    world.place("younger", Tier.ROUTINE, Channel.CHAT);
    String taker = world.contact("younger").get("nav");
    String order = world.contact("younger").get("ord");

    Outcome placed = world.place("crisis", Tier.CRISIS, Channel.CHAT);

    assertThat(placed.status()).isEqualTo("CREATED");
    assertThat(world.contact("crisis"))
        .containsEntry("state", "offered")
        .containsEntry("nav", taker);
    assertThat(world.contact("older")).containsEntry("state", "offered");
    assertThat(world.contact("younger"))
        .containsEntry("state", "waiting")
        .containsEntry("ord", order)
        .containsEntry("excl", "");
    assertThat(world.accept(taker, "younger.1").status()).isEqualTo("SUPERSEDED");
  }

  @Test
  void shouldSetWorkAsideForACrisisAndTakeItUpAgainBeforeAnythingNew() {
    world.navigator("ana");
    world.available("ana");
    world.place("fax", Tier.ROUTINE, Channel.FAX);
    world.accept("ana", "fax.1");

    world.place("crisis", Tier.CRISIS, Channel.PHONE);

    assertThat(world.contact("crisis"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "ana");
    assertThat(world.contact("fax"))
        .containsEntry("state", "engaged")
        .containsEntry("est", "parked")
        .containsEntry("pre", "1");
    world.accept("ana", "crisis.1");
    world.place("next", Tier.ELEVATED, Channel.FAX);
    world.finish("ana", "crisis.1", "resolved");
    assertThat(world.contact("fax")).containsEntry("est", "talking").containsEntry("pre", "");
  }

  @Test
  void shouldTakeStrictContactsBeforeTakingWorkUpAgain() {
    world.navigator("ana");
    world.available("ana");
    world.place("fax", Tier.ROUTINE, Channel.FAX);
    world.accept("ana", "fax.1");
    world.place("crisis", Tier.CRISIS, Channel.PHONE);
    world.accept("ana", "crisis.1");
    world.place("medical", Tier.URGENT_MEDICAL, Channel.PHONE);

    world.finish("ana", "crisis.1", "resolved");

    assertThat(world.contact("medical")).containsEntry("state", "offered");
    assertThat(world.contact("fax")).containsEntry("est", "parked");
  }

  @Test
  void shouldReturnWorkThatStayedSetAsideTooLongWithItsPlace() {
    world.navigator("ana");
    world.available("ana");
    world.place("fax", Tier.ROUTINE, Channel.FAX);
    String order = world.contact("fax").get("ord");
    world.accept("ana", "fax.1");
    world.place("crisis", Tier.CRISIS, Channel.PHONE);
    world.accept("ana", "crisis.1");

    world.engine().advance(30 * 60_000);
    world.due();

    assertThat(world.contact("fax")).containsEntry("state", "waiting").containsEntry("ord", order);
    assertThat(world.navigatorState("ana"))
        .containsEntry("pre", "")
        .containsEntry("pk", "0,0,0,0,0,0");
  }

  @Test
  void shouldInterruptWhoWasInterruptedLeast() {
    world.navigator("ana");
    world.navigator("bob");
    for (String id : List.of("ana", "bob")) {
      world.available(id);
      world.place("fax" + id, Tier.ROUTINE, Channel.FAX);
      world.accept(id, "fax" + id + ".1");
    }
    world.place("crisis1", Tier.CRISIS, Channel.PHONE);
    String first = world.contact("crisis1").get("nav");
    world.accept(first, "crisis1.1");
    world.finish(first, "crisis1.1", "resolved");

    world.place("crisis2", Tier.CRISIS, Channel.PHONE);

    assertThat(world.contact("crisis2")).containsEntry("state", "offered");
    assertThat(world.contact("crisis2").get("nav")).isNotEqualTo(first);
  }

  /** Ana's fax is set aside for a call in crisis that she has taken. */
  private String faxSetAside() {
    world.navigator("ana");
    world.available("ana");
    world.place("fax", Tier.ROUTINE, Channel.FAX);
    world.accept("ana", "fax.1");
    world.engine().advance(10);
    world.place("crisis", Tier.CRISIS, Channel.PHONE);
    world.accept("ana", "crisis.1");
    assertThat(world.contact("fax")).containsEntry("pre", "1");
    return world.contact("fax").get("ord");
  }

  @Test
  void shouldOfferWorkThatTurnsStrictWhileItIsSetAsideToWhoeverIsFree() {
    String order = faxSetAside();
    world.navigator("bob");
    world.available("bob");

    world.append("fax", "m1", Tier.HIGH_DISTRESS);

    assertThat(world.contact("fax"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "bob")
        .containsEntry("pre", "")
        .containsEntry("ord", order);
    assertThat(world.navigatorState("ana"))
        .containsEntry("pk", "0,0,0,0,0,0")
        .containsEntry("work", "crisis,");
  }

  @Test
  void shouldLetWorkThatIsMadeStrictWhileItIsSetAsideWaitForItsOwnNavigatorToo() {
    faxSetAside();

    world.override("fax", Tier.URGENT_MEDICAL);

    assertThat(world.contact("fax")).containsEntry("state", "waiting").containsEntry("excl", "");
    world.finish("ana", "crisis.1", "resolved");
    assertThat(world.contact("fax")).containsEntry("state", "offered").containsEntry("nav", "ana");
  }

  @Test
  void shouldNeverSetAsideAChatAStrictFaxOrALiveCall() {
    world.navigator("ana");
    world.available("ana");
    world.place("chat", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "chat.1");
    world.navigator("bob");
    world.available("bob");
    world.place("fax", Tier.HIGH_DISTRESS, Channel.FAX);
    world.accept("bob", "fax.1");
    world.navigator("eva");
    world.available("eva");
    world.placeLive("call", Tier.ROUTINE);
    world.accept("eva", "call.1");
    world.change("eva", "call.1", "connected");

    world.place("crisis", Tier.CRISIS, Channel.PHONE);

    assertThat(world.contact("crisis")).containsEntry("state", "waiting");
    assertThat(world.contact("chat")).containsEntry("est", "talking");
    assertThat(world.contact("fax")).containsEntry("est", "talking");
    assertThat(world.contact("call")).containsEntry("est", "talking");
  }

  @Test
  void shouldClimbTheLadderUntilAPersonTakesTheContact() {
    int strict = world.lane(new Lane("support", Channel.CHAT, "en", Map.of("oncology", 3)));
    int open = world.lane(new Lane("support", Channel.CHAT, "en", Map.of()));
    world.navigator("ana");
    world.available("ana");
    world.place("c1", "d", Tier.CRISIS, Channel.CHAT, strict, "600000:" + open + ":;", "", false);
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("rung", "0");

    world.engine().advance(30_000);
    world.due();

    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("lane", Integer.toString(open))
        .containsEntry("rung", "1");
    world.accept("ana", "c1.1");
    assertThat(world.contact("c1")).containsEntry("rung", "").containsEntry("climb", "");
  }

  @Test
  void shouldRepeatTheLastRungAndPauseWhenAPersonAnswersForIt() {
    world.place("c1", Tier.CRISIS, Channel.CHAT);
    for (int i = 0; i < 5; i++) {
      world.engine().advance(30_000);
      world.due();
    }
    assertThat(world.contact("c1")).containsEntry("rung", "3");
    world.engine().advance(240_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("rung", "4");

    assertThat(world.acknowledge("c1").status()).isEqualTo("DONE");
    world.engine().advance(299_999);
    world.due();
    assertThat(world.contact("c1")).containsEntry("rung", "4");
    world.engine().advance(1);
    world.due();

    assertThat(world.contact("c1")).containsEntry("rung", "5").containsEntry("state", "waiting");
  }

  @Test
  void shouldLeaveTheLadderWhenItsTierIsLowered() {
    world.place("c1", Tier.CRISIS, Channel.CHAT);
    world.override("c1", Tier.ROUTINE);

    assertThat(world.contact("c1")).containsEntry("climb", "");
    assertThat(world.acknowledge("c1").status()).isEqualTo("NONE");
    assertThat(world.acknowledge("c2").status()).isEqualTo("MISSING");
  }

  @Test
  void shouldLeaveALadderThatHasNoRungsAnyMore() {
    Ladder none = new Ladder(Tier.CRISIS, List.of(), Duration.ofMinutes(5));
    world.place("c1", Tier.CRISIS, Channel.CHAT);
    world.placeIn("c2", world.laneFor("support", Channel.CHAT, "en"), "30000::3:;");
    world.reload(TestSettings.with(Settings.defaults(), none));

    world.engine().advance(30_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("rung", "").containsEntry("climb", "");
    assertThat(world.contact("c2")).as("what else is due goes on").containsEntry("tier", "3");
  }

  @Test
  void shouldLeaveALadderThatIsNotForItsTierAnyMore() {
    List<Ladder.Rung> rungs =
        List.of(new Ladder.Rung(Duration.ofSeconds(30), Ladder.Action.SUPERVISORS));
    Duration pause = Duration.ofMinutes(5);
    Ladder wide = new Ladder(Tier.URGENT_MEDICAL, rungs, pause);
    world.reload(TestSettings.with(Settings.defaults(), wide));
    world.place("c1", Tier.URGENT_MEDICAL, Channel.CHAT);
    assertThat(world.contact("c1")).containsEntry("rung", "0");
    world.reload(TestSettings.with(Settings.defaults(), new Ladder(Tier.CRISIS, rungs, pause)));

    world.engine().advance(30_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("rung", "").containsEntry("climb", "");
  }

  @Test
  void shouldClimbOnAfterTheCallerHungUp() {
    world.placeLive("c1", Tier.CRISIS);
    world.engine().advance(30_000);
    world.due();

    world.abandon("c1");
    world.engine().advance(30_000);
    world.due();

    assertThat(world.contact("c1"))
        .containsEntry("kind", "callback")
        .containsEntry("state", "waiting")
        .containsEntry("rung", "2");
  }

  private void keepOneFor(String language) {
    with(Map.of(language, 1), null);
  }

  private void with(Map<String, Integer> reserve, Tier parallelUpTo) {
    world = new World(engine(TestSettings.with(Settings.defaults(), reserve, parallelUpTo), START));
  }

  private void onDuty(String... navigators) {
    for (String navigator : navigators) {
      world.navigator(navigator);
      world.available(navigator);
    }
    world.engine().advance(10_000);
    world.due();
  }

  @Test
  void shouldOfferToAsManyAtOnceAsThePlanSays() {
    with(Map.of(), null);
    onDuty("ana", "bob", "cai", "dee");
    world.offerTo(3);

    world.place("c1", Tier.ELEVATED, Channel.CHAT);

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("try", "1");
    assertThat(world.contact("c1").get("also").split(";")).hasSize(2);
    String second = world.contact("c1").get("also").split(">")[0];
    world.offerTo(1);
    world.place("c2", Tier.ELEVATED, Channel.CHAT);
    world.place("c3", Tier.ELEVATED, Channel.CHAT);
    assertThat(world.contact("c2")).as("the fourth is free").containsEntry("state", "offered");
    assertThat(world.contact("c3")).containsEntry("state", "waiting");

    assertThat(world.accept(second, "c1.2").status()).isEqualTo("ACCEPTED");

    assertThat(world.contact("c1")).containsEntry("nav", second).containsEntry("also", "");
    assertThat(world.contact("c3"))
        .as("those whose offer was rescinded are matched again, before who has taken it")
        .containsEntry("state", "offered")
        .doesNotContainEntry("nav", second);
  }

  @Test
  void shouldOfferToSeveralOnlyWhoHasRoomAndIsNotExcluded() {
    with(Map.of(), null);
    onDuty("ana", "bob", "cai");
    world.place("call", Tier.ELEVATED, Channel.PHONE);
    String busy = world.contact("call").get("nav");
    world.accept(busy, "call.1");
    world.offerTo(3);
    world.place("c1", Tier.ELEVATED, Channel.PHONE);
    assertThat(world.contact("c1").get("also").split(";")).hasSize(1);

    String first = world.contact("c1").get("nav");
    assertThat(world.reject(first, "c1.1").status()).isEqualTo("REJECTED");
    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("also", "")
        .doesNotContainEntry("nav", first);

    world.reject(world.contact("c1").get("nav"), "c1.2");
    assertThat(world.contact("c1")).containsEntry("state", "waiting");
  }

  @Test
  void shouldOfferToMoreFromAStepOnAndNoMoreInAnotherQueuesPlan() {
    with(Map.of(), null);
    onDuty("ana", "bob");
    int lane = world.laneFor("support", Channel.CHAT, "en");
    world.place("c1", "d", Tier.ELEVATED, Channel.CHAT, lane, "5000:" + lane + "::::2;", "", false);
    assertThat(world.contact("c1")).containsEntry("wide", "").containsEntry("also", "");
    world.reject(world.contact("c1").get("nav"), "c1.1");
    world.reject(world.contact("c1").get("nav"), "c1.2");

    world.engine().advance(5_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("wide", "2");
    world.engine().advance(60_000);
    world.due();

    assertThat(world.contact("c1").get("also").split(";")).hasSize(1);
    String first = world.contact("c1").get("nav");
    world.accept(first, "c1.3");
    world.transferTo(first, "c1.3", new Lane("other", Channel.CHAT, "en", Map.of()), "");
    assertThat(world.contact("c1")).containsEntry("wide", "");
  }

  @Test
  void shouldLeaveTheLastFreeNavigatorOfALanguageToStrictContacts() {
    keepOneFor("en");
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.available("bob");
    world.engine().advance(10_000);
    world.due();

    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.ELEVATED, Channel.CHAT);
    assertThat(world.contact("c1")).containsEntry("state", "offered");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    world.place("sos", Tier.HIGH_DISTRESS, Channel.CHAT);
    assertThat(world.contact("sos")).containsEntry("state", "offered");
    assertThat(world.contact("sos").get("nav")).isNotEqualTo(world.contact("c1").get("nav"));

    world.accept(world.contact("c1").get("nav"), "c1.1");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    world.accept(world.contact("sos").get("nav"), "sos.1");
    assertThat(world.contact("c2")).containsEntry("state", "offered");
  }

  @Test
  void shouldKeepNobodyBackWhenNoMoreThanTheReserveAreOnDuty() {
    keepOneFor("en");
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "ana");
    world.available("bob");
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("c2")).containsEntry("state", "waiting");

    world.lose("ana");

    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("nav", "bob");
  }

  @Test
  void shouldKeepNobodyBackFromAContactWhoseLatestStartHasPassed() {
    keepOneFor("en");
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "c1.1");
    world.available("bob");
    world.place("c2", Tier.ELEVATED, Channel.PHONE);
    world.place("c3", Tier.ROUTINE, Channel.PHONE);
    assertThat(world.contact("c2")).containsEntry("state", "waiting");

    world.engine().advance(4 * 3_600_000L);
    world.due();

    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("nav", "bob");
    assertThat(world.contact("c3")).containsEntry("state", "waiting");
  }

  @Test
  void shouldForgetALateContactThatWasServedWhileThereWasNoReserve() {
    keepOneFor("en");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.engine().advance(4 * 3_600_000L);
    world.due();
    world.reload(Settings.defaults());
    world.abandon("c1");
    world.reload(TestSettings.with(Settings.defaults(), Map.of("en", 1), null));

    world.engine().advance(8 * 86_400_000L);
    world.due();
    assertThat(world.contact("c1")).as("removed").isEmpty();
    onDuty("ana");
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    world.navigator("bob");
    world.place("c3", Tier.ROUTINE, Channel.CHAT);
    world.available("bob");

    assertThat(world.contact("c2")).containsEntry("nav", "ana");
    assertThat(world.contact("c3")).as("bob is kept").containsEntry("state", "waiting");
  }

  private void twoAndAnOffer() {
    with(Map.of(), Tier.CRISIS);
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.available("bob");
    world.place("sos", Tier.CRISIS, Channel.CHAT);
    assertThat(world.navigatorState("ana")).containsEntry("off", "sos.1");
    assertThat(world.navigatorState("bob")).containsEntry("off", "sos.2");
  }

  @Test
  void shouldOfferACrisisToSeveralAndGiveItToTheFirstWhoAccepts() {
    twoAndAnOffer();
    world.place("later", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("later")).containsEntry("state", "waiting");

    assertThat(world.accept("ana", "sos.2").status()).isEqualTo("SUPERSEDED");
    assertThat(world.accept("bob", "sos.2").status()).isEqualTo("ACCEPTED");
    assertThat(world.accept("bob", "sos.2").status()).isEqualTo("ENGAGED");
    assertThat(world.accept("ana", "sos.1").status()).isEqualTo("SUPERSEDED");

    assertThat(world.contact("sos")).containsEntry("nav", "bob").containsEntry("also", "");
    assertThat(world.contact("later"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "ana");
    assertThat(world.finish("bob", "sos.2", "resolved").status()).isEqualTo("COMPLETED");
  }

  @Test
  void shouldReturnAContactOnlyWhenTheLastOfItsOffersIsOver() {
    twoAndAnOffer();

    assertThat(world.reject("ana", "sos.1").status()).isEqualTo("REJECTED");
    assertThat(world.contact("sos"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "bob")
        .containsEntry("try", "2");
    assertThat(world.reject("ana", "sos.1").status()).isEqualTo("DONE");
    world.navigator("eva");
    world.available("eva");
    assertThat(world.navigatorState("eva")).containsEntry("off", "");
    assertThat(world.reject("bob", "sos.2").status()).isEqualTo("REJECTED");

    assertThat(world.contact("sos"))
        .containsEntry("state", "offered")
        .containsEntry("nav", "eva")
        .containsEntry("try", "3");
  }

  @Test
  void shouldEndAllOffersOfAContactAtOnceWhenNobodyAnswersOrThePersonIsGone() {
    twoAndAnOffer();
    world.engine().advance(20_000);
    world.due();
    assertThat(world.navigatorState("ana")).containsEntry("miss", "1");
    assertThat(world.navigatorState("bob")).containsEntry("miss", "1");
    assertThat(world.contact("sos")).containsEntry("state", "offered").containsEntry("try", "3");

    twoAndAnOffer();
    world.abandon("sos");
    assertThat(world.contact("sos")).containsEntry("kind", "callback").containsEntry("try", "3");
  }

  @Test
  void shouldTakeOneOfSeveralOffersForSomebodyElseInCrisis() {
    twoAndAnOffer();

    world.place("second", Tier.CRISIS, Channel.CHAT);

    assertThat(world.contact("second")).containsEntry("state", "offered");
    assertThat(world.contact("sos")).containsEntry("state", "offered").containsEntry("also", "");
    assertThat(world.contact("second").get("nav")).isNotEqualTo(world.contact("sos").get("nav"));
  }

  @Test
  void shouldRepeatTheLastRungMoreAndMoreSeldom() {
    world.place("sos", Tier.CRISIS, Channel.CHAT);
    long[] pauses = {30, 30, 30, 300, 600, 1_200, 2_400, 3_600, 3_600};
    for (int i = 0; i < pauses.length; i++) {
      world.engine().advance(pauses[i] * 1_000 - 1);
      world.due();
      assertThat(world.contact("sos")).containsEntry("rung", Integer.toString(i));
      world.engine().advance(1);
      world.due();
      assertThat(world.contact("sos")).containsEntry("rung", Integer.toString(i + 1));
    }
  }

  @Test
  void shouldFindSomebodyToDrainBehindAnyNumberOfOthers() {
    for (int i = 0; i < 40; i++) {
      String busy = "n%02d".formatted(i);
      world.navigator(busy);
      world.available(busy);
      world.place("call" + i, Tier.HIGH_DISTRESS, Channel.PHONE);
      world.accept(busy, "call" + i + ".1");
    }
    for (int i = 0; i < 40; i++) {
      world.place("wait" + i, Tier.HIGH_DISTRESS, Channel.PHONE);
    }

    for (int i = 0; i < 40; i++) {
      assertThat(world.contact("wait" + i).get("drain")).as("drain for wait%s", i).isNotEmpty();
    }
  }
}
