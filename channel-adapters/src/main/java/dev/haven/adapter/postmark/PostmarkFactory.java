package dev.haven.adapter.postmark;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: postmark}. */
public final class PostmarkFactory implements AdapterFactory {
  @Override
  public String name() {
    return "postmark";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new PostmarkAdapter(endpoint, context);
  }
}
