package dev.haven.adapter.chatwoot;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: chatwoot}. */
public final class ChatwootFactory implements AdapterFactory {
  @Override
  public String name() {
    return "chatwoot";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new ChatwootAdapter(endpoint, context);
  }
}
