package dev.haven.adapter.vonage;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: vonage}. */
public final class VonageFactory implements AdapterFactory {
  @Override
  public String name() {
    return "vonage";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new VonageAdapter(endpoint, context);
  }
}
