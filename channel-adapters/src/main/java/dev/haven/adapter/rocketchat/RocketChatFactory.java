package dev.haven.adapter.rocketchat;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: rocketchat}. */
public final class RocketChatFactory implements AdapterFactory {
  @Override
  public String name() {
    return "rocketchat";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new RocketChatAdapter(endpoint, context);
  }
}
