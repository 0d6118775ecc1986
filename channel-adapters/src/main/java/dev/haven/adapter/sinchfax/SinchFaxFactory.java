package dev.haven.adapter.sinchfax;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: sinch-fax}. */
public final class SinchFaxFactory implements AdapterFactory {
  @Override
  public String name() {
    return "sinch-fax";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new SinchFaxAdapter(endpoint, context);
  }
}
