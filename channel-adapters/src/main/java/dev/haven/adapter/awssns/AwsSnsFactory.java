package dev.haven.adapter.awssns;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: aws-sns}. */
public final class AwsSnsFactory implements AdapterFactory {
  @Override
  public String name() {
    return "aws-sns";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new AwsSnsAdapter(endpoint, context);
  }
}
