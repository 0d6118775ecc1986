package dev.haven.adapter.imap;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: imap}. */
public final class ImapFactory implements AdapterFactory {
  @Override
  public String name() {
    return "imap";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new ImapAdapter(endpoint, context);
  }
}
