package dev.haven.channel;

import java.time.InstantSource;

/**
 * What the host lends an adapter, so that it owns no threads, clients or clocks.
 *
 * @param http calls the platform
 * @param clock the time, for signing what goes out
 */
public record AdapterContext(HttpSender http, InstantSource clock) {}
