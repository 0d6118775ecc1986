package dev.haven.adapter.twilio;

import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.DeliveryWords;
import dev.haven.adapter.support.Form;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.ReplyHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads messages (SMS, MMS, WhatsApp and the like) and the progress of ours. */
final class MessageReader {
  private static final int MAX_MEDIA = 10;

  private MessageReader() {}

  static @Nullable String id(Form form) {
    for (String name : new String[] {"MessageSid", "SmsSid", "SmsMessageSid"}) {
      String id = form.filled(name);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  static InboundEvent read(RawRequest request, Form form, String id) {
    String status = form.filled("MessageStatus");
    if (status == null) {
      status = form.filled("SmsStatus");
    }
    if (status == null || status.startsWith("receiv")) {
      return arrived(id, form);
    }
    boolean over = status.equals("failed") || status.equals("undelivered");
    String code = form.filled("ErrorCode");
    return InboundStatus.of(id, status, false)
        .of(DeliveryWords.of(status))
        .withCommand(Step.command(request), null, null)
        .with(over && code != null ? Map.of("errorCode", code) : Map.of());
  }

  private static InboundContact arrived(String id, Form form) {
    String from = form.first("From", "");
    String to = form.first("To", "");
    boolean phone = !from.contains(":");
    Map<String, String> reply = new HashMap<>();
    reply.put("to", from);
    reply.put("from", to);
    String service = form.filled("MessagingServiceSid");
    if (service != null) {
      reply.put("service", service);
    }
    InboundContactDraft draft =
        InboundContact.draft(id, phone ? Channel.SMS : Channel.CHAT)
            .from(PhoneNumbers.normalise(number(from), null))
            .to(PhoneNumbers.normalise(number(to), null))
            .text(form.first("Body", ""))
            .fromName(form.filled("ProfileName"))
            .conversation(Conversations.between(from, to))
            .attribute("optOut", form.filled("OptOutType"))
            .attribute("button", form.filled("ButtonPayload"))
            .attribute("latitude", form.filled("Latitude"))
            .attribute("longitude", form.filled("Longitude"))
            .attribute("country", form.filled("FromCountry"))
            .reply(new ReplyHandle(reply));
    media(draft, form);
    return draft.build();
  }

  /** The number of {@code whatsapp:+1...}; other names of platforms stay as they are. */
  private static String number(String address) {
    int colon = address.indexOf(':');
    String bare = address.substring(colon + 1);
    return bare.startsWith("+") ? bare : address;
  }

  private static void media(InboundContactDraft draft, Form form) {
    for (int i = 0; i < MAX_MEDIA; i++) {
      String url = form.filled("MediaUrl" + i);
      if (url != null) {
        draft.attachment(Attachment.ofUrl(url, form.filled("MediaContentType" + i), null));
      }
    }
  }
}
