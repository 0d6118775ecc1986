package dev.haven.adapter.messagebird;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: messagebird}. */
public final class MessageBirdFactory implements AdapterFactory {
  @Override
  public String name() {
    return "messagebird";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new MessageBirdAdapter(endpoint, context);
  }
}
