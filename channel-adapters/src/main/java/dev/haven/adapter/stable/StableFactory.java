package dev.haven.adapter.stable;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: stable}. */
public final class StableFactory implements AdapterFactory {
  @Override
  public String name() {
    return "stable";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new StableAdapter(endpoint);
  }
}
