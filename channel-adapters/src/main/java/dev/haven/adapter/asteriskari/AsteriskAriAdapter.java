package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.CallPort;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import java.time.Instant;
import java.util.Set;

/**
 * Reads events of a Stasis application, one JSON object a text frame. A frame that cannot be read
 * is refused and the connection goes on.
 */
final class AsteriskAriAdapter implements InboundReader {
  private final EndpointConfig endpoint;
  private final AriEvents events;
  private final AriCalls calls;

  AsteriskAriAdapter(EndpointConfig endpoint, AdapterContext context) {
    this.endpoint = endpoint;
    this.events = new AriEvents(endpoint);
    this.calls = new AriCalls(endpoint, context);
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
    JsonNode frame = Json.read(request.body());
    return frame == null || Json.filled(frame, "type") == null
        ? Verdict.refused(RefusalReason.MALFORMED, 400)
        : Verdict.accepted();
  }

  @Override
  public ParseResult parse(RawRequest request, Instant now) {
    JsonNode frame = Json.read(request.body());
    return frame == null
        ? new ParseResult.Unreadable("no_json")
        : ParseResult.of(events.read(frame));
  }

  @Override
  public CallPort calls() {
    return calls;
  }
}
