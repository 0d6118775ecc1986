package dev.haven.adapter.intercom;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: intercom}. */
public final class IntercomFactory implements AdapterFactory {
  @Override
  public String name() {
    return "intercom";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new IntercomAdapter(endpoint, context);
  }
}
