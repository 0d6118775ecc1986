package dev.haven.adapter.twilio;

import dev.haven.adapter.support.Form;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers messages from the number or service they came to. The platform has no key against repeats
 * for messages, so what is not known to have been sent is not sent again by itself.
 */
final class TwilioReplies implements ReplyPort {
  private final EndpointConfig endpoint;
  private final TwilioRest rest;

  TwilioReplies(EndpointConfig endpoint, TwilioRest rest) {
    this.endpoint = endpoint;
    this.rest = rest;
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    String conversation = to.values().get("conversation");
    if (conversation != null) {
      return rest.postConversation(
              to.values().get("chatService"), conversation, Form.of(Map.of("Body", message.text())))
          .map(TwilioReplies::receipt);
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("To", to.value("to"));
    String service = to.values().get("service");
    if (service == null) {
      pairs.put("From", to.value("from"));
    } else {
      pairs.put("MessagingServiceSid", service);
    }
    pairs.put("Body", message.text());
    if (endpoint.publicUrl() != null) {
      pairs.put("StatusCallback", Step.SENT.url(endpoint, "", commandId));
    }
    return rest.post("Messages.json", Form.of(pairs)).map(TwilioReplies::receipt);
  }

  private static SendReceipt receipt(HttpAnswer answer) {
    return answer.isSuccess()
        ? SendReceipt.taken(TwilioRest.field(answer, "sid"))
        : SendReceipt.refused(TwilioRest.refusal(answer));
  }
}
