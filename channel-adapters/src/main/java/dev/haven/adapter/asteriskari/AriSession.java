package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Prompts;
import dev.haven.adapter.support.Rounds;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.FrameSocket;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of one application. Frames that come while the calls are looked up wait until that
 * is over, so that what was missed comes first. What cannot be kept ends the session: the next one
 * looks the calls up again, and nobody is lost.
 *
 * <p>On one event loop.
 */
final class AriSession implements Session {
  /** Prompts that Asterisk's own sound packages have, in English and in Spanish. */
  private static final Prompts.Defaults SOUNDS =
      new Prompts.Defaults(
          List.of("sound:queue-youarenext"),
          List.of("sound:queue-thereare", "number:{position}", "sound:queue-callswaiting"),
          List.of("sound:queue-holdtime", "number:{minutes}", "sound:queue-minutes"),
          List.of("sound:queue-thankyou"));

  private final AriEvents events;
  private final AriCalls calls;
  private final Roll roll;
  private final EventSink sink;
  private final FrameSocket socket;
  private final Rounds rounds;
  private final Promise<Void> ended = Promise.promise();
  private @Nullable List<String> early = new ArrayList<>();

  AriSession(
      EndpointConfig endpoint,
      AdapterContext context,
      AriEvents events,
      AriCalls calls,
      Roll roll,
      EventSink sink,
      FrameSocket socket) {
    this.events = events;
    this.calls = calls;
    this.roll = roll;
    this.sink = sink;
    this.socket = socket;
    this.rounds = new Rounds(endpoint, context, calls, new Prompts(endpoint, SOUNDS), sink);
    socket.onText(this::heard);
    socket.closed().onComplete(closed -> over(null));
  }

  /** Looks up the calls, then hears. */
  Future<Session> begin() {
    return sink.knownCalls()
        .compose(
            known ->
                roll.call().compose(call -> roll.gone(call, known).map(gone -> begun(call, gone))))
        .onFailure(e -> socket.close());
  }

  private Session begun(Roll.Call call, List<String> gone) {
    gone.forEach(this::ended);
    call.entered().forEach(this::take);
    call.withoutLeg().forEach(this::leftByNavigator);
    List<String> frames = early == null ? List.of() : early;
    early = null;
    frames.forEach(this::heard);
    rounds.start();
    return this;
  }

  /** A caller who hung up while nobody listened. */
  private void ended(String channel) {
    take(InboundStatus.of(channel, "gone", true).in(channel), new byte[0]);
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  @Override
  public Future<Void> close() {
    over(null);
    return socket.close();
  }

  private void over(@Nullable Throwable cause) {
    rounds.stop();
    boolean first = cause == null ? ended.tryComplete() : ended.tryFail(cause);
    if (first) {
      socket.close();
    }
  }

  private void heard(String frame) {
    if (early != null) {
      early.add(frame);
    } else if (!ended.future().isComplete()) {
      take(frame.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void take(byte[] frame) {
    JsonNode event = Json.read(frame);
    String type = Json.filled(event, "type");
    if (event == null || type == null) {
      sink.refused(RefusalReason.MALFORMED);
    } else if (type.equals("ApplicationReplaced")) {
      over(new IllegalStateException("another WebSocket took the application"));
    } else {
      take(events.read(event), frame);
    }
  }

  private void take(InboundEvent event, byte[] frame) {
    if (event instanceof InboundContact contact) {
      keep(event, frame).onSuccess(kept -> rounds.add(contact.externalId(), kept));
    } else if (event instanceof InboundStatus status) {
      take(status, frame);
    } else if (event instanceof InboundSystem system && system.call() != null) {
      keep(event, frame);
    }
  }

  private void take(InboundStatus status, byte[] frame) {
    CallRef leg = status.leg();
    if (status.terminal()) {
      rounds.remove(status.externalId());
      keep(status, frame).onSuccess(kept -> kept.contactIds().forEach(calls::hangUpLegsOf));
    } else if (leg != null) {
      keep(status, frame);
      if (status.bridge() == BridgeResult.HUNG_UP) {
        calls.endTalk(leg.value("channel"));
      }
    } else if (status.digits() != null) {
      keep(status, frame).onSuccess(kept -> rounds.noted(status.externalId(), kept));
    }
  }

  private Future<Acceptance> keep(InboundEvent event, byte[] frame) {
    return sink.accept(ParseResult.of(event), frame).onFailure(this::over);
  }

  /** A caller alone in a bridge of two: the navigator hung up while nobody listened. */
  private void leftByNavigator(String bridge) {
    String command = Legs.commandOfTalk(bridge);
    if (command != null) {
      String leg = Legs.of(command);
      take(
          InboundStatus.of(leg, "navigator_gone", false)
              .withCommand(command, BridgeResult.HUNG_UP, new CallRef(Map.of("channel", leg))),
          new byte[0]);
    }
  }
}
