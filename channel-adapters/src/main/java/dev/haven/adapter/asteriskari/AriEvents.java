package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.Question;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event means. A channel that enters the application is a caller, unless its arguments say
 * that somebody originated it: ours begin with {@code haven-leg}, and others' by custom with {@code
 * dialed} and the like.
 */
final class AriEvents {
  private static final Set<String> ORIGINATED =
      Set.of(
          Legs.LEG,
          "dialed",
          "outbound",
          "originated",
          "navigator",
          "agent",
          "internal",
          "callee",
          "nav",
          "outgoing",
          "leg");

  /** What an argument may be called that tells whose leg it is, as in {@code role=navigator}. */
  private static final Set<String> KINDS = Set.of("leg", "role", "direction", "type");

  /** The application that Asterisk names for a channel that was originated instead of called in. */
  private static final String ORIGINATING = "AppDial";

  private final @Nullable String application;
  private final AriAccess access;

  AriEvents(EndpointConfig endpoint) {
    this.application = endpoint.text("app");
    this.access = AriAccess.of(endpoint);
  }

  InboundEvent read(JsonNode event) {
    String type = String.valueOf(Json.text(event, "type"));
    String channel = Json.filled(event, "channel", "id");
    String key =
        channel == null ? type + ":" + Json.text(event, "timestamp") : channel + ":" + type;
    String of = Json.filled(event, "application");
    if (channel == null || (application != null && of != null && !application.equals(of))) {
      return InboundSystem.of(type, key);
    }
    return switch (type) {
      case "StasisStart" -> entered(event, channel, key);
      case "CallBroadcast" -> claim(channel, key, of);
      case "StasisEnd", "ChannelDestroyed" ->
          Legs.isLeg(channel)
              ? legEnded(event, channel, key)
              : InboundStatus.of(channel, type, true)
                  .in(channel)
                  .at(Times.iso(Json.text(event, "timestamp")));
      case "ChannelDtmfReceived" ->
          Legs.isLeg(channel)
              ? pressed(event, channel, key)
              : InboundStatus.of(channel, type, false)
                  .withIdempotencyKey(key + ":" + Json.text(event, "timestamp"))
                  .withDigits(String.valueOf(Json.text(event, "digit")))
                  .in(channel);
      case "ChannelHangupRequest", "ChannelStateChange", "ChannelHold", "ChannelUnhold" ->
          InboundStatus.of(channel, type, false)
              .withIdempotencyKey(key + ":" + Json.text(event, "timestamp"))
              .in(channel);
      default -> InboundSystem.of(type, key + ":" + Json.text(event, "timestamp"));
    };
  }

  /**
   * A call offered to several routers: whoever claims it first gets it, and then its StasisStart
   * (204 won, 409 lost; Asterisk 20.17, 22.7 and 23.1 and newer).
   */
  private InboundSystem claim(String channel, String key, @Nullable String of) {
    String application = of == null ? String.valueOf(this.application) : of;
    String path =
        "/events/claim?channelId=%s&application=%s"
            .formatted(Form.encode(channel), Form.encode(application));
    return new InboundSystem("CallBroadcast", key, access.post(path));
  }

  private static InboundEvent entered(JsonNode event, String channel, String key) {
    String first = Json.text(event.path("args").path(0));
    if (Legs.LEG.equals(first)) {
      return answered(event, channel);
    }
    String running = Json.text(event, "channel", "dialplan", "app_name");
    boolean originated = running != null && running.startsWith(ORIGINATING);
    String replaced = Json.filled(event, "replace_channel", "id");
    boolean ours = Legs.isLeg(channel) || (replaced != null && Legs.isLeg(replaced));
    if (originated || ours || isOriginated(first)) {
      return InboundSystem.of("own_call", key);
    }
    JsonNode about = event.path("channel");
    InboundContactDraft draft =
        InboundContact.draft(channel, Channel.PHONE)
            .from(number(Json.filled(about, "caller", "number")))
            .to(number(Json.filled(about, "dialplan", "exten")))
            .fromName(Json.text(about, "caller", "name"))
            .conversation(channel)
            .at(Times.iso(Json.text(event, "timestamp")))
            .call(new CallRef(Map.of("channel", channel)));
    for (JsonNode argument : event.path("args")) {
      String text = argument.asText();
      int equals = text.indexOf('=');
      if (text.startsWith("lang=")) {
        draft.language(text.substring(5));
      } else if (equals > 0) {
        draft.attribute(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    return draft.build();
  }

  /** A key at the other end of a leg that we originated: an answer where one was asked for. */
  private static InboundEvent pressed(JsonNode event, String leg, String key) {
    String command = Legs.command(leg);
    String named = key + ":" + Json.text(event, "timestamp");
    return command == null
        ? InboundSystem.of("own_call", named)
        : InboundStatus.of(leg, "leg_key", false)
            .withIdempotencyKey(named)
            .withCommand(
                command,
                Question.meaning(String.valueOf(Json.text(event, "digit"))),
                new CallRef(Map.of("channel", leg)));
  }

  /** A navigator's leg rang in vain, or the navigator hung up: its name says for which command. */
  private static InboundEvent legEnded(JsonNode event, String leg, String key) {
    String command = Legs.command(leg);
    return command == null
        ? InboundSystem.of("own_call", key)
        : InboundStatus.of(leg, "navigator_gone", false)
            .withIdempotencyKey(key)
            .at(Times.iso(Json.text(event, "timestamp")))
            .withCommand(command, BridgeResult.HUNG_UP, new CallRef(Map.of("channel", leg)));
  }

  private static boolean isOriginated(@Nullable String argument) {
    if (argument == null) {
      return false;
    }
    int equals = argument.indexOf('=');
    return equals < 0
        ? ORIGINATED.contains(argument)
        : KINDS.contains(argument.substring(0, equals))
            && ORIGINATED.contains(argument.substring(equals + 1));
  }

  /** A navigator's leg enters the application when it has answered. */
  private static InboundEvent answered(JsonNode event, String leg) {
    String caller = Json.filled(event.path("args").path(1));
    String command = Json.filled(event.path("args").path(2));
    if (caller == null || command == null) {
      return InboundSystem.of("own_call", leg + ":StasisStart");
    }
    return InboundStatus.of(caller, "navigator_answered", false)
        .withIdempotencyKey(leg + ":answered")
        .withCommand(command, BridgeResult.ANSWERED, new CallRef(Map.of("channel", leg)))
        .in(caller);
  }

  /** A number of the dialplan: one that does not say it is international stays as it is. */
  private static @Nullable String number(@Nullable String number) {
    return number != null && number.startsWith("+") ? PhoneNumbers.normalise(number, null) : number;
  }
}
