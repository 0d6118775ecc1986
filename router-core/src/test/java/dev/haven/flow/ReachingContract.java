package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outreach, follow-ups and callbacks on a cadence, on the scripts and on the model alike. */
public abstract class ReachingContract extends TransitionsContract {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final String DAY_AND_NEXT =
      START + ":" + (START + HOUR) + ";" + (START + 12 * HOUR) + ":" + (START + 13 * HOUR);

  @BeforeEach
  void onDuty() {
    world.navigator("ana");
    world.available("ana");
  }

  private Outcome outreach(String id, int attempts, String windows, long due) {
    return world.outreach(
        id, "education", "p1,@x", attempts, 10 * MINUTE, windows, due, Channel.PHONE, Channel.SMS);
  }

  private void pass(long ms) {
    world.engine().advance(ms);
    world.due();
  }

  @Test
  void shouldNotOfferAgainWhatComesBackAfterThePersonsHours() {
    world.consent("p1", "education", true, START);
    outreach("o1", 3, DAY_AND_NEXT, START);
    assertThat(world.contact("o1")).containsEntry("nav", "ana");
    world.engine().advance(HOUR - 1_000);
    world.accept("ana", "o1.1");
    world.navigator("bob");
    world.available("bob");
    world.change("ana", "o1.1", "park");

    pass(31 * MINUTE);

    assertThat(world.contact("o1"))
        .containsEntry("state", "scheduled")
        .containsEntry("nav", "")
        .containsEntry("due", Long.toString(START + 12 * HOUR));
    assertThat(world.navigatorState("ana")).containsEntry("pk", "0,0,0,0,0,0");
  }

  @Test
  void shouldReachNobodyWhoDidNotAgree() {
    assertThat(outreach("o1", 3, "", START).status()).isEqualTo("NO_CONSENT");
    assertThat(world.contact("o1")).isEmpty();
    world.consent("p1", "other", true, START);
    assertThat(outreach("o1", 3, "", START).status()).isEqualTo("NO_CONSENT");

    world.consent("p1", "education", true, START);

    assertThat(outreach("o1", 3, "", START).status()).isEqualTo("CREATED");
    assertThat(world.contact("o1")).containsEntry("state", "offered");
  }

  @Test
  void shouldStopWhatIsScheduledWhenTheConsentIsWithdrawn() {
    world.consent("p1", "education", true, START);
    outreach("o1", 3, "", START + HOUR);
    outreach("o2", 3, "", START);
    assertThat(world.contact("o2")).containsEntry("state", "offered");

    assertThat(world.consent("p1", "education", false, START + 1).text(0)).isEqualTo("2");

    for (String id : new String[] {"o1", "o2"}) {
      assertThat(world.contact(id))
          .containsEntry("state", "closed")
          .containsEntry("disp", "consent_withdrawn");
    }
    assertThat(world.navigatorState("ana")).containsEntry("off", "");
    assertThat(outreach("o3", 3, "", START).status()).isEqualTo("NO_CONSENT");
    assertThat(world.consent("p1", "education", true, START).status()).isEqualTo("SAME");
  }

  @Test
  void shouldStopEverythingAtAnAddressThatOptedOutUntilItOptsIn() {
    world.consent("p1", "education", true, START);
    outreach("o1", 3, "", START + HOUR);

    world.consent("@x", "*", false, START + 1);

    assertThat(world.contact("o1")).containsEntry("disp", "consent_withdrawn");
    assertThat(outreach("o2", 3, "", START).status()).isEqualTo("NO_CONSENT");
    world.consent("@x", "*", true, START + 2);
    assertThat(outreach("o2", 3, "", START).status()).isEqualTo("CREATED");
  }

  @Test
  void shouldTakeBackAlsoAConsentThatIsDatedAhead() {
    world.consent("p1", "education", true, START + 14 * HOUR);
    outreach("o1", 3, "", START + HOUR);

    assertThat(world.consent("p1", "*", false, null).status()).isEqualTo("DONE");

    assertThat(world.contact("o1")).containsEntry("disp", "consent_withdrawn");
    assertThat(outreach("o2", 3, "", START).status()).isEqualTo("NO_CONSENT");
    world.consent("p1", "education", true, START + 14 * HOUR);
    assertThat(outreach("o2", 3, "", START).status()).isEqualTo("NO_CONSENT");
    assertThat(world.consent("p1", "*", false, null).status()).isEqualTo("SAME");
    world.consent("p1", "education", true, START + 14 * HOUR + 1);
    assertThat(outreach("o2", 3, "", START).status()).isEqualTo("CREATED");
  }

  @Test
  void shouldTakeBackAConsentThatWasGivenAnewAfterAnEarlierStop() {
    world.consent("p1", "*", false, null);
    world.engine().advance(1_000);
    world.consent("p1", "education", true, START + 1_000);
    outreach("o1", 3, "", START + HOUR);
    world.engine().advance(1_000);

    assertThat(world.consent("p1", "*", false, null).status()).isEqualTo("DONE");

    assertThat(world.contact("o1")).containsEntry("disp", "consent_withdrawn");
    assertThat(outreach("o2", 3, "", START).status()).isEqualTo("NO_CONSENT");
  }

