package dev.haven.adapter.freeswitchesl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rounds;
import dev.haven.channel.Acceptance;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.EventSink;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Question;
import dev.haven.channel.Session;
import dev.haven.time.Steps;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection that hears events. Events that come while the calls are looked up wait until that
 * is over, so that what was missed comes first. What cannot be kept ends the session: the next one
 * looks the calls up again.
 *
 * <p>On one event loop.
 */
final class EslSession implements Session {
  private static final String EVENTS =
      "event plain CHANNEL_PARK CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_HANGUP_COMPLETE DTMF"
          + " BACKGROUND_JOB HEARTBEAT";

  /** FreeSWITCH sends a heartbeat every 20 s; nothing at all for so long means a dead line. */
  private static final Duration SILENCE = Duration.ofSeconds(70);

  /** An event with the bytes it was read from. */
  @SuppressWarnings("ArrayRecordComponent")
  record Heard(InboundEvent event, byte[] bytes) {}

  private final EslCalls calls;
  private final EventSink sink;
  private final Rounds rounds;
  private final Promise<Void> ended = Promise.promise();
  private @Nullable List<Heard> early = new ArrayList<>();
  private @Nullable EslConnection connection;
  private Timers.@Nullable Handle watch;
  private long heardBefore;

  EslSession(EslCalls calls, EventSink sink, Rounds rounds) {
    this.calls = calls;
    this.sink = sink;
    this.rounds = rounds;
  }

  /** Subscribes, looks up the calls, then hears. */
  Future<Session> begin(EslConnection opened, Timers timers) {
    connection = opened;
    opened.closed().onComplete(closed -> over(null));
    watch = timers.every(SILENCE, () -> look(opened));
    return opened
        .command(EVENTS)
        .compose(
            reply ->
                reply.reply().startsWith("+OK")
                    ? sink.knownCalls()
                    : Future.failedFuture(new IllegalStateException("events were refused")))
        .compose(
            known ->
                opened.api("show channels as json").compose(answer -> whoIsThere(answer, known)))
        .<Session>map(
            found -> {
              found.forEach(this::take);
              List<Heard> waited = early == null ? List.of() : early;
              early = null;
              waited.forEach(this::heard);
              rounds.start();
              return this;
            })
        .onFailure(e -> over(null));
  }

  private void look(EslConnection of) {
    if (of.heard() == heardBefore) {
      over(new IllegalStateException("nothing was heard for " + SILENCE));
    }
    heardBefore = of.heard();
  }

  void heard(Heard what) {
    if (early != null) {
      early.add(what);
    } else if (!ended.future().isComplete()) {
      take(what);
    }
  }

  private void take(Heard what) {
    if (what.event() instanceof InboundContact contact) {
      keep(what).onSuccess(kept -> rounds.add(contact.externalId(), kept));
    } else if (what.event() instanceof InboundStatus status) {
      if (status.terminal()) {
        rounds.remove(status.externalId());
        keep(what);
        String leg = status.attributes().get(FreeSwitchEslAdapter.LEG);
        if (leg != null) {
          calls.hangUp(leg);
        }
      } else if (status.attributes().containsKey(FreeSwitchEslAdapter.LEG_KEY)) {
        pressed(status, what);
      } else if (status.bridge() != null) {
        keep(what);
      } else if (status.digits() != null) {
        keep(what).onSuccess(kept -> rounds.noted(status.externalId(), kept));
      }
    }
  }

  /** A key at a leg counts where it was asked for; the event does not carry whose leg it is. */
  private void pressed(InboundStatus status, Heard what) {
    String leg = status.externalId();
    calls
        .answerQuestion(leg)
        .compose(asked -> asked ? ofLeg(leg) : Future.succeededFuture(List.of("", "")))
        .onFailure(this::over)
        .onSuccess(
            both -> {
              String digit = status.attributes().get(FreeSwitchEslAdapter.LEG_KEY);
              if (digit != null && !both.get(0).isEmpty() && !both.get(1).isEmpty()) {
                keep(
                    new Heard(
                        InboundStatus.of(both.get(1), status.status(), false)
                            .withIdempotencyKey(status.idempotencyKey())
                            .withCommand(
                                both.get(0),
                                Question.meaning(digit),
                                new CallRef(Map.of("uuid", leg)))
                            .in(both.get(1)),
                        what.bytes()));
              }
            });
  }

