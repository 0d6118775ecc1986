package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is owed for an adverse event, on the scripts and on the model alike. */
public abstract class ReportsContract extends TransitionsContract {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @BeforeEach
  void someContact() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
  }

  @Test
  void shouldBeFlaggedOnce() {
    assertThat(world.flag("c1").status()).isEqualTo("DONE");
    assertThat(world.flag("c1").status()).isEqualTo("SAME");
    assertThat(world.flag("nobody").status()).isEqualTo("MISSING");
    assertThat(world.contact("c1")).containsEntry("ae", "1");
  }

  @Test
  void shouldWaitForANavigatorOnceItsStartHasCome() {
    world.navigator("ana");
    world.available("ana");
    world.accept("ana", "c1.1");

    assertThat(world.report("r1", "c1", START + HOUR, START + 24 * HOUR).status())
        .isEqualTo("OPEN");
    assertThat(world.report("r1", "c1", START + HOUR, START + 24 * HOUR).status())
        .isEqualTo("KNOWN");
    assertThat(world.contact("r1")).containsEntry("state", "scheduled");
    world.engine().advance(HOUR);
    world.due();

    assertThat(world.contact("r1"))
        .containsEntry("state", "offered")
        .containsEntry("kind", "adverse_event_report");
  }

  @Test
  void shouldCloseTheWorkNobodyIsAtOnceItIsSubmitted() {
    world.report("r1", "c1", START + HOUR, START + 24 * HOUR);
    assertThat(world.fill("r1", 0).text(0)).isEqualTo("1");

    assertThat(world.settle("r1", "submitted", "0").status()).isEqualTo("STALE");
    assertThat(world.settle("r1", "submitted", "1").status()).isEqualTo("DONE");
    assertThat(world.settle("r1", "submitted", "1").status()).isEqualTo("SAME");

    assertThat(world.contact("r1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "submitted");
    assertThat(world.fill("r1", 1).status()).isEqualTo("ENDED");
  }

  @Test
  void shouldTakeAnOfferBackThatNobodyNeedsAnyMore() {
    world.navigator("bob");
    world.available("bob");
    world.accept("bob", "c1.1");
    world.report("r1", "c1", START, START + 24 * HOUR);
    assertThat(world.contact("r1")).containsEntry("state", "offered");

    world.settle("r1", "dismissed", "");

    assertThat(world.contact("r1")).containsEntry("state", "closed").containsEntry("nav", "");
    assertThat(world.navigatorState("bob")).containsEntry("off", "");
    assertThat(world.accept("bob", "r1.1").status()).isNotEqualTo("ACCEPTED");
  }

  @Test
  void shouldTakeAllOffersBackWhenItWasOfferedToSeveral() {
    world.abandon("c1");
    world.navigator("ana");
    world.available("ana");
    world.navigator("bob");
    world.available("bob");
    world.offerTo(2);
    world.report("r1", "c1", START, START + 24 * HOUR);
    String first = world.contact("r1").get("nav");
    String second = first.equals("ana") ? "bob" : "ana";
    assertThat(world.contact("r1").get("also")).startsWith(second + ">");

    world.settle("r1", "dismissed", "");

    assertThat(world.contact("r1"))
        .containsEntry("state", "closed")
        .containsEntry("nav", "")
        .containsEntry("also", "");
    for (String who : List.of(first, second)) {
      assertThat(world.navigatorState(who))
          .as(who)
          .containsEntry("off", "")
          .containsEntry("cnt", "0,0,0,0,0,0");
    }
    assertThat(world.accept(second, "r1.2").status()).isNotEqualTo("ACCEPTED");
    assertThat(world.contact("r1")).containsEntry("state", "closed");
  }

  @Test
  void shouldNotBeCompletedBeforeItIsSubmittedAndComeBackWhenForgotten() {
    world.navigator("bob");
    world.available("bob");
    world.accept("bob", "c1.1");
    world.report("r1", "c1", START, START + 24 * HOUR);
    world.accept("bob", "r1.1");

    assertThat(world.finish("bob", "r1.1", "resolved").status()).isEqualTo("UNREPORTED");
    assertThat(world.finish("bob", "r1.1", "").status()).isEqualTo("WRAPPING");
    world.engine().advance(Settings.defaults().wrapUp().toMillis());
    world.due();

    assertThat(world.contact("r1")).containsEntry("state", "waiting").containsEntry("nav", "");
    assertThat(world.abandon("r1").status()).isEqualTo("OWED");
  }

  @Test
  void shouldLeaveItToWhoeverIsAtItToEndTheirWork() {
    world.navigator("bob");
    world.available("bob");
    world.accept("bob", "c1.1");
    world.report("r1", "c1", START, START + 24 * HOUR);
    world.accept("bob", "r1.1");
    world.fill("r1", 0);

    assertThat(world.settle("r1", "submitted", "1").status()).isEqualTo("DONE");
    assertThat(world.contact("r1")).containsEntry("state", "engaged");
    assertThat(world.finish("bob", "r1.1", "resolved").status()).isEqualTo("COMPLETED");
    assertThat(world.settle("r1", "handed", "").status()).isEqualTo("DONE");
    assertThat(world.settle("r1", "handed", "").status()).isEqualTo("SAME");
  }

  @Test
  void shouldComeDueAtOnceWhenItIsLate() {
    world.report("r1", "c1", START + 10 * HOUR, START + HOUR);
    world.engine().advance(HOUR);

    world.due();

    assertThat(world.contact("r1")).containsEntry("state", "waiting");
  }

  @Test
  void shouldStayOnRecordUntilAReceiverHasIt() {
    world.report("r1", "c1", START + HOUR, START + 24 * HOUR);
    world.fill("r1", 0);
    world.settle("r1", "submitted", "1");
    world.engine().advance(Settings.defaults().retention().toMillis());
    world.due();
    assertThat(world.contact("r1")).containsEntry("state", "closed");

    world.settle("r1", "handed", "");
    world.engine().advance(Settings.defaults().retention().toMillis());
    world.due();

    assertThat(world.contact("r1")).isEmpty();
  }

  @Test
  void shouldKeepWhatIsOwedOfSomebodyWhoWasErasedUntilAReceiverHasIt() {
    world.reportOf("p7", "r1", "c1", START + 24 * HOUR);
    world.fill("r1", 0);
    assertThat(world.erase("p7", true).text(1)).as("still open").isEqualTo("1");
    world.settle("r1", "submitted", "1");

    assertThat(world.erase("p7", false).list(2)).asList().containsExactly("r1");

    assertThat(world.criteria("r1")).as("without them nothing could be handed off").isNotEmpty();
    assertThat(world.settle("r1", "handed", "").status()).isEqualTo("DONE");
    assertThat(world.criteria("r1")).isEmpty();
  }

  @Test
  void shouldEraseTheCriteriaOfAReportThatWasHandedOff() {
    world.reportOf("p7", "r1", "c1", START + 24 * HOUR);
    world.fill("r1", 0);
    world.settle("r1", "submitted", "1");
    world.settle("r1", "handed", "");
    assertThat(world.criteria("r1")).isNotEmpty();

    world.erase("p7", false);

    assertThat(world.criteria("r1")).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoReport() {
    assertThat(world.fill("c1", 0).status()).isEqualTo("MISSING");
    assertThat(world.settle("c1", "submitted", "0").status()).isEqualTo("MISSING");
    assertThat(
            world
                .engine()
                .call(t -> t.openReport(world.engine().workspace(), "none", "c1", START, START))
                .status())
        .isEqualTo("MISSING");
  }
}
