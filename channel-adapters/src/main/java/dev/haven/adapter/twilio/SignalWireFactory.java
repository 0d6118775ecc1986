package dev.haven.adapter.twilio;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: signalwire}. */
public final class SignalWireFactory implements AdapterFactory {
  @Override
  public String name() {
    return "signalwire";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new TwilioAdapter(endpoint, context, Dialect.SIGNALWIRE);
  }
}
