package dev.haven.adapter.asteriskari;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: asterisk-ari}. */
public final class AsteriskAriFactory implements AdapterFactory {
  @Override
  public String name() {
    return "asterisk-ari";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new AsteriskAriAdapter(endpoint, context);
  }
}
