package dev.haven.server.http;

import dev.haven.channel.EndpointConfig;
import dev.haven.flow.Shelf;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** Tokens in the store, used once over all nodes. Only their digests are kept. */
public final class ShelfOnceTokens implements OnceTokens {
  private final Shelf shelf;
  private final long keptSeconds;

  public ShelfOnceTokens(Shelf shelf, long keptSeconds) {
    this.shelf = shelf;
    this.keptSeconds = keptSeconds;
  }

  @Override
  public Future<Boolean> use(
      EndpointConfig endpoint, String token, boolean fresh, String bodyDigest) {
    String name = endpoint.id().value() + ' ' + token;
    String digest = Intake.digest(name.getBytes(StandardCharsets.UTF_8));
    return shelf
        .useToken(endpoint.workspace(), digest, bodyDigest, keptSeconds)
        .map(before -> before.isEmpty() || (!fresh && before.get().equals(bodyDigest)));
  }
}
