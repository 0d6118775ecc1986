package dev.haven.adapter.emailmime;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: email-mime}: with a {@code port} one that listens. */
public final class EmailMimeFactory implements AdapterFactory {
  @Override
  public String name() {
    return "email-mime";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    return endpoint.text("port") == null
        ? new EmailMimeAdapter(endpoint, context)
        : new MailDoor(endpoint, DoorRules.of(endpoint), context);
  }
}
