package dev.haven.channel;

import io.vertx.core.Future;
import java.util.Set;

/**
 * Where a session puts what it hears. Events of one conversation or call are taken in in the order
 * they were put, others beside them. Called on the adapter's event loop.
 */
public interface EventSink {
  /**
   * Takes in what was read. Succeeds once everything is stored; a session that can acknowledge does
   * so only then. With the store away it is held and tried again for {@code http.holdWebhooksFor};
   * a failure says that the platform must be told, or asked, again.
   *
   * @param raw the bytes it was read from; their digest is the key of what cannot be read
   */
  Future<Acceptance> accept(ParseResult result, byte[] raw);

  /**
   * Takes in events that the session found out by itself, such as by asking what calls there are.
   */
  default Future<Acceptance> accept(InboundEvent... events) {
    return accept(ParseResult.of(events), new byte[0]);
  }

  /**
   * The calls of this endpoint that came in over a session and whose end was not told, as the
   * platform names them. A session that opens asks before it looks up which calls there are: one
   * that is known and not there ended while nobody listened.
   */
  default Future<Set<String>> knownCalls() {
    return Future.succeededFuture(Set.of());
  }

  /**
   * What came was not believed or could not even be framed; nothing of it is kept. It is counted.
   */
  void refused(RefusalReason reason);
}
