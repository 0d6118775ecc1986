package dev.haven.channel;

/**
 * Makes adapters of one kind; found by {@link java.util.ServiceLoader}, so that a further jar is a
 * further platform.
 */
public interface AdapterFactory {
  /** The name in configuration: {@code endpoints[].adapter}. Lower case. */
  String name();

  /**
   * An adapter for that endpoint.
   *
   * @throws IllegalArgumentException naming the setting that is missing or wrong, and what would be
   *     right; never a secret
   */
  ChannelAdapter create(EndpointConfig endpoint, AdapterContext context);
}