  @Test
  void shouldLeaveATalkThatIsUnderWayToItsNavigator() {
    world.consent("p1", "education", true, START);
    outreach("o1", 3, "", START);
    world.accept("ana", "o1.1");

    world.consent("p1", "*", false, START + 1);

    assertThat(world.contact("o1")).containsEntry("state", "engaged");
    assertThat(world.finish("ana", "o1.1", "resolved").status()).isEqualTo("COMPLETED");
  }

  @Test
  void shouldTryAgainOnTheNextChannelUntilTheAttemptsAreUsedUp() {
    world.consent("p1", "education", true, START);
    outreach("o1", 2, "", START);
    String order = world.contact("o1").get("ord");
    world.accept("ana", "o1.1");

    assertThat(world.finish("ana", "o1.1", "no_answer").status()).isEqualTo("AGAIN");

    assertThat(world.contact("o1"))
        .containsEntry("state", "scheduled")
        .containsEntry("ord", order)
        .containsEntry("due", Long.toString(START + 10 * MINUTE));
    int sms = world.laneFor("support", Channel.SMS, "en");
    assertThat(world.contact("o1")).containsEntry("lane", Integer.toString(sms));
    pass(10 * MINUTE);
    world.accept("ana", "o1.2");
    assertThat(world.finish("ana", "o1.2", "voicemail").status()).isEqualTo("COMPLETED");
    assertThat(world.contact("o1")).containsEntry("disp", "voicemail");
  }

  @Test
  void shouldWaitForTheNextWindowWhenThisOneEnds() {
    world.consent("p1", "education", true, START);
    world.activity("ana", "break");
    outreach("o1", 3, DAY_AND_NEXT, START);
    assertThat(world.contact("o1"))
        .containsEntry("state", "waiting")
        .containsEntry("due", Long.toString(START + HOUR));

    pass(HOUR);

    assertThat(world.contact("o1"))
        .containsEntry("state", "scheduled")
        .containsEntry("due", Long.toString(START + 12 * HOUR));
    pass(11 * HOUR);
    assertThat(world.contact("o1")).containsEntry("state", "waiting");
    pass(HOUR);
    assertThat(world.contact("o1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "unreached");
  }

  @Test
  void shouldMoveTheNextAttemptIntoAWindow() {
    world.consent("p1", "education", true, START);
    outreach("o1", 3, DAY_AND_NEXT, START);
    world.accept("ana", "o1.1");
    world.engine().advance(55 * MINUTE);

    world.finish("ana", "o1.1", "busy");

    assertThat(world.contact("o1")).containsEntry("due", Long.toString(START + 12 * HOUR));
  }

  @Test
  void shouldTryACallbackAgainWithoutAnEnd() {
    world.place(
        "b1",
        "d",
        "callback",
        Tier.ROUTINE,
        Channel.PHONE,
        world.laneFor("support", Channel.PHONE, "en"),
        "",
        "",
        false,
        "");
    for (int attempt = 1; attempt <= 7; attempt++) {
      world.accept("ana", "b1." + attempt);
      assertThat(world.finish("ana", "b1." + attempt, "no_answer").status()).isEqualTo("AGAIN");
      pass(Settings.defaults().obligations().callbackAgain().toMillis());
      assertThat(world.contact("b1")).containsEntry("state", "offered");
    }
  }

  @Test
  void shouldTrySomebodyInDistressWhoHungUpAgainSoonAndAtAnyHour() {
    world.place("s1", Tier.CRISIS, Channel.PHONE);
    world.abandon("s1");
    assertThat(world.contact("s1")).containsEntry("kind", "callback");
    world.accept("ana", world.navigatorState("ana").get("off"));

    String engagement = "s1." + world.contact("s1").get("try");
    assertThat(world.finish("ana", engagement, "no_answer").status()).isEqualTo("AGAIN");

    assertThat(world.contact("s1")).containsEntry("due", Long.toString(START + 5 * MINUTE));
    pass(5 * MINUTE);
    assertThat(world.contact("s1")).containsEntry("state", "offered");
  }

  @Test
  void shouldEraseWhatIsClosedOfAPersonAndLeaveTheContact() {
    world.placeOf("p7", "e1", Tier.ROUTINE, Channel.CHAT);
    world.placeOf("p7", "e2", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "e1.1");
    world.finish("ana", "e1.1", "resolved");

    assertThat(world.erase("p7", true).text(1)).as("still open").isEqualTo("1");
    assertThat(world.erase("p7", true).list(2)).isEmpty();
    Outcome erased = world.erase("p7", false);

    assertThat(erased.list(2)).asList().containsExactly("e1");
    assertThat(world.contact("e1")).containsEntry("state", "closed");
    assertThat(world.erase("p7", false).list(2)).isEmpty();
  }

  @Test
  void shouldCloseWhatCameByItselfWhateverItsDisposition() {
    world.place("c1", Tier.ROUTINE, Channel.PHONE);
    world.accept("ana", "c1.1");

    assertThat(world.finish("ana", "c1.1", "no_answer").status()).isEqualTo("COMPLETED");
  }
}
