package dev.haven.adapter.cloudevents;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: cloudevents}. */
public final class CloudEventsFactory implements AdapterFactory {
  @Override
  public String name() {
    return "cloudevents";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new CloudEventsAdapter(endpoint);
  }
}
