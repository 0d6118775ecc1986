package dev.haven.adapter.emailmime;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: email-mime}. */
public final class EmailMimeFactory implements AdapterFactory {
  @Override
  public String name() {
    return "email-mime";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new EmailMimeAdapter(endpoint);
  }
}
