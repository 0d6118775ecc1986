package dev.haven.adapter.twilio;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.channel.Attachment;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.Question;
import dev.haven.channel.RawRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a call's requests: its arrival, its rounds in the queue, its end, and its navigator's leg.
 */
final class VoiceReader {
  /** The caller asks what to hear next. */
  static final String WAITING = "waiting";

  static final String DIGIT = "digit";
  static final String JOINED = "joined";

  /** Whoever answered outside takes the caller. */
  static final String LEG_TAKES = "leg_takes";

  static final String LEG_DECLINES = "leg_declines";
  static final String BRIDGE_ENDED = "bridge_ended";
  static final String NOT_QUEUED = "not_queued";

  /** The caller wishes to leave a message. */
  static final String LEAVES = "leaves_message";

  /** Attribute of a contact that is a message; its length in seconds. */
  static final String VOICEMAIL = "voicemailSeconds";

  static final String QUEUE_TIME = "queueTime";
  static final String ROOM = "room";

  private static final Set<String> OVER =
      Set.of("completed", "busy", "failed", "no-answer", "canceled");

  private VoiceReader() {}

  static InboundEvent read(RawRequest request, Form form) {
    String call = form.first("CallSid", "");
    Step step = Step.of(request);
    if (step == Step.LEG) {
      return leg(request, form, call);
    }
    if (step == Step.ANSWER) {
      return answer(request, form, call);
    }
    if (step == Step.JOIN) {
      return joined(request, call);
    }
    if (step == Step.ENDED) {
      return InboundStatus.of(call, BRIDGE_ENDED, true);
    }
    if (step == Step.MESSAGE) {
      return message(call, form);
    }
    String queueResult = form.filled("QueueResult");
    if (queueResult != null) {
      return left(call, queueResult, form);
    }
    if (step == Step.DIGIT && form.filled("Digits") != null) {
      return digit(call, form);
    }
    if (step == Step.WAIT || step == Step.DIGIT || form.has("QueuePosition")) {
      return waiting(call, form);
    }
    return arrivalOrProgress(request, call, form);
  }

  /** A URL that a site gave the platform for progress alone ends so. */
  private static boolean isStatusUrl(RawRequest request) {
    String uri = request.uri();
    int question = uri.indexOf('?');
    return (question < 0 ? uri : uri.substring(0, question)).endsWith("/status");
  }

  private static InboundEvent arrivalOrProgress(RawRequest request, String call, Form form) {
    String status = form.first("CallStatus", "").strip();
    if (form.first("Direction", "inbound").startsWith("outbound")) {
      return OVER.contains(status)
          ? InboundStatus.of(call, status, false)
          : InboundSystem.of("own_call", call + ":" + status);
    }
    for (String name : new String[] {"RecordingStatus", "StatusCallbackEvent", "DialCallStatus"}) {
      String event = form.filled(name);
      if (event != null && !OVER.contains(status)) {
        return InboundStatus.of(call, event.strip(), false);
      }
    }
    if (OVER.contains(status)) {
      return InboundStatus.of(call, status, true);
    }
    if (form.has("CallbackSource") || form.has("SequenceNumber") || isStatusUrl(request)) {
      return InboundStatus.of(call, status, false);
    }
    return arrived(call, form);
  }

  private static InboundContact arrived(String call, Form form) {
    String from = form.filled("From");
    String to = form.filled("To");
    Map<String, String> ref = new HashMap<>();
    ref.put("callSid", call);
    put(ref, "to", to);
    put(ref, "accountSid", form.filled("AccountSid"));
    return InboundContact.draft(call, Channel.PHONE)
        .from(PhoneNumbers.normalise(from == null ? form.filled("Caller") : from, null))
        .to(PhoneNumbers.normalise(to == null ? form.filled("Called") : to, null))
        .fromName(form.filled("CallerName"))
        .conversation(call)
        .attribute("digits", form.filled("Digits"))
        .attribute("forwardedFrom", form.filled("ForwardedFrom"))
        .attribute("verification", form.filled("StirVerstat"))
        .attribute("country", form.filled("FromCountry"))
        .text(form.filled("SpeechResult"))
        .call(new CallRef(ref))
        .build();
  }

  private static void put(Map<String, String> into, String name, @Nullable String value) {
    if (value != null) {
      into.put(name, value);
    }
  }

