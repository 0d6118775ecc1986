package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Contacts that come in once however often they are sent, follow an earlier one of their
 * conversation, are read by somebody, or leave before they were served.
 */
public abstract class IntakeContract extends TransitionsContract {
  @Test
  void shouldKnowARepeatAndRefuseAReusedKey() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);

    assertThat(world.place("c1", Tier.ROUTINE, Channel.CHAT).status()).isEqualTo("KNOWN");
    assertThat(world.placeWithDigest("c1", "other").status()).isEqualTo("REUSED");
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
  void shouldLeaveACallbackWithWhoeverHasTakenItWhenTheHangUpIsToldAgain() {
    world.navigator("ana");
    world.placeLive("c1", Tier.CRISIS);
    world.abandon("c1");
    world.available("ana");
    world.accept("ana", "c1.1");

    assertThat(world.abandon("c1").status()).isEqualTo("CALLBACK");
    assertThat(world.contact("c1")).containsEntry("state", "engaged").containsEntry("nav", "ana");

    world.finish("ana", "c1.1", "no_answer");
    assertThat(world.abandon("c1").status()).isEqualTo("CALLBACK");
    assertThat(world.contact("c1")).containsEntry("state", "scheduled");
  }

  @Test
  void shouldGiveUpACallbackForLaterThatIsNotStrict() {
    world.schedule("c1", Tier.ROUTINE, Channel.PHONE, TransitionsContract.START + 60_000);

    assertThat(world.abandon("c1").status()).isEqualTo("ABANDONED");
    assertThat(world.contact("c1")).containsEntry("state", "closed");
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
  void shouldNoteEachReadingOfAContactAndChangeNothingElse() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    Map<String, String> before = world.contact("c1");

    assertThat(world.read("c1").status()).isEqualTo("DONE");
    assertThat(world.read("c1").status()).isEqualTo("DONE");
    assertThat(world.read("c2").status()).isEqualTo("MISSING");

    assertThat(world.contact("c1")).isEqualTo(before);
  }
}
