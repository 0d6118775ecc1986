package dev.haven.adapter.meta;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: meta}. */
public final class MetaFactory implements AdapterFactory {
  @Override
  public String name() {
    return "meta";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new MetaAdapter(endpoint, context);
  }
}
