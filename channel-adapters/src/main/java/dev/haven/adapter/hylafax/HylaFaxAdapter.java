package dev.haven.adapter.hylafax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of {@code bin/faxrcvd}: file, device, communication id, error, then what the
 * line told of the caller. Who may run the hook on this machine is believed; a file outside the
 * folder of received faxes is not. A fax that broke off is a contact too: its first page may be the
 * one that counts.
 */
final class HylaFaxAdapter implements InboundReader {
  private static final Pattern FILE = Pattern.compile("recvq/[A-Za-z0-9][A-Za-z0-9._-]{0,120}");

  /** How a modem's configuration writes that the line told nothing, such as {@code <NONE>}. */
  private static final Pattern NOTHING_TOLD = Pattern.compile("<[A-Za-z ]{1,20}>");

  private static final int FIRST_CALL_ID = 4;
  private static final int MAX_ARGUMENTS = 32;

  private final EndpointConfig endpoint;

  HylaFaxAdapter(EndpointConfig endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public EndpointConfig endpoint() {
    return endpoint;
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.FAX);
  }

  @Override
  public Verdict verify(RawRequest request, Instant now) {
    List<String> arguments = arguments(request);
    boolean whole =
        arguments != null
            && arguments.size() >= FIRST_CALL_ID
            && FILE.matcher(arguments.get(0)).matches()
            && !arguments.get(2).isBlank();
    return whole ? Verdict.accepted() : Verdict.refused(RefusalReason.MALFORMED, 400);
  }

  private static @Nullable List<String> arguments(RawRequest request) {
    JsonNode node = Json.read(request.body());
    if (node == null || !node.isArray() || node.size() > MAX_ARGUMENTS) {
      return null;
    }
    List<String> arguments = new ArrayList<>();
    for (JsonNode one : node) {
      if (!one.isTextual()) {
        return null;
      }
      arguments.add(one.textValue());
    }
    return arguments;
  }

  @Override
  public ParseResult parse(RawRequest request, Instant now) {
    List<String> arguments = arguments(request);
    if (arguments == null || arguments.size() < FIRST_CALL_ID || arguments.get(2).isBlank()) {
      return new ParseResult.Unreadable("arguments");
    }
    String to = argument(arguments, (int) endpoint.number("calledNumberCallId", 0));
    return ParseResult.of(
        InboundContact.draft(arguments.get(2), Channel.FAX)
            .from(PhoneNumbers.normalise(argument(arguments, 1), region()))
            .to(to == null ? endpoint.text("faxNumber") : to)
            .fromName(argument(arguments, 2))
            .attribute("device", arguments.get(1))
            .attribute("receptionError", arguments.get(3))
            .attachment(Attachment.ofPath(arguments.get(0), "image/tiff"))
            .build());
  }

  private @Nullable String region() {
    return endpoint.text("region");
  }

  /** What the line told, counted from 1; null when it told nothing there. */
  private static @Nullable String argument(List<String> arguments, int callId) {
    int index = FIRST_CALL_ID + callId - 1;
    if (callId < 1 || index >= arguments.size()) {
      return null;
    }
    String value = arguments.get(index).strip();
    return value.isEmpty() || NOTHING_TOLD.matcher(value).matches() ? null : value;
  }
}
