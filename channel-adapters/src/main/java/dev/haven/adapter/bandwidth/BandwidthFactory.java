package dev.haven.adapter.bandwidth;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: bandwidth}. */
public final class BandwidthFactory implements AdapterFactory {
  @Override
  public String name() {
    return "bandwidth";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new BandwidthAdapter(endpoint, context);
  }
}
