package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.offer.OfferId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The desktops that are open on this node: turns notices into frames and hands them over in order.
 * Used on one event loop.
 */
final class Desks {
  private record Seat(WorkspaceId workspace, String navigator) {}

  private final Workspaces workspaces;
  private final Words words;
  private final ContactReader reader;
  private final Map<Seat, LiveSession> open = new HashMap<>();

  Desks(Workspaces workspaces, Words words, ContactReader reader) {
    this.workspaces = workspaces;
    this.words = words;
    this.reader = reader;
  }

  int size() {
    return open.size();
  }

  Collection<LiveSession> all() {
    return List.copyOf(open.values());
  }

  /** Seats a desktop; one that sat there on this node is told to go. */
  void seat(LiveSession session) {
    LiveSession older = open.put(new Seat(session.workspace(), session.navigator()), session);
    if (older != null && older != session) {
      older.superseded();
    }
  }

  void leave(LiveSession session) {
    open.remove(new Seat(session.workspace(), session.navigator()), session);
  }

  boolean isSeated(WorkspaceId workspace, String navigator) {
    return open.containsKey(new Seat(workspace, navigator));
  }

  /** An offer of a contact whose dossier is at hand. */
  void offered(WorkspaceId workspace, Notice notice, Dossier dossier) {
    LiveSession session = open.get(new Seat(workspace, notice.navigator()));
    if (session != null) {
      session.deliver(offer(workspace, notice, dossier));
    }
  }

  void show(WorkspaceId workspace, Notice notice) {
    LiveSession session = open.get(new Seat(workspace, notice.navigator()));
    if (session == null) {
      return;
    }
    long seq = notice.seq();
    switch (notice.type()) {
      case "offer" -> {
        Facts facts = notice.facts(1);
        session.deliver(
            offer(
                workspace, notice, words.readable(workspace, facts.id().value(), notice.text(2))));
      }
      case "offer_timeout", "offer_rescinded" ->
          session.deliver(
              new DesktopFrame.OfferEnded(
                  seq,
                  new OfferId(notice.text(0)),
                  new ContactId(notice.text(1)),
                  notice.type().equals("offer_timeout"),
                  notice.text(2)));
      case "engagement_started" ->
          session.started(seq, new OfferId(notice.text(0)), notice.facts(1));
      case "consult_offer" ->
          session.deliver(
              new DesktopFrame.OfferCreated(
                  seq,
                  new DesktopFrame.Offer(
                      new OfferId(notice.text(0)),
                      card(workspace, notice.facts(1), notice.text(2)),
                      Instant.ofEpochMilli(Long.parseLong(notice.text(4))),
                      notice.text(3))));
      case "consult_started" -> {
        OfferId id = new OfferId(notice.text(0));
        session.consulted(
            seq,
            notice.facts(1),
            new DesktopFrame.Consult(id, false, notice.text(3), notice.text(2)));
      }
      case "consult" ->
          session.deliver(
              new DesktopFrame.EngagementConsult(
                  seq,
                  new OfferId(notice.text(0)),
                  new ContactId(notice.text(1)),
                  new DesktopFrame.Consult(
                      new OfferId(notice.text(2)),
                      !notice.text(0).equals(notice.text(2)),
                      notice.text(4),
                      notice.text(3)),
                  orNull(notice.text(5))));
      case "interpreter" ->
          session.deliver(
              new DesktopFrame.EngagementInterpreter(
                  seq,
                  new OfferId(notice.text(0)),
                  new ContactId(notice.text(1)),
                  new DesktopFrame.Interpreter(notice.text(2), notice.text(3)),
                  orNull(notice.text(4))));
      case "engagement_updated" ->
          session.deliver(
              new DesktopFrame.EngagementUpdated(
                  seq,
                  new OfferId(notice.text(0)),
                  new ContactId(notice.text(1)),
                  notice.text(2),
                  orNull(notice.text(3))));
      case "engagement_ended" ->
          session.ended(
              seq, new OfferId(notice.text(0)), new ContactId(notice.text(1)), notice.text(2));
      case "message" -> {
        String contact = notice.text(1);
        session.deliver(
            new DesktopFrame.EngagementMessage(
                seq,
                new OfferId(notice.text(0)),
                new ContactId(contact),
                words.line(workspace, contact, notice.text(4))));
      }
      case "delivery" ->
          session.deliver(
              new DesktopFrame.EngagementDelivery(
                  seq,
                  new OfferId(notice.text(0)),
                  new ContactId(notice.text(1)),
                  notice.text(2),
                  notice.text(3)));
      case "urgency" -> {
        Facts facts = notice.facts(1);
        Dossier dossier = words.readable(workspace, facts.id().value(), notice.text(2));
        session.deliver(
            new DesktopFrame.ContactUrgency(
                seq, facts.id(), facts.tier(), facts.score(), dossier.reasons()));
      }
      case "members" ->
          session.deliver(
              new DesktopFrame.ContactMembers(
                  seq, new ContactId(notice.text(1)), Facts.contacts(notice.text(2))));
      case "files" ->
          session.deliver(new DesktopFrame.ContactFiles(0, new ContactId(notice.text(0))));
      case "activity" ->
          session.deliver(
              new DesktopFrame.ActivityUpdated(seq, notice.text(0), orNull(notice.text(1))));
      case "superseded" -> {
        if (session.isEpoch(notice.text(0))) {
          leave(session);
          session.superseded();
        }
      }
      default -> throw new IllegalStateException("no desktop frame for notice " + notice.type());
    }
  }

  private DesktopFrame.Card card(WorkspaceId workspace, Facts facts, String sealed) {
    return reader.card(
        workspaces.get(workspace), facts, words.readable(workspace, facts.id().value(), sealed));
  }

  private DesktopFrame.OfferCreated offer(WorkspaceId workspace, Notice notice, Dossier dossier) {
    Facts facts = notice.facts(1);
    return new DesktopFrame.OfferCreated(
        notice.seq(),
        new DesktopFrame.Offer(
            new OfferId(notice.text(0)),
            reader.card(workspaces.get(workspace), facts, dossier),
            Objects.requireNonNullElse(facts.offerEndsAt(), Instant.EPOCH)));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
