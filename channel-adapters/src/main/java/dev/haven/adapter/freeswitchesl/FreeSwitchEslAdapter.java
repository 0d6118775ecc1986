package dev.haven.adapter.freeswitchesl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundReader;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
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
final class FreeSwitchEslAdapter implements InboundReader {
  private static final Set<String> NO_ANSWER =
      Set.of(
          "NO_ANSWER",
          "USER_BUSY",
          "CALL_REJECTED",
          "NO_USER_RESPONSE",
          "ORIGINATOR_CANCEL",
          "USER_NOT_REGISTERED");

  private final EndpointConfig endpoint;

  FreeSwitchEslAdapter(EndpointConfig endpoint) {
    this.endpoint = endpoint;
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
      String reply = frame.headers().getOrDefault("Reply-Text", "");
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
      Map<String, String> event = event(frame);
      if (event == null) {
        return new ParseResult.Unreadable("event_form");
      }
      String name = event.get("Event-Name");
      events.add(
          name == null
              ? InboundSystem.of(
                  frame.contentType(), Digests.sha256Hex(frame.body()) + ":" + frame.contentType())
              : meaning(name, event));
    }
    return new ParseResult.Events(events);
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
      EslFrame.lines(new String(frame.body(), StandardCharsets.UTF_8))
          .forEach((name, value) -> fields.put(name, decode(value)));
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
      String key =
          job == null
              ? event.getOrDefault("Core-UUID", "") + ":" + event.get("Event-Sequence")
              : job;
      return InboundSystem.of(name, name + ":" + key);
    }
    String caller = event.get("variable_haven_caller");
    String command = event.get("variable_haven_command");
    if (caller != null && command != null) {
      return leg(name, event, call, caller, command);
    }
    String direction =
        event.getOrDefault("Call-Direction", event.getOrDefault("Caller-Direction", "inbound"));
    if (direction.equals("outbound")) {
      return InboundSystem.of("own_call", call + ":" + name);
    }
    return switch (name) {
      case "CHANNEL_PARK" -> arrived(event, call);
      case "CHANNEL_HANGUP_COMPLETE", "CHANNEL_HANGUP", "CHANNEL_DESTROY" ->
          InboundStatus.of(call, name, true).in(call).at(at(event));
      case "DTMF" ->
          InboundStatus.of(call, name, false)
              .withIdempotencyKey(call + ":DTMF:" + event.get("Event-Sequence"))
              .withDigits(event.getOrDefault("DTMF-Digit", ""))
              .in(call);
      default -> InboundStatus.of(call, name, false).in(call).at(at(event));
    };
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
  private static @Nullable String number(@Nullable String number) {
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
                  : null;
          default -> null;
        };
    return InboundStatus.of(caller, "navigator_" + name, false)
        .withIdempotencyKey(leg + ":" + name)
        .withCommand(command, bridge, new CallRef(Map.of("uuid", leg)))
        .in(caller);
  }
}
