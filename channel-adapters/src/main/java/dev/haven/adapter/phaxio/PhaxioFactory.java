package dev.haven.adapter.phaxio;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: phaxio}. */
public final class PhaxioFactory implements AdapterFactory {
  @Override
  public String name() {
    return "phaxio";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new PhaxioAdapter(endpoint, context);
  }
}
