package dev.haven.adapter.vectors;

import dev.haven.adapter.support.Digests;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a host remembers of the requests before: keys of events, and tokens that may be used once.
 */
final class Memory {
  private final Set<String> keys = new HashSet<>();
  private final Map<String, String> bodyByToken = new HashMap<>();

  /** Refuses a token that came with another body, or that is new at each try; keeps a new one. */
  Verdict claim(Verdict verdict, RawRequest request) {
    if (!(verdict instanceof Verdict.Accepted accepted) || accepted.onceToken() == null) {
      return verdict;
    }
    String body = Digests.sha256Hex(request.body());
    String before = bodyByToken.putIfAbsent(accepted.onceToken(), body);
    return before == null || (!accepted.fresh() && before.equals(body))
        ? verdict
        : Verdict.refused(RefusalReason.REPLAYED_TOKEN, 401);
  }

  /** Whether nothing in the result is new; keeps what is. */
  boolean knows(ParseResult result) {
    if (!(result instanceof ParseResult.Events events)) {
      return false;
    }
    boolean known = true;
    for (InboundEvent event : events.events()) {
      known &= !keys.add(event.idempotencyKey());
    }
    return known;
  }
}
