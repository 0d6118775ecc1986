package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import dev.haven.urgency.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Who is offered what: by urgency and arrival, to whom it is designated or given, within room and
 * ramp, wider with the steps of its plan and with age.
 */
public abstract class MatchingContract extends TransitionsContract {
  private static final String CAPACITIES = "1,3,3,5,5,5";

  @Test
  void shouldOfferAtOnceWhenANavigatorIsFree() {
    world.navigator("ana");
    world.available("ana");

    Outcome placed = world.place("c1", Tier.ROUTINE, Channel.CHAT);

    assertThat(placed.status()).isEqualTo("CREATED");
    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "ana");
    assertThat(world.navigatorState("ana")).containsEntry("off", "c1.1");
    assertThat(placed.notices()).extracting(Notice::type).contains("offer");
  }

  @Test
  void shouldGiveTheMostUrgentFirst() {
    world.place("routine", Tier.ROUTINE, Channel.CHAT);
    world.engine().advance(5);
    world.place("medical", Tier.URGENT_MEDICAL, Channel.CHAT);
    world.engine().advance(5);
    world.place("crisis", Tier.CRISIS, Channel.CHAT);
    world.navigator("ana");

    world.available("ana");

    assertThat(world.contact("crisis")).containsEntry("state", "offered");
    world.accept("ana", "crisis.1");
    assertThat(world.contact("medical")).containsEntry("state", "offered");
  }

  @Test
  void shouldKeepTheOrderOfArrivalWithinOneMillisecond() {
    world.place("b-first".replace("-", ""), Tier.ROUTINE, Channel.CHAT);
    world.place("asecond", Tier.ROUTINE, Channel.CHAT);
    world.navigator("ana");

    world.available("ana");

    assertThat(world.contact("bfirst")).containsEntry("state", "offered");
  }

  @Test
  void shouldKeepTheOrderOfArrivalAcrossLanesWithinOneMillisecond() {
    world.laneFor("support", Channel.SMS, "en");
    world.place("zfirst", Tier.ROUTINE, Channel.EMAIL);
    world.place("asecond", Tier.ROUTINE, Channel.SMS);
    world.navigator("ana");

    world.available("ana");

    assertThat(world.contact("zfirst")).containsEntry("state", "offered");
  }

  @Test
  void shouldKeepTheOrderOfArrivalOfWhatCameOutsideTheOpeningHours() {
    long opening = START + 8 * 3_600_000L;
    int open = world.lane(new Lane("support", Channel.CHAT, "any", Map.of()));
    world.defer("night", Tier.ROUTINE, Channel.CHAT, "60000:" + open + ":;", opening);
    assertThat(world.contact("night"))
        .containsEntry("state", "scheduled")
        .containsEntry("ord", Long.toString(START));
    world.engine().advance(8 * 3_600_000L - 5);
    world.place("early", Tier.ROUTINE, Channel.CHAT);
    world.engine().advance(5);
    world.due();

    assertThat(world.contact("night"))
        .containsEntry("state", "waiting")
        .containsEntry("aged", "")
        .containsEntry("step", "");
    world.engine().advance(60_000);
    world.due();
    assertThat(world.contact("night")).containsEntry("step", "1").containsEntry("aged", "");
    world.navigator("ana");
    world.available("ana");
    assertThat(world.contact("night")).containsEntry("state", "offered");
  }

  @Test
  void shouldPassOverWhatTheNavigatorMayNotTake() {
    int skilled = world.lane(new Lane("support", Channel.CHAT, "en", Map.of("oncology", 5)));
    world.placeIn("c1", skilled, "");
    world.engine().advance(1);
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    world.navigator("ana");

    world.available("ana");

    assertThat(world.contact("c2")).containsEntry("state", "offered");
    assertThat(world.contact("c1")).containsEntry("state", "waiting");
  }

  @Test
  void shouldFindTheBestOfManyLanes() {
    for (int i = 0; i < 80; i++) {
      world.placeIn(
          "other" + i, world.lane(new Lane("q" + i, Channel.CHAT, "en", Map.of("rare", 5))), "");
      world.engine().advance(1);
    }
    world.place("mine", Tier.ROUTINE, Channel.CHAT);
    world.navigatorWith(
        "ana",
        new Profile(List.of("support"), List.of("en"), Map.of(), List.of(Channel.values())),
        CAPACITIES);

    world.available("ana");

    assertThat(world.contact("mine")).containsEntry("state", "offered").containsEntry("nav", "ana");
  }

  /** Whose lanes are many, so that the others are walked and not theirs looked up. */
  @Test
  void shouldFindTheBestBehindManyLanesOfOthers() {
    List<String> mine = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      mine.add("mine-" + i);
      world.laneFor("mine-" + i, Channel.CHAT, "en");
    }
    for (int i = 0; i < 300; i++) {
      if (i == 190 || i == 250) {
        int full = world.laneFor("mine-" + i % 120, Channel.EMAIL, "en");
        world.placeIn("full-" + i, full, "");
      }
      world.placeIn("other-" + i, world.laneFor("other-" + i, Channel.CHAT, "en"), "");
      world.engine().advance(1);
    }
    world.placeIn("c1", world.laneFor("mine-119", Channel.CHAT, "en"), "");
    world.engine().advance(1);
    world.placeIn("c2", world.laneFor("mine-3", Channel.CHAT, "en"), "");
    world.placeIn("other", world.laneFor("other", Channel.CHAT, "en"), "");
    Profile profile =
        new Profile(mine, List.of("en"), Map.of(), List.of(Channel.CHAT, Channel.EMAIL));
    String noMail = "0,3,0,0,0,0";
    world.navigatorWith("ana", profile, noMail);
    world.navigatorWith("ben", profile, noMail);

    world.available("ana");

    assertThat(world.contact("c1")).containsEntry("state", "offered");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    world.available("ben");
    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("nav", "ben");
    assertThat(world.contact("full-190")).containsEntry("state", "waiting");
    assertThat(world.contact("other-0")).containsEntry("state", "waiting");
  }

  @Test
  void shouldLetTheRampGrowRoomAfterLogin() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("c2")).containsEntry("state", "waiting");

    world.engine().advance(2_000);
    world.due();

    assertThat(world.contact("c2")).containsEntry("state", "offered");
  }

  @Test
  void shouldNotHoldStrictContactsBackByTheRamp() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");

    world.place("c2", Tier.CRISIS, Channel.CHAT);

    assertThat(world.contact("c2")).containsEntry("state", "offered");
  }

  @Test
  void shouldDrainANavigatorForAStrictCallThatDoesNotFit() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.engine().advance(10_000);
    world.due();

    world.place("call", Tier.CRISIS, Channel.PHONE);
    world.place("c2", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.contact("call"))
        .containsEntry("state", "waiting")
        .containsEntry("drain", "ana");
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    world.finish("ana", "c1.1", "resolved");
    assertThat(world.contact("call")).containsEntry("state", "offered").containsEntry("drain", "");
  }

  @Test
  void shouldHoldForTheDesignatedNavigatorAndReleaseInTime() {
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.available("bob");
    world.place("busy", Tier.ROUTINE, Channel.PHONE);
    String taker = world.contact("busy").get("nav");
    world.accept(taker, "busy.1");

    world.placeFor("c1", Tier.ELEVATED, Channel.PHONE, taker);
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("held", taker);
    world.engine().advance(60_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("held", "");
    assertThat(world.contact("c1").get("nav")).isNotEqualTo(taker);
  }

  @Test
  void shouldPreferTheDesignatedNavigatorWithoutHoldingACrisis() {
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.engine().advance(10);
    world.available("bob");

    world.placeFor("c1", Tier.CRISIS, Channel.CHAT, "bob");

    assertThat(world.contact("c1")).containsEntry("nav", "bob");
  }

  @Test
  void shouldHoldForWhoStandsInForADesignatedNavigatorWhoIsAway() {
    Profile all =
        new Profile(List.of("*"), List.of("en", "es"), Map.of(), List.of(Channel.values()));
    world.navigatorWith("ana", all, CAPACITIES, "bob");
    world.navigator("bob");
    world.navigator("eva");
    world.available("bob");
    world.available("eva");
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    world.place("c2", Tier.ROUTINE, Channel.PHONE);
    world.accept("bob", world.contact("c1").get("nav").equals("bob") ? "c1.1" : "c2.1");
    world.reject("eva", world.contact("c1").get("nav").equals("eva") ? "c1.1" : "c2.1");

    world.placeFor("c3", Tier.ROUTINE, Channel.PHONE, "ana");

    assertThat(world.contact("c3")).containsEntry("state", "waiting").containsEntry("held", "bob");
    world.available("ana");
    world.placeFor("c4", Tier.ROUTINE, Channel.CHAT, "ana");
    assertThat(world.contact("c4")).containsEntry("held", "ana");
  }

  @Test
  void shouldHoldForTheNavigatorThatASupervisorGivesItTo() {
    world.navigator("ana");
    world.available("ana");
    world.place("busy", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "busy.1");
    world.place("c1", Tier.ELEVATED, Channel.PHONE);
    world.navigator("bob");

    assertThat(world.assign("c1", "bob").status()).isEqualTo("UNAVAILABLE");
    assertThat(world.assign("busy", "ana").status()).isEqualTo("ILLEGAL");
    assertThat(world.assign("c9", "ana").status()).isEqualTo("MISSING");
    assertThat(world.assign("c1", "ana").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("held", "ana").containsEntry("dsg", "ana");

    // Nobody else is offered it meanwhile, and a second thought moves it on at once.
    world.available("bob");
    assertThat(world.contact("c1")).containsEntry("state", "waiting");
    assertThat(world.assign("c1", "bob").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("nav", "bob");
  }

  @Test
  void shouldGiveItToWhomItWasRefusedWhenASupervisorSaysSo() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.reject("ana", "c1.1");
    assertThat(world.contact("c1")).containsEntry("state", "waiting");

    assertThat(world.assign("c1", "ana").status()).isEqualTo("DONE");

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("excl", "");
  }

  @Test
  void shouldTakeTheStepsOfThePlan() {
    int strict = world.lane(new Lane("support", Channel.CHAT, "en", Map.of("oncology", 3)));
    int open = world.lane(new Lane("support", Channel.CHAT, "en", Map.of()));
    world.navigator("ana");
    world.available("ana");
    world.placeIn("c1", strict, "30000:" + open + ":;");
    assertThat(world.contact("c1")).containsEntry("state", "waiting");

    world.engine().advance(30_000);
    world.due();

    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("lane", Integer.toString(open));
  }

  @Test
  void shouldAgeARoutineContactIntoElevated() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    world.engine().advance(4 * 3_600_000L);
    world.due();
    world.place("c2", Tier.ELEVATED, Channel.CHAT);
    world.navigator("ana");
    world.available("ana");

    assertThat(world.contact("c1"))
        .containsEntry("aged", "1")
        .containsEntry("tier", "4")
        .containsEntry("state", "offered");
  }
}
