package dev.haven.adapter.hylafax;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: hylafax}. */
public final class HylaFaxFactory implements AdapterFactory {
  @Override
  public String name() {
    return "hylafax";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new HylaFaxAdapter(endpoint);
  }
}
