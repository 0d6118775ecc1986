package dev.haven.adapter.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.channel.HttpAnswer;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * To which navigator's line a caller was brought, kept in the state that the caller's call carries.
 * The platform refuses to bridge a line that is bridged, but it is the navigator's that it looks
 * at, and it does not tell with whom.
 */
final class JoinMarks {
  private static final String JOINED = "havenJoined";

  private final TelnyxRest rest;

  JoinMarks(TelnyxRest rest) {
    this.rest = rest;
  }

  /** The line in the mark of that call; empty when it has none, or is gone. */
  Future<Optional<String>> of(String call) {
    return rest.get("/v2/calls/" + call).map(answer -> Optional.ofNullable(marked(answer)));
  }

  private static @Nullable String marked(HttpAnswer answer) {
    String base64 = answer.isSuccess() ? TelnyxRest.field(answer, "client_state") : null;
    byte[] state = base64 == null ? null : Digests.fromBase64(base64);
    return state == null ? null : Json.filled(Json.read(state), JOINED);
  }

  /** Whether a line that was marked is still a call. */
  Future<Boolean> lives(String leg) {
    return rest.get("/v2/calls/" + leg)
        .map(
            answer -> {
              JsonNode call = Json.at(Json.read(answer.body()), "data");
              return answer.isSuccess() && call.path("is_alive").asBoolean();
            });
  }

  /** Both talk already: a mark that cannot be left changes nothing about that. */
  Future<Void> leave(String call, String leg) {
    String state = Digests.base64(Json.write(Map.of(JOINED, leg)));
    return rest.put("calls/" + call + "/actions/client_state_update", Map.of("client_state", state))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
