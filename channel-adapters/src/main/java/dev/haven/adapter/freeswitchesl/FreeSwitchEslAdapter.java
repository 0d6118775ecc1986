package dev.haven.adapter.freeswitchesl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Prompts;
import dev.haven.adapter.support.Rounds;
import dev.haven.adapter.support.Times;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundReader;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames of the inbound event socket. A parked inbound call is a contact; legs that we or
 * others originate are not. Values of events are percent-encoded.
 */
final class FreeSwitchEslAdapter implements InboundReader, SessionAdapter {
  /** The navigator's leg that a caller who hung up was rung or talked with. */
  static final String LEG = "leg";

  /** The key that was pressed at a leg that was originated, ours or another's. */
  static final String LEG_KEY = "legKey";

  private static final String BODY = "_body";
  private static final Prompts.Defaults SOUNDS =
      new Prompts.Defaults(
          List.of("ivr/ivr-you_are_number.wav", "say::{language} number pronounced 1"),
          List.of("ivr/ivr-you_are_number.wav", "say::{language} number pronounced {position}"),
          List.of(),
          List.of("ivr/ivr-thank_you.wav"));

  private static final Set<String> NO_ANSWER =
      Set.of(
          "NO_ANSWER",
          "USER_BUSY",
          "CALL_REJECTED",
          "NO_USER_RESPONSE",
          "ORIGINATOR_CANCEL",
          "USER_NOT_REGISTERED");

  private final EndpointConfig endpoint;
  private final AdapterContext context;
  private final EslCommands commands;
  private final EslCalls calls;

  FreeSwitchEslAdapter(EndpointConfig endpoint, AdapterContext context) {
    this.endpoint = endpoint;
    this.context = context;
    this.commands = new EslCommands(endpoint, context);
    this.calls = new EslCalls(endpoint, commands);
  }

  @Override
  public CallPort calls() {
    return calls;
  }

  /** Signs in, asks whether calls are listed, and leaves. */
  @Override
  public Future<List<Remark>> examine() {
    return EslConnection.open(endpoint, context, frame -> {})
        .compose(
            connection ->
                connection
                    .api("show channels count")
                    .eventually(connection::close)
                    .map(FreeSwitchEslAdapter::signedIn))
        .otherwise(
            e ->
                List.of(
                    Remark.wrong(
                        e instanceof EslConnection.Refused
                            ? String.valueOf(e.getMessage())
                            : "the event socket does not answer")));
  }

  private static List<Remark> signedIn(String count) {
    Remark good = Remark.good("signed in at the event socket");
    return count.startsWith("-ERR")
        ? List.of(
            good,
            Remark.unsure(
                "FreeSWITCH lists no calls (it runs without its core database): who comes while"
                    + " nobody listens is not found afterwards"))
        : List.of(good);
  }

  @Override
  public Holder holder() {
    return Holder.ONE_NODE;
  }

  @Override
  public Future<Session> open(EventSink sink) {
    Prompts prompts = new Prompts(endpoint, SOUNDS);
    EslSession session =
        new EslSession(calls, sink, new Rounds(endpoint, context, calls, prompts, sink));
    return EslConnection.open(endpoint, context, frame -> hear(frame, session, sink))
        .onFailure(
            e -> {
              if (e instanceof EslConnection.Refused refused && refused.reason() != null) {
                sink.refused(refused.reason());
              }
            })
        .compose(connection -> session.begin(connection, context.timers()));
  }

  private static void hear(EslFrame frame, EslSession session, EventSink sink) {
    InboundEvent event = eventOf(frame);
    if (event == null) {
      sink.refused(RefusalReason.MALFORMED);
    } else {
      session.heard(new EslSession.Heard(event, frame.body()));
    }
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
    EslFrame.Read read = EslFrame.read(request.body());
    boolean asked = false;
    for (EslFrame frame : read.frames()) {
      String reply = frame.reply();
      if (asked && frame.contentType().equals("command/reply") && reply.startsWith("-ERR")) {
        return Verdict.refused(RefusalReason.AUTH_FAILED, 401);
      }
      if (frame.contentType().equals("text/rude-rejection")) {
        return Verdict.refused(RefusalReason.AUTH_FAILED, 403);
      }
      asked = frame.contentType().equals("auth/request");
    }
    return read.frames().isEmpty()
        ? Verdict.refused(RefusalReason.MALFORMED, 400)
        : Verdict.accepted();
  }

  @Override
  public ParseResult parse(RawRequest request, Instant now) {
    List<InboundEvent> events = new ArrayList<>();
    for (EslFrame frame : EslFrame.read(request.body()).frames()) {
      InboundEvent event = eventOf(frame);
      if (event == null) {
        return new ParseResult.Unreadable("event_form");
      }
      events.add(event);
    }
    return new ParseResult.Events(events);
  }

  /** What a frame means; null when it cannot be read. */
  private static @Nullable InboundEvent eventOf(EslFrame frame) {
    Map<String, String> event = event(frame);
    if (event == null) {
      return null;
    }
    String name = event.get("Event-Name");
    return name == null
        ? InboundSystem.of(
            frame.contentType(), Digests.sha256Hex(frame.body()) + ":" + frame.contentType())
        : meaning(name, event);
  }

