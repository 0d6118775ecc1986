package dev.haven.adapter.smpp;

import dev.haven.adapter.support.AnswersFrames;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.Digests;
import dev.haven.channel.Channel;
import dev.haven.channel.DeliveryStatus;
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
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.Verdict;
import java.nio.BufferUnderflowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads units as they come from a carrier. Parts of one message that come together become one
 * contact; a part that comes alone is a contact of the same conversation at once, since what is
 * missing may never come. A delivered message has no id, so its key is made of addresses, words,
 * part and minute.
 */
class SmppAdapter implements InboundReader, AnswersFrames {
  private static final int OK = 0;
  private static final int SYSTEM_ERROR = 8;
  private static final int INVALID_COMMAND = 3;
  private static final Pattern RECEIPT_ID = Pattern.compile("(?i)\\bid:(\\S{1,65})");
  private static final Pattern RECEIPT_STATE = Pattern.compile("(?i)\\bstat:([A-Z]{1,10})");

  private final EndpointConfig endpoint;
  private final boolean latin1ByDefault;
  private final ReceiptIds receiptIds;

  SmppAdapter(EndpointConfig endpoint) {
    this.endpoint = endpoint;
    this.receiptIds = ReceiptIds.of(endpoint);
    this.latin1ByDefault = SmscAccess.isLatin1(endpoint);
  }

  @Override
  public EndpointConfig endpoint() {
    return endpoint;
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.SMS);
  }

  @Override
  public Verdict verify(RawRequest request, Instant now) {
    Pdu.Read read = Pdu.read(request.body());
    if (read.units().isEmpty()) {
      return Verdict.refused(RefusalReason.MALFORMED, INVALID_COMMAND);
    }
    for (Pdu pdu : read.units()) {
      boolean bind =
          pdu.command() == Pdu.BIND_TRANSCEIVER_RESP
              || pdu.command() == Pdu.BIND_RECEIVER_RESP
              || pdu.command() == Pdu.BIND_TRANSMITTER_RESP;
      if (bind && pdu.status() != OK) {
        return Verdict.refused(RefusalReason.AUTH_FAILED, pdu.status());
      }
    }
    return Verdict.accepted();
  }

  @Override
  public ParseResult parse(RawRequest request, Instant now) {
    List<InboundEvent> events = new ArrayList<>();
    Map<String, SortedMap<Integer, ShortMessage>> partial = new LinkedHashMap<>();
    for (Pdu pdu : Pdu.read(request.body()).units()) {
      if (pdu.command() != Pdu.DELIVER_SM && pdu.command() != Pdu.DATA_SM) {
        events.add(
            InboundSystem.of(
                "0x%08x".formatted(pdu.command()), "unit:" + pdu.command() + ":" + pdu.sequence()));
        continue;
      }
      ShortMessage message;
      try {
        message = ShortMessage.read(pdu);
      } catch (BufferUnderflowException e) {
        return new ParseResult.Unreadable("short_message_form");
      }
      if (message.receipt()) {
        events.add(receipt(message));
      } else if (message.isWhole()) {
        events.add(contact(message, message.text(latin1ByDefault), now));
      } else {
        String key = message.source() + "\n" + message.destination() + "\n" + message.reference();
        partial.computeIfAbsent(key, k -> new TreeMap<>()).put(message.part(), message);
      }
    }
    partial.values().forEach(parts -> events.add(joined(parts, now)));
    return new ParseResult.Events(events);
  }

  /** The contact of these parts, in their order. */
  final InboundContact joined(SortedMap<Integer, ShortMessage> parts, Instant now) {
    StringBuilder text = new StringBuilder();
    ShortMessage read = null;
    for (ShortMessage part : parts.values()) {
      ShortMessage together = read == null ? part : read.with(part);
      if (read != null && together == null) {
        text.append(read.text(latin1ByDefault));
      }
      read = together == null ? part : together;
    }
    if (read != null) {
      text.append(read.text(latin1ByDefault));
    }
    return contact(parts.values().iterator().next(), text.toString(), now);
  }

  private static InboundContact contact(ShortMessage message, String text, Instant now) {
    String parts = message.isWhole() ? "" : message.reference() + "/" + message.part();
    String facts =
        String.join(
            "\n",
            message.source(),
            message.destination(),
            parts,
            text,
            String.valueOf(now.getEpochSecond() / 60));
    String id = Digests.sha256Hex(Digests.utf8(facts)).substring(0, 40);
    return InboundContact.draft(id, Channel.SMS)
        .from(number(message.source()))
        .to(number(message.destination()))
        .text(text)
        .conversation(Conversations.between(message.source(), message.destination()))
        .attribute("parts", message.isWhole() ? null : parts + " of " + message.total())
        .reply(new ReplyHandle(Map.of("to", message.source(), "from", message.destination())))
        .build();
  }

  private static @Nullable String number(String address) {
    return address.startsWith("+") ? PhoneNumbers.normalise(address, null) : address;
  }

  /** What became of a message of ours. */
  final InboundEvent receipt(ShortMessage message) {
    String text = message.text(latin1ByDefault);
    Matcher id = RECEIPT_ID.matcher(text);
    Matcher state = RECEIPT_STATE.matcher(text);
    String found = message.receiptedId();
    if (found == null && id.find()) {
      found = id.group(1);
    }
    String told = message.state() == null ? "unknown" : message.state();
    String status = state.find() ? state.group(1) : told;
    return InboundStatus.of(found == null ? "unknown" : receiptIds.ofReceipt(found), status, false)
        .of(delivery(status.toUpperCase(Locale.ROOT)));
  }

  /** The final states of a receipt (Appendix B); the others say that it is on its way. */
  private static DeliveryStatus delivery(String state) {
    return switch (state) {
      case "DELIVRD" -> DeliveryStatus.DELIVERED;
      case "EXPIRED", "DELETED", "UNDELIV", "REJECTD" -> DeliveryStatus.FAILED;
      default -> DeliveryStatus.SENT;
    };
  }

  @Override
  public List<Map<String, Object>> answers(RawRequest request) {
    List<Map<String, Object>> answers = new ArrayList<>();
    for (Pdu pdu : Pdu.read(request.body()).units()) {
      if (pdu.isRequest()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("command", answerTo(pdu.command()));
        answer.put("sequence", pdu.sequence());
        answer.put("status", statusOf(pdu));
        answers.add(answer);
      }
    }
    return answers;
  }

  private static String answerTo(int command) {
    return switch (command) {
      case Pdu.DELIVER_SM -> "deliver_sm_resp";
      case Pdu.DATA_SM -> "data_sm_resp";
      case Pdu.ENQUIRE_LINK -> "enquire_link_resp";
      case Pdu.UNBIND -> "unbind_resp";
      default -> "generic_nack";
    };
  }

  private static int statusOf(Pdu pdu) {
    if (answerTo(pdu.command()).equals("generic_nack")) {
      return INVALID_COMMAND;
    }
    if (pdu.command() == Pdu.DELIVER_SM || pdu.command() == Pdu.DATA_SM) {
      try {
        ShortMessage.read(pdu);
      } catch (BufferUnderflowException e) {
        return SYSTEM_ERROR;
      }
    }
    return OK;
  }
}
