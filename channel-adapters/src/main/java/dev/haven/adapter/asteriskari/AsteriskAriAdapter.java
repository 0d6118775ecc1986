package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.CallPort;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.FrameSocket;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a Stasis application: events by the WebSocket, one JSON object a text frame, commands by
 * REST. Asterisk gives an application's events to one WebSocket, so one node holds it. A frame that
 * cannot be read is refused and the connection goes on.
 */
final class AsteriskAriAdapter implements InboundReader, SessionAdapter {
  private final EndpointConfig endpoint;
  private final AdapterContext context;
  private final AriEvents events;
  private final AriRest rest;
  private final AriCalls calls;
  private final @Nullable AriListener listener;

  AsteriskAriAdapter(EndpointConfig endpoint, AdapterContext context) {
    this.endpoint = endpoint;
    this.context = context;
    this.events = new AriEvents(endpoint);
    this.rest = new AriRest(endpoint, context.http());
    this.calls = new AriCalls(endpoint, rest);
    this.listener =
        AriListener.isConfigured(endpoint) ? new AriListener(endpoint, context.network()) : null;
  }

  @Override
  public EndpointConfig endpoint() {
    return endpoint;
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.PHONE);
  }

  @Override
  public Verdict verify(RawRequest request, Instant now) {
    JsonNode frame = Json.read(request.body());
    return frame == null || Json.filled(frame, "type") == null
        ? Verdict.refused(RefusalReason.MALFORMED, 400)
        : Verdict.accepted();
  }

  @Override
  public ParseResult parse(RawRequest request, Instant now) {
    JsonNode frame = Json.read(request.body());
    return frame == null
        ? new ParseResult.Unreadable("no_json")
        : ParseResult.of(events.read(frame));
  }

  @Override
  public CallPort calls() {
    return calls;
  }

  /** Where Asterisk itself connects, whoever is reached has the session. */
  @Override
  public Holder holder() {
    return listener == null ? Holder.ONE_NODE : Holder.EVERY_NODE;
  }

  @Override
  public Future<Session> open(EventSink sink) {
    String application = endpoint.text("app");
    if (application == null || endpoint.apiBaseUrl() == null) {
      return Future.failedFuture(
          new IllegalStateException("apiBaseUrl and config.app are needed for a session"));
    }
    AriListener listens = listener;
    Future<FrameSocket> connected =
        listens == null
            ? context
                .network()
                .webSocket(rest.access().events(application), rest.access().headers())
            : listens.next();
    return connected.compose(
        socket ->
            new AriSession(
                    endpoint, context, events, calls, new Roll(rest, application), sink, socket)
                .begin());
  }
}
