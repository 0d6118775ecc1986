package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Catalogue;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of the transitions must do: the scripts on Redis and the plain-Java
 * model pass the same cases.
 */
public abstract class TransitionsContract {
  static final long START = 1_790_000_000_000L;
  private static final String CAPACITIES = "1,3,3,5,5,5";

  private World world;

  protected abstract Engine engine(Settings settings, long startMs);

  @BeforeEach
  void newWorld() {
    world = new World(engine(Settings.defaults(), START));
  }

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
  void shouldKnowARepeatAndRefuseAReusedKey() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.place("c1", Tier.ROUTINE, Channel.CHAT).status()).isEqualTo("KNOWN");
    assertThat(world.placeWithDigest("c1", "other").status()).isEqualTo("REUSED");
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
  void shouldKeepAStrictContactThatHungUpAsACallback() {
    world.place("c1", Tier.CRISIS, Channel.PHONE);
    String order = world.contact("c1").get("ord");

    assertThat(world.abandon("c1").status()).isEqualTo("CALLBACK");
    assertThat(world.abandon("c1").status()).isEqualTo("CALLBACK");

    assertThat(world.contact("c1"))
        .containsEntry("state", "waiting")
        .containsEntry("kind", "callback")
        .containsEntry("ord", order);
  }

  @Test
  void shouldCloseARoutineContactThatLeft() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.abandon("c1").status()).isEqualTo("ABANDONED");

    assertThat(world.contact("c1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "abandoned");
    assertThat(world.navigatorState("ana"))
        .containsEntry("off", "")
        .containsEntry("cnt", "0,0,0,0,0,0");
  }

  @Test
  void shouldRaiseAWaitingContactAtOnce() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.ROUTINE, Channel.CHAT);

    world.append("c2", "m1", Tier.CRISIS);
    assertThat(world.append("c2", "m1", Tier.CRISIS).status()).isEqualTo("KNOWN");
    world.navigator("ana");
    world.available("ana");

    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("tier", "0");
  }

  @Test
  void shouldNeverLowerTheTierByAMessage() {
    world.place("c1", Tier.CRISIS, Channel.CHAT);

    world.append("c1", "m1", Tier.ROUTINE);

    assertThat(world.contact("c1")).containsEntry("tier", "0");
  }

  @Test
  void shouldNameTheOpenContactOfAConversation() {
    world.placeTalking("c1", Tier.ROUTINE, Channel.CHAT, "talk");

    Outcome second = world.placeTalking("c2", Tier.ROUTINE, Channel.CHAT, "talk");

    assertThat(second.status()).isEqualTo("OPEN");
    assertThat(second.text(0)).isEqualTo("c1");
    assertThat(world.engine().state()).doesNotContainKey("c:c2");
  }

  @Test
  void shouldKnowAMessageThatJoinedAContactWhereverItSaysItBelongs() {
    world.place("c1", Tier.ROUTINE, Channel.EMAIL);
    world.append("c1", "m1", Tier.ROUTINE);

    Outcome again = world.place("m1", Tier.ELEVATED, Channel.EMAIL);
    Outcome talking = world.placeTalking("m1", Tier.ELEVATED, Channel.EMAIL, "talk");

    assertThat(again.status()).isEqualTo("KNOWN");
    assertThat(again.text(0)).isEqualTo("c1");
    assertThat(talking.status()).isEqualTo("KNOWN");
    assertThat(world.engine().state()).doesNotContainKey("c:m1");
  }

  @Test
  void shouldLetAReplyAfterClosingFollowWithTheSameNavigator() {
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.placeTalking("c1", Tier.ROUTINE, Channel.CHAT, "talk");
    world.accept("ana", "c1.1");
    world.available("bob");
    world.engine().advance(60_000);
    world.finish("ana", "c1.1", "resolved");
    world.engine().advance(3_600_000);

    Outcome placed = world.placeTalking("c2", Tier.ROUTINE, Channel.CHAT, "talk");

    assertThat(placed.status()).isEqualTo("CREATED");
    assertThat(world.contact("c2"))
        .containsEntry("prev", "c1")
        .containsEntry("dsg", "ana")
        .containsEntry("state", "offered")
        .containsEntry("nav", "ana");
  }

  @Test
  void shouldFollowWithoutTheNavigatorWhenALongTimeHasPassed() {
    world.navigator("ana");
    world.available("ana");
    world.placeTalking("c1", Tier.ROUTINE, Channel.CHAT, "talk");
    world.accept("ana", "c1.1");
    world.finish("ana", "c1.1", "resolved");
    world.engine().advance(24 * 3_600_000L);

    world.placeTalking("c2", Tier.ROUTINE, Channel.CHAT, "talk");

    assertThat(world.contact("c2")).containsEntry("prev", "c1").containsEntry("dsg", "");
  }

  @Test
  void shouldPreferTheNavigatorOfThePlanToTheFormerOne() {
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.placeTalking("c1", Tier.ROUTINE, Channel.CHAT, "talk");
    world.accept("ana", "c1.1");
    world.finish("ana", "c1.1", "resolved");

    int lane = world.laneFor("support", Channel.CHAT, "en");
    world.place("c2", "d", "inbound", Tier.ROUTINE, Channel.CHAT, lane, "", "bob", false, "talk");

    assertThat(world.contact("c2")).containsEntry("prev", "c1").containsEntry("dsg", "bob");
  }

  @Test
  void shouldForgetAConversationWithItsLastContact() {
    world.placeTalking("c1", Tier.ROUTINE, Channel.CHAT, "talk");
    world.abandon("c1");
    world.engine().advance(8 * 86_400_000L);
    world.due();

    world.placeTalking("c2", Tier.ROUTINE, Channel.CHAT, "talk");

    assertThat(world.contact("c2")).containsEntry("prev", "");
  }

  @Test
  void shouldReopenWorkInWrapUpByAMessage() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.finish("ana", "c1.1", "");

    assertThat(world.append("c1", "m1", Tier.ROUTINE).status()).isEqualTo("APPENDED");

    assertThat(world.contact("c1"))
        .containsEntry("state", "engaged")
        .containsEntry("est", "talking")
        .containsEntry("due", Long.toString(START + 4 * 3_600_000L));
    assertThat(world.navigatorState("ana"))
        .containsEntry("work", "c1,")
        .containsEntry("cnt", "0,1,0,0,0,0");
    world.append("c1", "m1", Tier.ROUTINE);
    world.finish("ana", "c1.1", "resolved");
    assertThat(world.contact("c1")).containsEntry("state", "closed");
    assertThat(world.append("c1", "m2", Tier.ROUTINE).status()).isEqualTo("CLOSED");
  }

  @Test
  void shouldNotReopenACallByAMessage() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "c1.1");
    world.finish("ana", "c1.1", "");

    world.append("c1", "m1", Tier.ROUTINE);

    assertThat(world.contact("c1")).containsEntry("state", "wrapping");
  }

  @Test
  void shouldLetReopenedWorkWaitWhenItsDesktopIsGoneForGood() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.finish("ana", "c1.1", "");
    world.lose("ana");
    world.engine().advance(5_000);
    world.due();
    world.engine().advance(55_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("state", "wrapping");

    world.append("c1", "m1", Tier.ROUTINE);

    assertThat(world.contact("c1")).containsEntry("state", "waiting");
    assertThat(world.navigatorState("ana")).containsEntry("cnt", "0,0,0,0,0,0");
  }

  @Test
  void shouldTellHowFarAMessageIsAndOnlyForward() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.SMS);
    world.accept("ana", "c1.1");
    assertThat(send("m1").status()).isEqualTo("DONE");

    assertThat(over("m1", null, "sent", "r1").status()).isEqualTo("DONE");
    assertThat(over("m1", null, "sent", "r1").status()).isEqualTo("MISSING");
    Outcome delivered = told("", "r1", "delivered");
    assertThat(delivered.status()).isEqualTo("DONE");
    assertThat(told("", "r1", "delivered").status()).isEqualTo("SAME");
    assertThat(told("m1", "", "sent").status()).isEqualTo("SAME");
    assertThat(told("m1", "", "failed").status()).isEqualTo("SAME");
    assertThat(told("m1", "", "read").status()).isEqualTo("DONE");
    assertThat(told("m2", "r2", "read").status()).isEqualTo("MISSING");
    assertThat(told("foreign", "r1", "read").status()).isEqualTo("SAME");

    send("m3");
    assertThat(over("m3", 2_000L, "failed", "").status()).isEqualTo("DONE");
    assertThat(over("m3", null, "given_up", "").status()).isEqualTo("DONE");
    assertThat(told("m3", "", "sent").status()).isEqualTo("SAME");
    assertThat(told("m3", "", "delivered").status()).isEqualTo("DONE");
  }

  @Test
  void shouldLoseNoReceiptThatIsFasterThanTheAnswerToTheSending() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.SMS);
    world.accept("ana", "c1.1");
    send("m1");

    assertThat(told("", "r1", "sent").status()).isEqualTo("EARLY");
    assertThat(told("", "r1", "delivered").status()).isEqualTo("EARLY");
    assertThat(told("", "r1", "sent").status()).isEqualTo("SAME");
    Outcome over = over("m1", null, "sent", "r1");

    assertThat(over.status()).isEqualTo("DONE");
    assertThat(told("m1", "", "delivered").status()).as("it counts").isEqualTo("SAME");
    assertThat(told("", "r1", "delivered").status()).isEqualTo("SAME");
    assertThat(told("", "r1", "read").status()).isEqualTo("DONE");

    send("m2");
    assertThat(told("", "r2", "failed").status()).isEqualTo("EARLY");
    over("m2", null, "sent", "r2");
    assertThat(told("m2", "", "failed").status()).isEqualTo("SAME");
    assertThat(told("m2", "", "delivered").status()).isEqualTo("DONE");
  }

  private Outcome send(String command) {
    return world
        .engine()
        .call(
            t ->
                t.sendMessage(
                    world.engine().workspace(),
                    "ana",
                    world.session("ana"),
                    "c1.1",
                    command,
                    "words",
                    false));
  }

  private Outcome over(String command, Long retryMs, String outcome, String receipt) {
    return world
        .engine()
        .call(
            t ->
                t.finishCommand(
                    world.engine().workspace(), command, retryMs, outcome, "c1", receipt));
  }

  private Outcome told(String command, String receipt, String status) {
    return world
        .engine()
        .call(t -> t.reportDelivery(world.engine().workspace(), command, receipt, status));
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
  void shouldGiveALeaseToOneNodeUntilItLeavesOrDies() {
    assertThat(lease("one", false)).isEqualTo("HELD");
    assertThat(lease("one", false)).isEqualTo("HELD");
    assertThat(lease("two", false)).isEqualTo("BUSY");
    assertThat(lease("two", true)).isEqualTo("FREE");
    assertThat(lease("two", false)).isEqualTo("BUSY");

    assertThat(lease("one", true)).isEqualTo("FREE");
    assertThat(lease("two", false)).isEqualTo("HELD");

    world.engine().advance(4_999);
    assertThat(lease("one", false)).isEqualTo("BUSY");
    world.engine().advance(1);
    assertThat(lease("one", false)).isEqualTo("HELD");
    assertThat(lease("two", false)).isEqualTo("BUSY");
  }

  private String lease(String node, boolean leaving) {
    return world
        .engine()
        .call(t -> t.keepLease(world.engine().workspace(), "session:pbx", node, leaving))
        .status();
  }

  @Test
  void shouldRemoveAClosedContactAfterItsRetention() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.abandon("c1");

    world.engine().advance(8 * 86_400_000L);
    world.due();

    assertThat(world.engine().state()).doesNotContainKey("c:c1");
  }

  @Test
  void shouldMoveDeadlinesThatLieInAGap() {
    world.navigator("ana");
    world.available("ana");
    world.due();
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    world.engine().advance(25_000);
    world.expireOnly();

    assertThat(world.contact("c1")).containsEntry("state", "offered");
    for (int i = 0; i < 14; i++) {
      world.engine().advance(1_900);
      world.expireOnly();
    }
    assertThat(world.contact("c1")).containsEntry("state", "waiting");
  }

  @Test
  void shouldTellWhenTheNextDeadlineIs() {
    world.navigator("ana");
    assertThat(world.expireOnly().text(4)).as("nothing is there yet").isEmpty();

    world.available("ana");
    world.engine().advance(3_600_000);
    world.engine().touchPoll();
    world.expireOnly();
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.engine().advance(5_000);
    world.engine().touchPoll();

    assertThat(world.expireOnly().text(4)).as("of an offer of 20 s").isEqualTo("15000");
  }

  @Test
  void shouldWakeAScheduledContactThatTurnsStrict() {
    world.navigator("ana");
    world.available("ana");
    long monday = world.engine().now() + 9 * 3_600_000L;
    world.schedule("c1", Tier.ROUTINE, Channel.CHAT, monday);
    world.schedule("c2", Tier.ROUTINE, Channel.CHAT, monday);

    world
        .engine()
        .call(t -> t.appendMessage(world.engine().workspace(), words("c1", Tier.ELEVATED)));
    assertThat(world.contact("c1")).as("not strict").containsEntry("state", "scheduled");
    world.engine().call(t -> t.appendMessage(world.engine().workspace(), words("c1", Tier.CRISIS)));

    assertThat(world.contact("c1"))
        .containsEntry("state", "offered")
        .containsEntry("ord", String.valueOf(world.engine().now()));
    assertThat(world.contact("c2")).containsEntry("state", "scheduled");
  }

  private static Transitions.Appendix words(String contact, Tier tier) {
    return words(contact, tier, -1, false);
  }

  private static Transitions.Appendix words(String contact, Tier tier, int known, boolean read) {
    return new Transitions.Appendix(
        contact, contact + tier, "sealed", tier.rank(), 9, false, "", "test", "", "", known, read);
  }

  @Test
  void shouldJoinNoMessageWhoseScoreMissedAnotherOne() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    Transitions.Appendix second = words("c1", Tier.ELEVATED, 0, false);
    world.append("c1", "first", Tier.ROUTINE);

    Outcome stale = world.engine().call(t -> t.appendMessage(world.engine().workspace(), second));

    assertThat(stale.status()).isEqualTo("STALE");
    assertThat(world.contact("c1")).containsEntry("tier", "4");
    Outcome fresh =
        world
            .engine()
            .call(
                t ->
                    t.appendMessage(
                        world.engine().workspace(), words("c1", Tier.ELEVATED, 1, false)));
    assertThat(fresh.status()).isEqualTo("APPENDED");
    assertThat(world.contact("c1")).containsEntry("tier", "3");
  }

  @Test
  void shouldLowerOnlyWhatStoodForAnUnreadDocument() {
    world.place("c1", Tier.ELEVATED, Channel.FAX);
    world.place("c2", Tier.ELEVATED, Channel.FAX);
    world.place("c3", Tier.ELEVATED, Channel.FAX);

    for (Transitions.Appendix read :
        List.of(
            words("c1", Tier.ROUTINE, 0, true),
            words("c2", Tier.ROUTINE, 0, false),
            words("c3", Tier.CRISIS, 0, true))) {
      world.engine().call(t -> t.appendMessage(world.engine().workspace(), read));
    }

    assertThat(world.contact("c1")).containsEntry("tier", "4").containsEntry("score", "9");
    assertThat(world.contact("c2")).containsEntry("tier", "3");
    assertThat(world.contact("c3")).containsEntry("tier", "0");
    world.navigator("ana");
    world.available("ana");
    world.due();
    assertThat(world.contact("c3")).containsEntry("state", "offered");
  }

  @Test
  void shouldTellTheNavigatorOfALoweredContact() {
    world.navigator("ana");
    world.available("ana");
    world.due();
    world.place("c1", Tier.ELEVATED, Channel.FAX);
    assertThat(world.contact("c1")).containsEntry("state", "offered");

    world
        .engine()
        .call(t -> t.appendMessage(world.engine().workspace(), words("c1", Tier.ROUTINE, 0, true)));

    assertThat(world.contact("c1")).containsEntry("tier", "4").containsEntry("state", "offered");
  }

  @Test
  void shouldBringEachFileOnce() {
    world.place("c1", Tier.ELEVATED, Channel.FAX);

    Outcome first = requestFiles("c1");
    Outcome again = requestFiles("c1");

    assertThat(again.notices()).isEmpty();
    assertThat(finishFile("c1.file.a-0", 2_000L).status()).isEqualTo("DONE");
    assertThat(requestFiles("c1").notices()).isEmpty();
    assertThat(finishFile("c1.file.a-0", null).status()).isEqualTo("DONE");
    assertThat(finishFile("c1.file.a-0", null).status()).isEqualTo("MISSING");
    assertThat(requestFiles("nobody").status()).isEqualTo("MISSING");
  }

  @Test
  void shouldKeepACommandFromOtherNodesWhileOneWorksOnIt() {
    world.place("c1", Tier.ELEVATED, Channel.FAX);
    requestFiles("c1");
    assertThat(claimedFiles()).isEmpty();

    world.engine().advance(29_000);
    assertThat(claimedFiles("c1.file.a-0", "nothing-of-the-kind")).isEmpty();

    world.engine().advance(2_000);
    assertThat(claimedFiles()).containsExactly("c1.file.a-1");
    world.engine().advance(27_999);
    assertThat(claimedFiles()).isEmpty();
    world.engine().advance(1);
    assertThat(claimedFiles()).containsExactly("c1.file.a-0");
  }

  @Test
  void shouldNotMakeARetryLaterOrACommandThatIsOverNew() {
    world.place("c1", Tier.ELEVATED, Channel.FAX);
    requestFiles("c1");
    finishFile("c1.file.a-0", 120_000L);
    finishFile("c1.file.a-1", null);

    assertThat(claimedFiles("c1.file.a-0", "c1.file.a-1")).isEmpty();

    world.engine().advance(119_999);
    assertThat(claimedFiles()).isEmpty();
    world.engine().advance(1);
    assertThat(claimedFiles()).containsExactly("c1.file.a-0");
  }

  /** The bringings of files a node takes up that still works on those. */
  private List<String> claimedFiles(String... underWay) {
    Outcome claimed =
        world
            .engine()
            .call(t -> t.claimCommands(world.engine().workspace(), 32, List.of(underWay)));
    return claimed.list(0).stream()
        .map(row -> String.valueOf(((List<?>) row).get(0)))
        .filter(id -> id.contains(".file."))
        .sorted()
        .toList();
  }

  private Outcome requestFiles(String contact) {
    return world
        .engine()
        .call(t -> t.requestFiles(world.engine().workspace(), contact, List.of("a-0", "a-1")));
  }

  private Outcome finishFile(String command, Long retryMs) {
    return world
        .engine()
        .call(
            t -> t.finishCommand(world.engine().workspace(), command, retryMs, "stored", "c1", ""));
  }

  @Test
  void shouldRefuseAConfigurationThatLeavesWorkInAQueueThatIsNoMore() {
    int support = world.laneFor("support", Channel.CHAT, "en");
    int billing = world.laneFor("billing", Channel.CHAT, "en");
    world.placeIn("c1", support, "600000:" + billing + ":;");

    assertThat(world.reload(Settings.defaults()).status()).isEqualTo("APPLIED");
    assertThat(orphans(billing).details())
        .as("a step to come")
        .isEqualTo(List.of("c1", String.valueOf(billing)));
    assertThat(orphans(billing + 1).status()).isEqualTo("CLEAR");
    world.engine().advance(601_000);
    world.expireOnly();
    assertThat(orphans(support).status()).as("it has moved").isEqualTo("CLEAR");
    assertThat(orphans(billing).status()).isEqualTo("ORPHANS");
    world.abandon("c1");
    assertThat(orphans(billing).status()).as("it is closed").isEqualTo("CLEAR");
  }

  private Outcome orphans(int lane) {
    return world.orphans(String.valueOf(lane), 10);
  }

  @Test
  void shouldRegisterALaneOnlyFromTheNewestCatalogue() {
    Lane lane = new Lane("billing", Channel.CHAT, "en", Map.of());
    Catalogue copy = new Catalogue();

    Outcome stale =
        world
            .engine()
            .call(
                t ->
                    t.registerLane(
                        world.engine().workspace(),
                        99,
                        lane.definition(),
                        1,
                        copy.fitsOfLane(lane)));

    assertThat(stale.status()).isEqualTo("STALE");
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

  @Test
  void shouldNoteWhenAKnownPersonCameAndWentUnserved() {
    world.placeOf("maria", "c1", Tier.ROUTINE, Channel.PHONE);
    world.placeOf("maria", "c1", Tier.ROUTINE, Channel.PHONE);
    world.engine().advance(1_000);
    world.abandon("c1");
    world.engine().advance(1_000);
    world.placeOf("maria", "c2", Tier.ROUTINE, Channel.CHAT);
    world.place("c3", Tier.ROUTINE, Channel.CHAT);

    Tries tries = Tries.of(world.engine().tries("maria"));

    assertThat(tries.all())
        .containsExactly(
            new Tries.Try(Instant.ofEpochMilli(START), Channel.PHONE, false),
            new Tries.Try(Instant.ofEpochMilli(START + 1_000), Channel.PHONE, true),
            new Tries.Try(Instant.ofEpochMilli(START + 2_000), Channel.CHAT, false));
  }

  @Test
  void shouldWeighALongSilenceOnceAfterAStrictMessage() {
    world.place("c1", Tier.HIGH_DISTRESS, Channel.CHAT);
    world.place("c2", Tier.ELEVATED, Channel.CHAT);
    world.place("c3", Tier.HIGH_DISTRESS, Channel.EMAIL);
    world.engine().advance(119_999);
    world.due();
    assertThat(world.contact("c1")).containsEntry("score", "50");

    world.engine().advance(1);
    world.due();
    world.engine().advance(200_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("score", "56").containsEntry("said", "");
    assertThat(world.contact("c2")).containsEntry("score", "50");
    assertThat(world.contact("c3")).containsEntry("score", "50");
  }

  @Test
  void shouldBeginTheSilenceAnewWithAMessageAndKeepTheScoreInItsBand() {
    world.place("c1", Tier.ROUTINE, Channel.SMS);
    world.engine().advance(100_000);
    world.override("c1", Tier.HIGH_DISTRESS);
    world.append("c1", "m1", Tier.HIGH_DISTRESS);
    world.engine().advance(100_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("score", "60");

    for (int i = 2; i < 6; i++) {
      world.append("c1", "m" + i, Tier.ROUTINE);
      world.engine().advance(120_000);
      world.due();
    }

    assertThat(world.contact("c1")).containsEntry("score", "74");
  }

  @Test
  void shouldNoteEachReadingOfAContactAndChangeNothingElse() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    Map<String, String> before = world.contact("c1");

    assertThat(world.read("c1").status()).isEqualTo("DONE");
    assertThat(world.read("c1").status()).isEqualTo("DONE");
    assertThat(world.read("c2").status()).isEqualTo("MISSING");

    assertThat(world.contact("c1")).isEqualTo(before);
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
}
