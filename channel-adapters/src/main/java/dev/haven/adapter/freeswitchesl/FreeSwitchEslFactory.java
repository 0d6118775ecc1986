package dev.haven.adapter.freeswitchesl;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: freeswitch-esl}. */
public final class FreeSwitchEslFactory implements AdapterFactory {
  @Override
  public String name() {
    return "freeswitch-esl";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return new FreeSwitchEslAdapter(endpoint, context);
  }
}