  /** By which command a leg was originated, and for which caller. */
  private Future<List<String>> ofLeg(String leg) {
    return calls
        .variable(leg, "haven_command")
        .compose(
            command -> calls.variable(leg, "haven_caller").map(caller -> List.of(command, caller)));
  }

  private Future<Acceptance> keep(Heard what) {
    return sink.accept(ParseResult.of(what.event()), what.bytes()).onFailure(this::over);
  }

  /**
   * The parked callers, the navigators who answered and wait for theirs, and who hung up while
   * nobody listened. The list comes from a database that is written a little later than calls come,
   * and that FreeSWITCH may run without, so whoever is missing there is asked for.
   */
  private Future<List<Heard>> whoIsThere(String answer, Set<String> known) {
    JsonNode channels = answer.startsWith("-ERR") ? MissingNode.getInstance() : Json.read(answer);
    if (channels == null) {
      return Future.failedFuture(new IllegalStateException("the channels were not told"));
    }
    List<Heard> found = new ArrayList<>();
    Set<String> missing = new HashSet<>(known);
    List<JsonNode> parked = new ArrayList<>();
    for (JsonNode row : Json.at(channels, "rows")) {
      String uuid = Json.filled(row, "uuid");
      missing.remove(uuid);
      if (uuid != null && "park".equals(Json.text(row, "application"))) {
        parked.add(row);
      }
    }
    return Steps.each(parked, row -> parked(row, found))
        .compose(v -> Steps.each(missing, uuid -> ended(uuid, found)))
        .map(v -> found);
  }

  private Future<Void> parked(JsonNode row, List<Heard> into) {
    String uuid = row.path("uuid").asText();
    return "inbound".equals(Json.text(row, "direction"))
        ? caller(row, uuid, into)
        : navigator(uuid, into);
  }

  private Future<Void> ended(String uuid, List<Heard> into) {
    return calls
        .isGone(uuid)
        .map(
            gone -> {
              if (gone) {
                into.add(new Heard(InboundStatus.of(uuid, "gone", true).in(uuid), new byte[0]));
              }
              return null;
            });
  }

  private Future<Void> caller(JsonNode row, String uuid, List<Heard> into) {
    return calls
        .variable(uuid, "haven_language")
        .map(
            language -> {
              InboundContactDraft draft =
                  InboundContact.draft(uuid, Channel.PHONE)
                      .from(FreeSwitchEslAdapter.number(Json.filled(row, "cid_num")))
                      .to(FreeSwitchEslAdapter.number(Json.filled(row, "dest")))
                      .fromName(Json.text(row, "cid_name"))
                      .language(language.isEmpty() ? null : language)
                      .conversation(uuid)
                      .call(new CallRef(Map.of("uuid", uuid)));
              into.add(new Heard(draft.build(), new byte[0]));
              return null;
            });
  }

  private Future<Void> navigator(String leg, List<Heard> into) {
    return ofLeg(leg)
        .map(
            both -> {
              String caller = both.get(1);
              if (!both.get(0).isEmpty() && !caller.isEmpty()) {
                InboundStatus status =
                    InboundStatus.of(caller, "navigator_found", false)
                        .withIdempotencyKey(leg + ":found")
                        .withCommand(
                            both.get(0), BridgeResult.ANSWERED, new CallRef(Map.of("uuid", leg)))
                        .in(caller);
                into.add(new Heard(status, new byte[0]));
              }
              return null;
            });
  }

  private void over(@Nullable Throwable cause) {
    rounds.stop();
    if (watch != null) {
      watch.cancel();
    }
    boolean first = cause == null ? ended.tryComplete() : ended.tryFail(cause);
    if (first && connection != null) {
      connection.close();
    }
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  @Override
  public Future<Void> close() {
    over(null);
    return connection == null ? Future.succeededFuture() : connection.close();
  }
}
