package dev.haven.adapter.plivo;

import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.channel.Attachment;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import java.util.Map;
import java.util.Set;

/** Reads calls and messages. Numbers come without {@code +}. */
final class PlivoEvents {
  private static final Set<String> OVER =
      Set.of("completed", "busy", "failed", "timeout", "no-answer", "cancel", "rejected");

  private PlivoEvents() {}

  static InboundEvent read(Form form, RawRequest request) {
    String call = form.filled("CallUUID");
    if (call != null) {
      return call(form, call);
    }
    String message = form.filled("MessageUUID");
    String hash = Digests.sha256Hex(request.body());
    return message == null && form.filled("Text") == null
        ? InboundSystem.of("unknown", hash)
        : message(form, message == null ? hash : message);
  }

  private static InboundEvent call(Form form, String call) {
    String status = form.first("CallStatus", "");
    if (form.first("Direction", "inbound").equals("outbound")) {
      return OVER.contains(status)
          ? InboundStatus.of(call, status, false)
          : InboundSystem.of("own_call", call + ":" + status);
    }
    String digits = form.filled("Digits");
    if (digits != null) {
      return InboundStatus.of(call, "digit", false)
          .withIdempotencyKey(call + ":digit:" + digits)
          .withDigits(digits);
    }
    String action = form.filled("ConferenceAction");
    String event = form.first("Event", action == null ? "StartApp" : action);
    if (event.equals("Hangup") || OVER.contains(status)) {
      return InboundStatus.of(call, status.isEmpty() ? "completed" : status, true);
    }
    if (!event.equals("StartApp")) {
      return InboundStatus.of(call, event, false);
    }
    return InboundContact.draft(call, Channel.PHONE)
        .from(PhoneNumbers.normalise(form.filled("From"), null))
        .to(PhoneNumbers.normalise(form.filled("To"), null))
        .fromName(form.filled("CallerName"))
        .conversation(call)
        .attribute("forwardedFrom", form.filled("ForwardedFrom"))
        .call(new CallRef(Map.of("callUuid", call)))
        .build();
  }

  private static InboundEvent message(Form form, String message) {
    String status = form.filled("Status");
    String from = form.filled("From");
    String to = form.filled("To");
    if (status != null && !status.equals("received") && !form.has("Text")) {
      return InboundStatus.of(message, status, false);
    }
    InboundContactDraft draft =
        InboundContact.draft(
                message, form.first("Type", "sms").equals("whatsapp") ? Channel.CHAT : Channel.SMS)
            .from(PhoneNumbers.normalise(from, null))
            .to(PhoneNumbers.normalise(to, null))
            .text(form.has("Text") ? form.first("Text") : form.first("Body"))
            .conversation(Conversations.between(from, to));
    for (int i = 0; i < 10; i++) {
      String url = form.filled("Media" + i);
      if (url != null) {
        draft.attachment(Attachment.ofUrl(url, null, null));
      }
    }
    return draft.build();
  }
}
