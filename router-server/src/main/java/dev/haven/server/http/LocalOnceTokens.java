package dev.haven.server.http;

import dev.haven.channel.EndpointId;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens that were used on this node; the oldest is forgotten first. For one event loop. */
public final class LocalOnceTokens implements OnceTokens {
  private static final int MAX_TOKENS = 200_000;

  private final Map<String, String> used =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_TOKENS;
        }
      };

  @Override
  public Future<Boolean> use(EndpointId endpoint, String token, String bodyDigest) {
    String before = used.putIfAbsent(endpoint.value() + ' ' + token, bodyDigest);
    return Future.succeededFuture(before == null || before.equals(bodyDigest));
  }
}
