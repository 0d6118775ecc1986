package dev.haven.channel;

import dev.haven.time.Timers;
import java.time.InstantSource;

/**
 * What the host lends an adapter, so that it owns no threads, clients or clocks. All of it belongs
 * to the event loop that made the adapter.
 *
 * @param http calls the platform
 * @param clock the time, for signing what goes out
 * @param network opens connections that are kept
 * @param timers runs something later on the adapter's event loop
 */
public record AdapterContext(HttpSender http, InstantSource clock, Network network, Timers timers) {

  /** For adapters that keep no connection, and for checks without any platform. */
  public static AdapterContext of(HttpSender http, InstantSource clock) {
    return new AdapterContext(http, clock, Network.NONE, Timers.NONE);
  }
}