  /**
   * The event's fields, decoded; empty for a frame that is no event, null for one that cannot be
   * read.
   */
  private static @Nullable Map<String, String> event(EslFrame frame) {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (frame.contentType().equals("text/event-json")) {
      JsonNode json = Json.read(frame.body());
      if (json == null || !json.isObject()) {
        return null;
      }
      json.properties().forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
    } else if (frame.contentType().equals("text/event-plain")) {
      String text = new String(frame.body(), StandardCharsets.UTF_8);
      int end = text.indexOf("\n\n");
      EslFrame.lines(end < 0 ? text : text.substring(0, end))
          .forEach((name, value) -> fields.put(name, decode(value)));
      if (end >= 0 && end + 2 < text.length()) {
        fields.put(BODY, text.substring(end + 2));
      }
    }
    return fields;
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static InboundEvent meaning(String name, Map<String, String> event) {
    String call = event.get("Unique-ID");
    if (call == null || call.isBlank()) {
      String job = event.get("Job-UUID");
      if (job != null && job.startsWith(EslCalls.JOB)) {
        return rung(job, event.getOrDefault(BODY, ""));
      }
      String key =
          job == null
              ? event.getOrDefault("Core-UUID", "") + ":" + event.get("Event-Sequence")
              : job;
      return InboundSystem.of(name, name + ":" + key);
    }
    String caller = event.get("variable_haven_caller");
    String command = event.get("variable_haven_command");
    if (caller != null && command != null && !name.equals("DTMF")) {
      return leg(name, event, call, caller, command);
    }
    String direction =
        event.getOrDefault("Call-Direction", event.getOrDefault("Caller-Direction", "inbound"));
    if (direction.equals("outbound") && name.equals("DTMF")) {
      return InboundStatus.of(call, "leg_key", false)
          .withIdempotencyKey(call + ":DTMF:" + event.get("Event-Sequence"))
          .with(Map.of(LEG_KEY, event.getOrDefault("DTMF-Digit", "")));
    }
    if (direction.equals("outbound")) {
      return InboundSystem.of("own_call", call + ":" + name);
    }
    return switch (name) {
      case "CHANNEL_PARK" -> arrived(event, call);
      case "CHANNEL_HANGUP_COMPLETE", "CHANNEL_HANGUP", "CHANNEL_DESTROY" ->
          InboundStatus.of(call, name, true).in(call).at(at(event)).with(legOf(event));
      case "DTMF" ->
          InboundStatus.of(call, name, false)
              .withIdempotencyKey(call + ":DTMF:" + event.get("Event-Sequence"))
              .withDigits(event.getOrDefault("DTMF-Digit", ""))
              .in(call);
      default -> InboundStatus.of(call, name, false).in(call).at(at(event));
    };
  }

  private static Map<String, String> legOf(Map<String, String> event) {
    String leg = event.get("variable_haven_leg");
    return leg == null || leg.isBlank() ? Map.of() : Map.of(LEG, leg);
  }

  /** The end of the job that rang a navigator: a leg that never was has no other event. */
  private static InboundEvent rung(String job, String result) {
    String command = job.substring(EslCalls.JOB.length());
    return result.startsWith("-ERR")
        ? InboundStatus.of(job, "navigator_not_rung", false)
            .withCommand(command, BridgeResult.NO_ANSWER, null)
        : InboundSystem.of("BACKGROUND_JOB", job);
  }

  private static InboundContact arrived(Map<String, String> event, String call) {
    return InboundContact.draft(call, Channel.PHONE)
        .from(number(event.get("Caller-Caller-ID-Number")))
        .to(number(event.get("Caller-Destination-Number")))
        .fromName(event.get("Caller-Caller-ID-Name"))
        .language(event.get("variable_haven_language"))
        .conversation(call)
        .at(at(event))
        .call(new CallRef(Map.of("uuid", call)))
        .build();
  }

  /** A number of the dialplan: one that does not say it is international stays as it is. */
  static @Nullable String number(@Nullable String number) {
    return number != null && number.startsWith("+") ? PhoneNumbers.normalise(number, null) : number;
  }

  private static @Nullable Instant at(Map<String, String> event) {
    String micros = event.get("Event-Date-Timestamp");
    return micros == null || micros.length() < 4
        ? null
        : Times.epochMillis(micros.substring(0, micros.length() - 3));
  }

  /** A navigator's leg carries for whom and by which command it was originated. */
  private static InboundStatus leg(
      String name, Map<String, String> event, String leg, String caller, String command) {
    BridgeResult bridge =
        switch (name) {
          case "CHANNEL_ANSWER" -> BridgeResult.ANSWERED;
          case "CHANNEL_BRIDGE" -> BridgeResult.CONNECTED;
          case "CHANNEL_HANGUP_COMPLETE" ->
              NO_ANSWER.contains(event.getOrDefault("Hangup-Cause", ""))
                  ? BridgeResult.NO_ANSWER
                  : BridgeResult.HUNG_UP;
          default -> null;
        };
    return InboundStatus.of(caller, "navigator_" + name, false)
        .withIdempotencyKey(leg + ":" + name)
        .withCommand(command, bridge, new CallRef(Map.of("uuid", leg)))
        .in(caller);
  }
}
