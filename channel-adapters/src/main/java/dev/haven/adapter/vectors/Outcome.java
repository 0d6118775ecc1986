package dev.haven.adapter.vectors;

import dev.haven.channel.CallRef;
import dev.haven.channel.HttpCall;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter made of a vector.
 *
 * @param result null when it was refused
 * @param repeated true when every event was known from the vector before
 * @param reply the answer; null for doors that are no HTTP
 * @param answers the answers of a session's codec
 * @param calls what the adapter calls by itself: to hold a caller, to confirm or fetch something
 */
record Outcome(
    Verdict verdict,
    @Nullable ParseResult result,
    boolean repeated,
    @Nullable WebhookReply reply,
    List<Map<String, Object>> answers,
    List<HttpCall> calls) {

  List<InboundEvent> events() {
    return result instanceof ParseResult.Events events ? events.events() : List.of();
  }

  List<InboundContact> contacts() {
    return of(InboundContact.class);
  }

  List<InboundStatus> statuses() {
    return of(InboundStatus.class);
  }

  List<InboundSystem> systems() {
    return of(InboundSystem.class);
  }

  private <T> List<T> of(Class<T> type) {
    List<T> found = new ArrayList<>();
    for (InboundEvent event : events()) {
      if (type.isInstance(event)) {
        found.add(type.cast(event));
      }
    }
    return found;
  }

  List<CallRef> heldCalls() {
    List<CallRef> held = new ArrayList<>();
    for (InboundContact contact : contacts()) {
      CallRef call = contact.call();
      if (call != null) {
        held.add(call);
      }
    }
    return held;
  }
}
