package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Catalogue;
import dev.haven.match.Lane;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What keeps a workspace in order: deadlines and gaps in which nobody looked at them, retention,
 * leases of nodes, the catalogue of lanes, and a configuration that is read again.
 */
public abstract class HousekeepingContract extends TransitionsContract {
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
  void shouldNotEndAnOfferThatWasMadeWhileOthersWereWorkedOff() {
    int support = world.laneFor("support", Channel.CHAT, "en");
    int billing = world.laneFor("billing", Channel.CHAT, "en");
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.placeIn("c2", support, "20500:" + billing + ":;");

    world.engine().advance(21_000);
    world.due();

    assertThat(world.contact("c1")).containsEntry("state", "waiting");
    assertThat(world.contact("c2")).containsEntry("state", "offered").containsEntry("nav", "ana");
    assertThat(world.navigatorState("ana")).containsEntry("off", "c2.1");
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
  void shouldRemoveAClosedContactAfterItsRetention() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.abandon("c1");

    world.engine().advance(8 * 86_400_000L);
    world.due();

    assertThat(world.engine().state()).doesNotContainKey("c:c1");
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
}
