package dev.haven.adapter.telnyx;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: telnyx}. */
public final class TelnyxFactory implements AdapterFactory {
  @Override
  public String name() {
    return "telnyx";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new TelnyxAdapter(endpoint, context);
  }
}
