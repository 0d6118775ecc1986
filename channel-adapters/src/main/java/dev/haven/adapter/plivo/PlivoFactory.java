package dev.haven.adapter.plivo;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: plivo}. */
public final class PlivoFactory implements AdapterFactory {
  @Override
  public String name() {
    return "plivo";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new PlivoAdapter(endpoint, context);
  }
}
