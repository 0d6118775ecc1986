package dev.haven.channel;

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

  /** How files are fetched that come by URL or media id. */
  default Media media() {
    return Media.NONE;
  }

  /** How to hold and connect calls; null when this platform has none. */
  default @Nullable CallPort calls() {
    return null;
  }
}
