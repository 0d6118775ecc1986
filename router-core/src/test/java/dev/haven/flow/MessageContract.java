package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a further message of a person does to their contact: it may become more urgent or be opened
 * again; and what their silence does.
 */
public abstract class MessageContract extends TransitionsContract {
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
  void shouldTellARepeatFromAnotherMessageWithTheSameKey() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    world.append("c1", "m1", Tier.ROUTINE, "hello");

    assertThat(world.append("c1", "m1", Tier.ROUTINE, "hello").status()).isEqualTo("KNOWN");
    assertThat(world.append("c1", "m1", Tier.CRISIS, "help").status()).isEqualTo("REUSED");
    assertThat(world.append("c2", "m1", Tier.CRISIS, "hello").status()).isEqualTo("REUSED");
    assertThat(world.append("c2", "c1", Tier.CRISIS, "hello").status())
        .as("the key that made a contact")
        .isEqualTo("REUSED");
    assertThat(world.place("m1", Tier.CRISIS, Channel.SMS).status())
        .as("a new contact with the key of a message")
        .isEqualTo("REUSED");
    assertThat(world.contact("c2")).containsEntry("tier", "4");
  }

  @Test
  void shouldNeverLowerTheTierByAMessage() {
    world.place("c1", Tier.CRISIS, Channel.CHAT);

    world.append("c1", "m1", Tier.ROUTINE);

    assertThat(world.contact("c1")).containsEntry("tier", "0");
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

  @Test
  void shouldWakeAScheduledContactThatIsStrictByAnyFurtherWords() {
    world.navigator("ana");
    world.available("ana");
    long later = world.engine().now() + 3_600_000L;
    world.schedule("c1", Tier.CRISIS, Channel.CHAT, later);

    world.append("c1", "m1", Tier.ROUTINE);

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("tier", "0");
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

  private static Transitions.Appendix words(String contact, Tier tier) {
    return words(contact, tier, -1, false);
  }

  private static Transitions.Appendix words(String contact, Tier tier, int known, boolean read) {
    return new Transitions.Appendix(
        contact,
        contact + tier,
        "sealed",
        tier.rank(),
        9,
        false,
        "",
        "test",
        "",
        "",
        known,
        read,
        "");
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
}
