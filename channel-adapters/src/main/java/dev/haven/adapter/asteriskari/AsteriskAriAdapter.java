package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.CallPort;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.FrameSocket;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
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

  /**
   * Signs in by REST, and looks whether the user may write and whether the application has its
   * WebSocket. A second WebSocket would take the events from the node that has one, so none is
   * opened.
   */
  @Override
  public Future<List<Remark>> examine() {
    return rest.get("/asterisk/info?only=system")
        .compose(
            info ->
                info.isSuccess()
                    ? rest.mayWrite()
                        .compose(v -> rest.get("/applications/" + Form.encode(application())))
                        .map(app -> List.of(Remark.good("signed in by REST"), connected(app)))
                    : Future.succeededFuture(
                        List.of(Remark.wrong("the REST interface answers HTTP " + info.status()))))
        .otherwise(
            e ->
                List.of(
                    Remark.wrong(
                        e instanceof AriRest.RefusedException
                            ? String.valueOf(e.getMessage())
                            : "the REST interface does not answer")));
  }

  private String application() {
    String name = endpoint.text("app");
    return name == null ? "" : name;
  }

  private static Remark connected(HttpAnswer application) {
    return application.isSuccess()
        ? Remark.good("the application has a WebSocket")
        : Remark.unsure(
            "nobody has a WebSocket for config.app now: no node runs, or its name is another one");
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

  /**
   * A user who may only read gets no session: callers stay with the dialplan's music instead of
   * entering an application that cannot answer them.
   */
  @Override
  public Future<Session> open(EventSink sink) {
    String application = endpoint.text("app");
    if (application == null || endpoint.apiBaseUrl() == null) {
      return Future.failedFuture(
          new IllegalStateException("apiBaseUrl and config.app are needed for a session"));
    }
    return rest.mayWrite()
        .onFailure(
            e -> {
              if (e instanceof AriRest.RefusedException) {
                sink.refused(RefusalReason.AUTH_FAILED);
              }
            })
        .compose(v -> connected(application))
        .compose(
            socket ->
                new AriSession(
                        endpoint, context, events, calls, new Roll(rest, application), sink, socket)
                    .begin());
  }

  private Future<FrameSocket> connected(String application) {
    AriListener listens = listener;
    return listens == null
        ? context.network().webSocket(rest.access().events(application), rest.access().headers())
        : listens.next();
  }
}
