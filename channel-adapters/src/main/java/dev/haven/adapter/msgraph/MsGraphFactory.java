package dev.haven.adapter.msgraph;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;

/** Makes doors for {@code adapter: msgraph}. */
public final class MsGraphFactory implements AdapterFactory {
  @Override
  public String name() {
    return "msgraph";
  }

  @Override
  public ChannelAdapter create(EndpointConfig endpoint, AdapterContext context) {
    GraphAccess access = GraphAccess.of(endpoint, context);
    String mailbox = endpoint.text("mailbox");
    return access == null || mailbox == null || mailbox.isBlank()
        ? new MsGraphAdapter(endpoint, context, access, null)
        : new GraphMailbox(endpoint, context, access, mailbox.strip());
  }
}
