package dev.haven.channel;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Instant;

/**
 * Reads what comes in. {@code verify} and {@code parse} are functions of the request, the
 * endpoint's configuration and the time alone: no I/O, no waiting. {@code parse} is called only
 * after {@code verify} accepted.
 */
public interface InboundReader extends ChannelAdapter {

  /**
   * Whether the request is from whom it says, over its raw bytes. Never throws, whatever the bytes
   * are.
   */
  Verdict verify(RawRequest request, Instant now);

  /** What it says. Never throws, whatever the bytes are. */
  ParseResult parse(RawRequest request, Instant now);

  /**
   * Hands over what {@link Verdict.Needs} asked for. Safe to call again with the same; an adapter
   * that never needs anything ignores it.
   */
  default void learn(URI resource, byte[] content) {}

  /**
   * What a platform only announced is asked for, where the sender's patience allows; what cannot be
   * got now stays as it was announced. A message that a platform tells of by several events gets
   * its one name here. Called before anything is stored, so it ends within 3 s and never fails; on
   * the adapter's event loop.
   */
  default Future<ParseResult> complete(ParseResult result) {
    return Future.succeededFuture(result);
  }
}
