package dev.haven.flow;

import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Draws up what a navigator's desktop shows: everything at once, or one engagement. */
final class DeskSnapshots {
  private final Transitions transitions;
  private final ContactReader reader;
  private final Words words;
  private final Outbound outbound;

  DeskSnapshots(Transitions transitions, ContactReader reader, Words words, Outbound outbound) {
    this.transitions = transitions;
    this.reader = reader;
    this.words = words;
    this.outbound = outbound;
  }

  /** Everything a desktop should show now, and nothing that a lost machine could take back. */
  Future<DesktopFrame.Snapshot> of(Workspace workspace, String navigator) {
    return transitions
        .readDesktop(workspace.id(), navigator)
        .compose(
            reply ->
                transitions
                    .confirmRead(workspace.id())
                    .compose(v -> readable(workspace, reply))
                    .map(v -> snapshotOf(workspace, navigator, reply)));
  }

  /** A contact may stand in a lane that another node registered. */
  private static Future<Void> readable(Workspace workspace, List<Object> reply) {
    for (Object o : (List<?>) reply.get(6)) {
      if (!workspace.catalogue().hasLane(Facts.of((List<?>) ((List<?>) o).get(0)).lane())) {
        return workspace.reload();
      }
    }
    return Future.succeededFuture();
  }

  private DesktopFrame.Snapshot snapshotOf(
      Workspace workspace, String navigator, List<Object> reply) {
    List<DesktopFrame.Offer> offers = new ArrayList<>();
    List<DesktopFrame.Engagement> engagements = new ArrayList<>();
    for (Object o : (List<?>) reply.get(6)) {
      List<?> entry = (List<?>) o;
      Facts facts = Facts.of((List<?>) entry.get(0));
      Dossier dossier = words.readable(workspace.id(), facts.id().value(), (String) entry.get(1));
      DesktopFrame.Card card = reader.card(workspace, facts, dossier);
      OfferId id = Objects.requireNonNull(facts.offer(), "a navigator's contact has an attempt");
      DesktopFrame.Consult consult = consult(navigator, facts, (List<?>) entry.get(4));
      if (facts.state() == ContactState.OFFERED) {
        offers.add(
            new DesktopFrame.Offer(
                id, card, Objects.requireNonNullElse(facts.offerEndsAt(), Instant.EPOCH)));
      } else if (consult != null && !consult.first() && consult.state().equals("offered")) {
        Instant ends =
            Instant.ofEpochMilli(Long.parseLong((String) ((List<?>) entry.get(4)).get(3)));
        offers.add(new DesktopFrame.Offer(consult.id(), card, ends, consult.navigator()));
      } else {
        DesktopFrame.Engagement one =
            engagement(
                workspace,
                facts,
                id,
                card,
                (List<?>) entry.get(2),
                (List<?>) entry.get(3),
                outbound.controls(workspace.id(), facts, dossier),
                consult);
        engagements.add(
            consult == null || consult.first() ? one : one.consulted(consult.id(), consult));
      }
    }
    Navigator known = DirectoryFlow.read(new NavigatorId(navigator), (String) reply.get(5));
    String next = (String) reply.get(4);
    return new DesktopFrame.Snapshot(
        Long.parseLong((String) reply.get(2)),
        new DesktopFrame.Self(
            navigator,
            known.name(),
            (String) reply.get(3),
            next.isEmpty() ? null : next,
            known.languages()),
        offers,
        engagements);
  }

  /** The consult about a contact as that navigator sees it; null when there is none. */
  private static DesktopFrame.@Nullable Consult consult(
      String navigator, Facts facts, List<?> open) {
    if (open.isEmpty()) {
      return null;
    }
    boolean first = !open.get(2).equals(navigator);
    String asks = Objects.requireNonNull(facts.navigator(), "consulted is about work").value();
    return new DesktopFrame.Consult(
        new OfferId((String) open.get(0)),
        first,
        first ? (String) open.get(2) : asks,
        (String) open.get(1));
  }

  private DesktopFrame.Engagement engagement(
      Workspace workspace,
      Facts facts,
      OfferId id,
      DesktopFrame.Card card,
      List<?> lines,
      List<?> deliveries,
      @Nullable List<String> controls,
      DesktopFrame.@Nullable Consult consult) {
    List<DesktopFrame.Line> conversation = new ArrayList<>();
    if (!card.text().isEmpty()) {
      conversation.add(new DesktopFrame.Line("person", card.text(), card.arrivedAt()));
    }
    conversation.addAll(reader.lines(workspace, facts.id(), lines, deliveries));
    return new DesktopFrame.Engagement(
        id,
        card,
        facts.engagementState(),
        Objects.requireNonNullElse(facts.engagedAt(), facts.arrivedAt()),
        conversation,
        controls,
        consult,
        interpreter(facts));
  }

  /** Who interprets now, or is called; null for nobody. */
  private static DesktopFrame.@Nullable Interpreter interpreter(Facts facts) {
    Facts.OutsideCall call = facts.outside();
    return call == null || !call.interpreter()
        ? null
        : new DesktopFrame.Interpreter(
            call.language(), call.state().equals("connected") ? "joined" : "ringing");
  }

  Future<Optional<DesktopFrame.Engagement>> engagement(
      Workspace workspace, ContactId contact, OfferId id) {
    return reader
        .read(workspace, contact)
        .map(
            read ->
                read.map(
                    r -> {
                      List<DesktopFrame.Line> conversation = new ArrayList<>();
                      if (r.dossier().text() != null) {
                        conversation.add(
                            new DesktopFrame.Line(
                                "person", r.dossier().text(), r.facts().arrivedAt()));
                      }
                      conversation.addAll(r.lines());
                      return new DesktopFrame.Engagement(
                          id,
                          reader.card(workspace, r.facts(), r.dossier()),
                          r.facts().engagementState(),
                          Objects.requireNonNullElse(r.facts().engagedAt(), r.facts().arrivedAt()),
                          conversation,
                          outbound.controls(workspace.id(), r.facts(), r.dossier()),
                          null,
                          interpreter(r.facts()));
                    }));
  }
}
