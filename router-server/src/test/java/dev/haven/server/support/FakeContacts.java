package dev.haven.server.support;

import dev.haven.channel.InboundStatus;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.flow.Cadence;
import dev.haven.flow.CommandResult;
import dev.haven.flow.ContactView;
import dev.haven.flow.Contacts;
import dev.haven.flow.DesktopFrame;
import dev.haven.flow.Receipt;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.urgency.Finding;
import dev.haven.urgency.Reason;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contacts in memory: idempotent by source and key, nothing else. Any thread. */
public final class FakeContacts implements Contacts {
  /** Names of files that were asked for. */
  public final List<String> requestedFiles = new ArrayList<>();

  /** Words that were read, the way back with them, and whether they were the last. */
  public record Read(String words, @Nullable Map<String, String> reply, boolean all) {}

  public final List<Read> reads = new ArrayList<>();

  /** Who read, and why. */
  public final List<String> readings = new ArrayList<>();

  public static final Instant AT = Instant.parse("2026-11-22T00:00:00Z");

  private final Map<String, ContactView> contacts = new LinkedHashMap<>();
  private final Map<String, String> keys = new LinkedHashMap<>();
  public final List<Arrival> arrivals = new ArrayList<>();
  public final List<InboundStatus> statuses = new ArrayList<>();
  private int failures;

  /** The next calls fail, as if the store were away. */
  public synchronized void failNext(int calls) {
    failures = calls;
  }

  @Override
  public synchronized Future<Receipt> receive(WorkspaceId workspace, Arrival arrival) {
    if (failures > 0) {
      failures--;
      return Future.failedFuture("the store is away");
    }
    String key = workspace + " " + arrival.source() + " " + arrival.key();
    String known = arrival.key() == null ? null : keys.get(key);
    if (known != null) {
      String[] parts = known.split(" ", 2);
      return Future.succeededFuture(
          parts[1].equals(arrival.bodyDigest())
              ? new Receipt.Known(require(parts[0]))
              : new Receipt.KeyReused());
    }
    arrivals.add(arrival);
    String id = "c" + (contacts.size() + 1);
    ContactView view = view(id, arrival);
    contacts.put(workspace + "/" + id, view);
    if (arrival.key() != null) {
      keys.put(key, workspace + "/" + id + " " + arrival.bodyDigest());
    }
    return Future.succeededFuture(new Receipt.Created(view));
  }

  @Override
  public Future<Receipt> reach(WorkspaceId workspace, Arrival arrival, Cadence cadence) {
    return receive(workspace, arrival);
  }

  private ContactView require(String path) {
    return Optional.ofNullable(contacts.get(path)).orElseThrow();
  }

  private static ContactView view(String id, Arrival arrival) {
    return new ContactView(
        new ContactId(id),
        arrival.source(),
        ContactState.WAITING,
        arrival.channel(),
        arrival.language() == null ? "en" : arrival.language(),
        "support",
        Tier.ROUTINE,
        10,
        List.of(new Reason("routine.none", "Nothing urgent.", "Nada urgente.", 0, 4)),
        false,
        arrival.kind(),
        null,
        AT,
        arrival.dueAt() == null ? AT : arrival.dueAt(),
        1,
        null,
        null,
        Set.of(),
        null,
        arrival.person(),
        null,
        null,
        List.of(),
        false);
  }

  /** Gives a contact to a navigator. */
  public synchronized void give(WorkspaceId workspace, String id, String navigator) {
    ContactView c = require(workspace + "/" + id);
    contacts.put(
        workspace + "/" + id,
        new ContactView(
            c.id(),
            c.source(),
            ContactState.ENGAGED,
            c.channel(),
            c.language(),
            c.queue(),
            c.tier(),
            c.score(),
            c.reasons(),
            c.adverseEvent(),
            c.kind(),
            null,
            AT,
            AT,
            null,
            null,
            new NavigatorId(navigator),
            Set.of(),
            new OfferId(id + ".1"),
            c.person(),
            null,
            null,
            List.of(),
            false));
  }

  @Override
  public synchronized Future<Boolean> isKnown(WorkspaceId workspace, Arrival arrival) {
    return Future.succeededFuture(
        keys.containsKey(workspace + " " + arrival.source() + " " + arrival.key()));
  }

