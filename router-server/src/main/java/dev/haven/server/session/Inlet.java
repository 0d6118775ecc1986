package dev.haven.server.session;

import dev.haven.channel.Acceptance;
import dev.haven.channel.EventSink;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Shelf;
import dev.haven.server.http.Intake;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** What a session hears goes the way of webhooks, in order for each conversation or call. */
final class Inlet implements EventSink {
  private final SessionAdapter adapter;
  private final Intake intake;
  private final Shelf shelf;
  private final RouterMeters meters;
  private final InOrder order = new InOrder();

  Inlet(SessionAdapter adapter, Intake intake, Shelf shelf, RouterMeters meters) {
    this.adapter = adapter;
    this.intake = intake;
    this.shelf = shelf;
    this.meters = meters;
  }

  @Override
  public Future<Acceptance> accept(ParseResult result, byte[] raw) {
    return order.run(
        about(result),
        () -> intake.take(adapter, result, raw).compose(kept -> noted(result).map(kept)));
  }

  /**
   * Which calls are live. What is not noted is as it was before: a call that ends while nobody
   * listens is found to be over when somebody accepts it.
   */
  private Future<Void> noted(ParseResult result) {
    return Steps.each(events(result), this::noted).otherwiseEmpty();
  }

  private Future<Void> noted(InboundEvent event) {
    if (event instanceof InboundContact contact && contact.call() != null) {
      return shelf.keepCall(workspace(), endpoint(), contact.externalId());
    }
    if (event instanceof InboundStatus status && status.terminal()) {
      return shelf.dropCall(workspace(), endpoint(), status.externalId());
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Set<String>> knownCalls() {
    return shelf.calls(workspace(), endpoint()).otherwise(Set.of());
  }

  private WorkspaceId workspace() {
    return adapter.endpoint().workspace();
  }

  private String endpoint() {
    return adapter.endpoint().id().value();
  }

  @Override
  public void refused(RefusalReason reason) {
    meters.adapterSessionRefused(endpoint(), reason.wireName());
  }

  /** The call or conversation it is about; events of one request are about one. */
  private static String about(ParseResult result) {
    List<InboundEvent> events = events(result);
    if (events.isEmpty()) {
      return "";
    }
    return events
        .get(0)
        .match(Inlet::ofContact, Inlet::ofStatus, system -> system.idempotencyKey());
  }

  private static List<InboundEvent> events(ParseResult result) {
    return result.match(e -> e.events(), handshake -> List.of(), unreadable -> List.of());
  }

  private static String ofContact(InboundContact contact) {
    String conversation = contact.conversationId();
    return conversation == null ? contact.externalId() : conversation;
  }

  private static String ofStatus(InboundStatus status) {
    String conversation = status.conversationId();
    return conversation == null ? status.externalId() : conversation;
  }
}
