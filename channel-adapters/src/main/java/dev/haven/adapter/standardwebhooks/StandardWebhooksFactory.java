package dev.haven.adapter.standardwebhooks;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: standard-webhooks}. */
public final class StandardWebhooksFactory implements AdapterFactory {
  @Override
  public String name() {
    return "standard-webhooks";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new StandardWebhooksAdapter(endpoint);
  }
}