  private static InboundStatus waiting(String call, Form form) {
    String time = form.first("QueueTime", "0").strip();
    return InboundStatus.of(call, WAITING, false)
        .withIdempotencyKey(call + ":waiting:" + time)
        .with(Map.of(QUEUE_TIME, time));
  }

  private static InboundStatus digit(String call, Form form) {
    String digits = form.first("Digits", "");
    String time = form.first("QueueTime", "");
    return InboundStatus.of(call, DIGIT, false)
        .withIdempotencyKey(call + ":digit:" + digits + ":" + time)
        .withDigits(digits);
  }

  private static InboundStatus left(String call, String result, Form form) {
    String name = result.strip();
    String time = form.first("QueueTime", "");
    return switch (name) {
      case "hangup" -> InboundStatus.of(call, "hangup", true);
      case "queue-full", "error", "system-error" ->
          InboundStatus.of(call, NOT_QUEUED, false)
              .withIdempotencyKey(call + ":" + name + ":" + time);
      case "leave" ->
          InboundStatus.of(call, LEAVES, false).withIdempotencyKey(call + ":leave:" + time);
      default ->
          InboundStatus.of(call, "left_queue", false)
              .withIdempotencyKey(call + ":" + name + ":" + time);
    };
  }

  /** A message as a contact of its own; the call it was left in ends as one that was given up. */
  private static InboundEvent message(String call, Form form) {
    String recording = form.filled("RecordingSid");
    String url = form.filled("RecordingUrl");
    if (recording == null || url == null || form.first("RecordingDuration", "").equals("0")) {
      return InboundStatus.of(call, "no_message", false);
    }
    return InboundContact.draft(recording, Channel.PHONE)
        .from(PhoneNumbers.normalise(form.filled("From"), null))
        .to(PhoneNumbers.normalise(form.filled("To"), null))
        .attachment(Attachment.ofUrl(url, "audio/wav", null))
        .attribute(VOICEMAIL, form.first("RecordingDuration", "?"))
        .attribute("callSid", call)
        .build();
  }

  private static InboundEvent leg(RawRequest request, Form form, String leg) {
    String caller = Step.caller(request);
    String command = Step.command(request);
    String status = form.first("CallStatus", "").strip();
    if (caller == null || command == null) {
      return InboundSystem.of("own_call", leg + ":" + status);
    }
    BridgeResult bridge =
        switch (status) {
          case "in-progress", "answered" -> BridgeResult.ANSWERED;
          case "busy", "failed", "no-answer", "canceled" -> BridgeResult.NO_ANSWER;
          case "completed" -> BridgeResult.HUNG_UP;
          default -> null;
        };
    return InboundStatus.of(caller, "navigator_" + status, false)
        .withIdempotencyKey(leg + ":" + status)
        .withCommand(command, bridge, new CallRef(Map.of("callSid", leg, "command", command)));
  }

  /** Whoever answered outside pressed a key: taken, or not. */
  private static InboundEvent answer(RawRequest request, Form form, String leg) {
    String caller = Step.caller(request);
    String command = Step.command(request);
    if (caller == null || command == null) {
      return InboundSystem.of("own_call", leg + ":answer");
    }
    BridgeResult meaning = Question.meaning(form.first("Digits", "").strip());
    return InboundStatus.of(
            caller, meaning == BridgeResult.CONFIRMED ? LEG_TAKES : LEG_DECLINES, false)
        .withIdempotencyKey(leg + ":answer")
        .withCommand(command, meaning, new CallRef(Map.of("callSid", leg, "command", command)))
        .with(Map.of(ROOM, room(caller, command)));
  }

  private static InboundEvent joined(RawRequest request, String call) {
    String command = Step.command(request);
    if (command == null) {
      return InboundStatus.of(call, "left_queue", false);
    }
    return InboundStatus.of(call, JOINED, false)
        .withIdempotencyKey(call + ":joined:" + command)
        .withCommand(command, BridgeResult.CONNECTED, null)
        .with(Map.of(ROOM, room(call, command)));
  }

  /** The room of one caller and one command: another command's room is another one. */
  static String room(String caller, String command) {
    return "haven-" + Digests.sha256Hex(Digests.utf8(caller + "\n" + command)).substring(0, 32);
  }
}
