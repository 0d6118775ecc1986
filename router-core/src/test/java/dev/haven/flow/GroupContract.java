package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Contacts of one known person within minutes, on the scripts and on the model alike. */
public abstract class GroupContract extends TransitionsContract {
  @Test
  void shouldJoinALaterContactUnderTheOneThatWaits() {
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.SMS);
    world.engine().advance(60_000);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.EMAIL);

    assertThat(world.contact("c2"))
        .containsEntry("state", "joined")
        .containsEntry("lead", "c1")
        .containsEntry("nav", "");
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("grp", "c2,");
  }

  @Test
  void shouldLetTheMoreUrgentLeadWithTheEarlierOrderTime() {
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.SMS);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.FAX);
    world.engine().advance(60_000);
    world.placeOf("p1", "c3", Tier.CRISIS, Channel.EMAIL);

    assertThat(world.contact("c3"))
        .containsEntry("state", "waiting")
        .containsEntry("grp", "c2,c1,")
        .containsEntry("ord", world.contact("c1").get("ord"));
    assertThat(world.contact("c1")).containsEntry("state", "joined").containsEntry("lead", "c3");
    assertThat(world.contact("c2")).containsEntry("state", "joined").containsEntry("lead", "c3");
  }

  @Test
  void shouldLetACallLeadAndRaiseIt() {
    world.placeOf("p1", "c1", Tier.CRISIS, Channel.SMS);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.PHONE);

    assertThat(world.contact("c2")).containsEntry("state", "waiting").containsEntry("tier", "0");
    assertThat(world.contact("c1")).containsEntry("state", "joined");

    world.placeOf("p1", "c3", Tier.ROUTINE, Channel.PHONE);
    assertThat(world.contact("c3")).as("a second call").containsEntry("state", "waiting");
  }

  @Test
  void shouldRaiseALeadThatIsOffered() {
    world.navigator("ana");
    world.available("ana");
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.CHAT);

    world.placeOf("p1", "c2", Tier.CRISIS, Channel.SMS);

    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("tier", "0");
    assertThat(world.contact("c2")).containsEntry("state", "joined");
  }

  @Test
  void shouldNeverJoinStrangersNorWhatComesMuchLater() {
    world.place("c1", Tier.ROUTINE, Channel.SMS);
    world.place("c2", Tier.ROUTINE, Channel.SMS);
    world.placeOf("p1", "c3", Tier.ROUTINE, Channel.SMS);
    world.placeOf("p2", "c4", Tier.ROUTINE, Channel.SMS);
    world.engine().advance(Duration.ofMinutes(11).toMillis());
    world.placeOf("p1", "c5", Tier.ROUTINE, Channel.SMS);

    for (String id : new String[] {"c1", "c2", "c3", "c4", "c5"}) {
      assertThat(world.contact(id)).as(id).containsEntry("state", "waiting");
    }
  }

  @Test
  void shouldEndTheMembersThatTheDispositionNames() {
    joinedUnderWork();

    assertThat(world.finishWith("ana", "c1.1", "resolved", "c9").status()).isEqualTo("STRANGER");
    assertThat(world.finishWith("ana", "c1.1", "resolved", "c2").status()).isEqualTo("COMPLETED");

    assertThat(world.contact("c2"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "resolved");
    assertThat(world.contact("c3"))
        .containsEntry("state", "offered")
        .containsEntry("lead", "")
        .containsEntry("nav", "ana");
  }

  @Test
  void shouldGiveMembersBackWhenTheWrapUpRunsOut() {
    String order = joinedUnderWork();
    world.finish("ana", "c1.1", "");
    world.engine().advance(Settings.defaults().wrapUp().toMillis());
    world.due();

    assertThat(world.contact("c1")).containsEntry("disp", "wrap_up_timeout");
    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("ord", order);
    assertThat(world.contact("c3")).containsEntry("state", "waiting");
  }

  @Test
  void shouldGiveMembersBackWhenTheirLeadLeaves() {
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.CHAT);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.SMS);

    assertThat(world.abandon("c1").status()).isEqualTo("ABANDONED");

    assertThat(world.contact("c2")).containsEntry("state", "waiting").containsEntry("lead", "");
  }

  @Test
  void shouldLetAMemberLeave() {
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.CHAT);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.SMS);
    world.placeOf("p1", "c3", Tier.HIGH_DISTRESS, Channel.EMAIL);

    assertThat(world.abandon("c2").status()).isEqualTo("ABANDONED");
    assertThat(world.abandon("c3").status()).isEqualTo("CALLBACK");

    assertThat(world.contact("c2")).containsEntry("state", "closed");
    assertThat(world.contact("c1")).containsEntry("grp", "c3,").containsEntry("tier", "2");
    assertThat(world.contact("c3")).containsEntry("state", "joined");
  }

  @Test
  void shouldNotHideWhatGrowsUrgentBehindWorkUnderWay() {
    joinedUnderWork();

    world.append("c2", "m1", Tier.CRISIS);

    assertThat(world.contact("c1")).containsEntry("grp", "c3,");
    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("tier", "0");
  }

  @Test
  void shouldRaiseAWaitingLeadWithItsMember() {
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.CHAT);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.SMS);

    world.append("c2", "m1", Tier.CRISIS);
    assertThat(world.contact("c1")).containsEntry("tier", "0");

    world.override("c1", Tier.ROUTINE);
    assertThat(world.contact("c2")).containsEntry("state", "waiting").containsEntry("tier", "0");
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("grp", "");
  }

  @Test
  void shouldKeepAMemberAsLongAsItsLead() {
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.CHAT);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.SMS);

    for (int hour = 0; hour < 5; hour++) {
      world.engine().advance(Duration.ofHours(1).toMillis());
      world.due();
    }

    assertThat(world.contact("c1")).containsEntry("aged", "1");
    assertThat(world.contact("c2")).containsEntry("state", "joined").containsEntry("aged", "");
  }

  /** Ana talks with c1, under which c2 and c3 are joined; answers when c2 came. */
  private String joinedUnderWork() {
    world.navigator("ana");
    world.available("ana");
    world.placeOf("p1", "c1", Tier.ROUTINE, Channel.CHAT);
    world.accept("ana", "c1.1");
    world.engine().advance(1_000);
    world.placeOf("p1", "c2", Tier.ROUTINE, Channel.SMS);
    world.engine().advance(1_000);
    world.placeOf("p1", "c3", Tier.ROUTINE, Channel.EMAIL);
    assertThat(world.contact("c2")).containsEntry("state", "joined");
    assertThat(world.contact("c3")).containsEntry("lead", "c1");
    return world.contact("c2").get("ord");
  }
}
