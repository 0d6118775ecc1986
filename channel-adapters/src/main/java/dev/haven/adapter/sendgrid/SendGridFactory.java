package dev.haven.adapter.sendgrid;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: sendgrid}. */
public final class SendGridFactory implements AdapterFactory {
  @Override
  public String name() {
    return "sendgrid";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new SendGridAdapter(endpoint, context);
  }
}
