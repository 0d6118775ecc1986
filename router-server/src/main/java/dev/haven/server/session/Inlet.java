package dev.haven.server.session;

import dev.haven.channel.Acceptance;
import dev.haven.channel.EventSink;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.SessionAdapter;
import dev.haven.server.http.Intake;
import dev.haven.telemetry.RouterMeters;
import io.vertx.core.Future;
import java.util.List;

/** What a session hears goes the way of webhooks, in order for each conversation or call. */
final class Inlet implements EventSink {
  private final SessionAdapter adapter;
  private final Intake intake;
  private final RouterMeters meters;
  private final InOrder order = new InOrder();

  Inlet(SessionAdapter adapter, Intake intake, RouterMeters meters) {
    this.adapter = adapter;
    this.intake = intake;
    this.meters = meters;
  }

  @Override
  public Future<Acceptance> accept(ParseResult result, byte[] raw) {
    return order.run(about(result), () -> intake.take(adapter, result, Intake.digest(raw)));
  }

  @Override
  public void refused(RefusalReason reason) {
    meters.adapterSessionRefused(adapter.endpoint().id().value(), reason.wireName());
  }

  /** The call or conversation it is about; events of one request are about one. */
  private static String about(ParseResult result) {
    List<InboundEvent> events =
        result.match(e -> e.events(), handshake -> List.of(), unreadable -> List.of());
    if (events.isEmpty()) {
      return "";
    }
    return events
        .get(0)
        .match(Inlet::ofContact, Inlet::ofStatus, system -> system.idempotencyKey());
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
