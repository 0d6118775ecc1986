package dev.haven.adapter.smpp;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: smpp}: with a {@code host} one that is bound to a carrier. */
public final class SmppFactory implements AdapterFactory {
  @Override
  public String name() {
    return "smpp";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    SmscAccess access = SmscAccess.of(endpoint);
    return access == null ? new SmppAdapter(endpoint) : new SmppDoor(endpoint, access, context);
  }
}