  @Override
  public synchronized Future<Optional<ContactView>> find(WorkspaceId workspace, ContactId contact) {
    return Future.succeededFuture(Optional.ofNullable(contacts.get(workspace + "/" + contact)));
  }

  @Override
  public synchronized Future<Optional<ContactView>> concerned(
      WorkspaceId workspace, String source, InboundStatus status) {
    String known = keys.get(workspace + " " + source + " " + status.externalId());
    return Future.succeededFuture(
        Optional.ofNullable(known).map(found -> require(found.split(" ", 2)[0])));
  }

  @Override
  public Future<Optional<Talk>> talk(
      WorkspaceId workspace, String source, String conversation, boolean withFormer) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<List<Spoken>> conversation(WorkspaceId workspace, ContactId contact) {
    return Future.succeededFuture(List.of(new Spoken(contact, "person", "hola", AT)));
  }

  @Override
  public Future<List<TimelineEntry>> timeline(WorkspaceId workspace, ContactId contact) {
    return Future.succeededFuture(
        List.of(new TimelineEntry(1, AT, "contact.placed", Map.of("tier", "routine"))));
  }

  @Override
  public Future<Optional<Explanation>> explain(
      WorkspaceId workspace, ContactId contact, String language) {
    return find(workspace, contact)
        .map(
            found ->
                found.map(
                    c ->
                        new Explanation(
                            c,
                            "test",
                            List.of(
                                new Seen(
                                    1, new Finding("crisis.active", 0, 4, Finding.Outcome.DENIED))),
                            "test",
                            "the nurse called",
                            List.of("1 of 1 in ROUTINE"),
                            List.of(new Attempt(c.id() + ".1", "nav-1", AT, "timeout")),
                            List.of(
                                new Told(AT, language.equals("es") ? "Entró." : "It came in.")))));
  }

  @Override
  public Future<Void> addRead(
      WorkspaceId workspace,
      ContactId contact,
      String source,
      String key,
      String text,
      @Nullable Map<String, String> reply,
      boolean all) {
    reads.add(new Read(text, reply, all));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> requestFiles(WorkspaceId workspace, ContactId contact, List<String> files) {
    requestedFiles.addAll(files);
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> noteReading(
      WorkspaceId workspace, ContactId contact, String actor, String reason) {
    readings.add(actor + " " + reason);
    return Future.succeededFuture(true);
  }

  @Override
  public Future<CommandResult> addMessage(
      WorkspaceId workspace,
      ContactId contact,
      String source,
      @Nullable String key,
      String text,
      @Nullable Map<String, String> reply) {
    return Future.succeededFuture(CommandResult.DONE);
  }

  @Override
  public Future<Optional<List<DesktopFrame.Line>>> readWords(
      WorkspaceId workspace, ContactId contact, String actor, String reason) {
    return find(workspace, contact)
        .map(found -> found.map(c -> List.of(new DesktopFrame.Line("person", "text", AT))));
  }

  @Override
  public Future<CommandResult> overrideUrgency(
      WorkspaceId workspace, ContactId contact, Tier tier, String reason, String actor) {
    return Future.succeededFuture(
        "refuse".equals(reason)
            ? CommandResult.refused("contact-closed", "The contact is closed.")
            : CommandResult.DONE);
  }

  @Override
  public Future<CommandResult> acknowledgeEscalation(
      WorkspaceId workspace, ContactId contact, String actor) {
    return Future.succeededFuture(CommandResult.DONE);
  }

  @Override
  public Future<CommandResult> assign(
      WorkspaceId workspace, ContactId contact, NavigatorId navigator, String actor) {
    return Future.succeededFuture(CommandResult.DONE);
  }

  @Override
  public synchronized Future<CommandResult> report(
      WorkspaceId workspace, String source, InboundStatus status) {
    statuses.add(status);
    return Future.succeededFuture(CommandResult.DONE);
  }

  @Override
  public Future<CommandResult> abandon(WorkspaceId workspace, ContactId contact, String cause) {
    return Future.succeededFuture(CommandResult.DONE);
  }
}
