package dev.haven.channel;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Speaks one platform's language for one configured endpoint. One instance for each endpoint, used
 * by any thread: an adapter holds no state that a contact depends on.
 */
public interface ChannelAdapter {

  /** The door it serves. */
  EndpointConfig endpoint();

  /** The channels its contacts may have. */
  Set<Channel> channels();

  /** The largest request body it reads, in bytes; the host refuses a larger one before reading. */
  default int maxBodyBytes() {
    return 256 * 1024;
  }

  /** How to answer in writing; null when this platform takes no answers. */
  default @Nullable ReplyPort replies() {
    return null;
  }

  /**
   * What the endpoint's settings lack for what this platform can do, such as answering: a sentence
   * each, never with a secret. Empty when nothing lacks.
   */
  default List<String> lacks() {
    return List.of();
  }

  /** How files are fetched that come by URL or media id. */
  default Media media() {
    return Media.NONE;
  }

  /** The same for a platform whose sign-in must be asked for first; with what signs in now. */
  default Future<Media> signedInMedia() {
    return Future.succeededFuture(media());
  }

  /**
   * Whether a file that was brought is itself the message that the platform only announced; then
   * {@link #announced} reads it.
   */
  default boolean isAnnounced(String fileName) {
    return false;
  }

  /** What such a file says; null when it is no message of a person's. Never throws. */
  default @Nullable InboundContact announced(byte[] content) {
    return null;
  }

  /**
   * Asks the platform, with the endpoint's own credentials and changing nothing, whether it is set
   * up for this endpoint. Empty when nothing can be asked; does not fail: what goes wrong is a
   * remark. Beside a running node it disturbs no session of its.
   */
  default Future<List<Remark>> examine() {
    return Future.succeededFuture(List.of());
  }

  /** How to hold and connect calls; null when this platform has none. */
  default @Nullable CallPort calls() {
    return null;
  }
}
