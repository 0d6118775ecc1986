package dev.haven.server.support;

import dev.haven.channel.EndpointConfig;
import dev.haven.server.http.OnceTokens;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Tokens that were used here. For one event loop. */
public final class LocalOnceTokens implements OnceTokens {
  private final Map<String, String> used = new HashMap<>();

  @Override
  public Future<Boolean> use(
      EndpointConfig endpoint, String token, boolean fresh, String bodyDigest) {
    String before = used.putIfAbsent(endpoint.id().value() + ' ' + token, bodyDigest);
    return Future.succeededFuture(before == null || (!fresh && before.equals(bodyDigest)));
  }
}
