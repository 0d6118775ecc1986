package dev.haven.server.chat;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes {@code web-chat} endpoints. */
public final class WebChatFactory implements AdapterFactory {
  @Override
  public String name() {
    return "web-chat";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new WebChatAdapter(ChatSite.of(endpoint));
  }
}
