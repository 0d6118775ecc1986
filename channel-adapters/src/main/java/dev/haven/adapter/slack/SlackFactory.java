package dev.haven.adapter.slack;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: slack}. */
public final class SlackFactory implements AdapterFactory {
  @Override
  public String name() {
    return "slack";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new SlackAdapter(endpoint, context);
  }
}
