package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Sealer;
import dev.haven.plan.Workflow;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices of which some cannot be shown, as no key opens what they carry. */
class DeliveryTest {
  private static final WorkspaceId MAIN = new WorkspaceId("main");
  private static final String NODE = "node-1";
  private static final Notice UNOPENABLE =
      new Notice("message", NODE, "ana", 1, List.of("c1.1", "c1", "person", "0", "sealed"));
  private static final Notice ACTIVITY =
      new Notice("activity", NODE, "ana", 2, List.of("break", ""));

  private final List<DesktopFrame> shown = new ArrayList<>();
  private final Workspaces workspaces =
      new Workspaces(
          List.of(
              new Workspace(
                  MAIN,
                  new Policy("v", Workflow.standard(), "en", ZoneOffset.UTC, Map.of(), Map.of()),
                  null,
                  null)),
          Settings.defaults());
  private final Desks desks = new Desks(workspaces, new Words(new KeysAreGone()), null);
  private final Decisions decisions = new Decisions();
  private final RouterMeters meters = new RouterMeters(new SimpleMeterRegistry());
  private final Delivery delivery =
      new Delivery(
          NODE,
          null,
          workspaces,
          desks,
          null,
          null,
          workspace -> decisions,
          new ServiceLevels(meters),
          meters,
          RouterClock.system());

  private static final class KeysAreGone implements Sealer {
    @Override
    public byte[] seal(byte[] plain, String place) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, String place) {
      throw new IllegalStateException("no key of the ring");
    }
  }

  @BeforeEach
  void openADesktop() {
    LiveSession session =
        new LiveSession(
            null,
            workspaces.get(MAIN),
            "ana",
            new DesktopLink() {
              @Override
              public void deliver(DesktopFrame frame) {
                shown.add(frame);
              }

              @Override
              public void close(int code, String reason) {}
            });
    desks.seat(session);
    session.release();
  }

  @Test
  void shouldTellWhatComesBehindANoticeThatCannotBeShown() {
    delivery.tell(MAIN, List.of(UNOPENABLE, ACTIVITY));

    assertThat(shown).extracting(DesktopFrame::seq).containsExactly(2L);
  }

  @Test
  void shouldTellTheRestOfWhatAPlacementCausedToo() {
    delivery.placed(MAIN, facts(), Dossier.ERASED, "card", List.of(UNOPENABLE, ACTIVITY), 0);

    assertThat(shown).extracting(DesktopFrame::seq).containsExactly(2L);
  }

  @Test
  void shouldShowTheRestOfWhatAnotherNodeTold() {
    delivery.heard(MAIN, List.of(UNOPENABLE, ACTIVITY));

    assertThat(shown).extracting(DesktopFrame::seq).containsExactly(2L);
  }

  private static Facts facts() {
    List<String> fields = new ArrayList<>(Collections.nCopies(31, ""));
    fields.set(0, "c2");
    fields.set(1, "waiting");
    fields.set(2, "1");
    fields.set(5, "4");
    fields.set(8, "inbound");
    fields.set(10, "0");
    fields.set(11, "0");
    return Facts.of(fields);
  }
}
