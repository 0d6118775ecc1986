package dev.haven.adapter.telnyx;

import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.util.Map;

/** Answers messages from the number they came to. */
final class TelnyxReplies implements ReplyPort {
  private final TelnyxRest rest;

  TelnyxReplies(TelnyxRest rest) {
    this.rest = rest;
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    return rest.post(
            "messages",
            Map.of("from", to.value("from"), "to", to.value("to"), "text", message.text()))
        .map(
            answer ->
                answer.isSuccess()
                    ? SendReceipt.taken(TelnyxRest.field(answer, "id"))
                    : SendReceipt.refused(TelnyxRest.refusal(answer)));
  }
}
