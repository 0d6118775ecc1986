package dev.haven.adapter.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we give a navigator's leg to carry, and find in every event of it: for whom it rings, and by
 * which command.
 *
 * @param caller the caller's call control id
 */
record LegState(String caller, String command) {
  private static final String CALLER = "havenCaller";
  private static final String COMMAND = "havenCommand";

  /** Null when the state is none of ours. */
  static @Nullable LegState read(@Nullable String base64) {
    byte[] bytes = base64 == null ? null : Digests.fromBase64(base64);
    JsonNode state = bytes == null ? null : Json.read(bytes);
    String caller = Json.filled(state, CALLER);
    String command = Json.filled(state, COMMAND);
    return caller == null || command == null ? null : new LegState(caller, command);
  }

  String base64() {
    return Digests.base64(Json.write(Map.of(CALLER, caller, COMMAND, command)));
  }
}
