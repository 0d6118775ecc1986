package dev.haven.adapter.sinch;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: sinch}. */
public final class SinchFactory implements AdapterFactory {
  @Override
  public String name() {
    return "sinch";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new SinchAdapter(endpoint, context);
  }
}
