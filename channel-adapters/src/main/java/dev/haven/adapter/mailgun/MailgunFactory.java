package dev.haven.adapter.mailgun;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: mailgun}. */
public final class MailgunFactory implements AdapterFactory {
  @Override
  public String name() {
    return "mailgun";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new MailgunAdapter(endpoint, context);
  }
}
