package dev.haven.adapter.twilio;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: twilio}. */
public final class TwilioFactory implements AdapterFactory {
  @Override
  public String name() {
    return "twilio";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new TwilioAdapter(endpoint, context, Dialect.TWILIO);
  }
}
