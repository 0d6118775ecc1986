package dev.haven.server.http;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tickets of one node that is alone. Bounded; for one event loop. */
public final class LocalTickets implements Tickets {
  private static final int MAX_TICKETS = 100_000;

  private record Held(Identity identity, long until) {}

  private final SecureRandom random;
  private final LongSupplier nanoTime;
  private final long lifeNanos;
  private final Map<String, Held> held =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
          return size() > MAX_TICKETS;
        }
      };

  public LocalTickets(SecureRandom random, LongSupplier nanoTime, long lifeNanos) {
    this.random = random;
    this.nanoTime = nanoTime;
    this.lifeNanos = lifeNanos;
  }

  @Override
  public Future<String> issue(Identity identity) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String ticket = HexFormat.of().formatHex(bytes);
    held.put(ticket, new Held(identity, nanoTime.getAsLong() + lifeNanos));
    return Future.succeededFuture(ticket);
  }

  @Override
  public Future<Optional<Identity>> redeem(String ticket) {
    Held found = held.remove(ticket);
    if (found == null || nanoTime.getAsLong() - found.until() >= 0) {
      return Future.succeededFuture(Optional.empty());
    }
    return Future.succeededFuture(Optional.of(found.identity()));
  }
}
