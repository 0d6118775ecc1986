package dev.haven.server.chat;

import dev.haven.channel.Channel;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Function;

/**
 * The host's own platform. A navigator's words are in the contact already, where the visitor's
 * socket reads them; to send them is to wake that socket, whichever node holds it.
 */
public final class WebChatAdapter implements ChannelAdapter {
  /** Names the conversation in a reply handle. */
  static final String CONVERSATION = "conversation";

  private final ChatSite site;
  private volatile Function<String, Future<Void>> waker =
      conversation -> Future.failedFuture("the chat's door is not open yet");

  WebChatAdapter(ChatSite site) {
    this.site = site;
  }

  ChatSite site() {
    return site;
  }

  /** Set once, by the door. */
  void wakeBy(Function<String, Future<Void>> wakes) {
    waker = wakes;
  }

  @Override
  public EndpointConfig endpoint() {
    return site.endpoint();
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.CHAT);
  }

  @Override
  public ReplyPort replies() {
    return (to, message, command) ->
        waker.apply(to.value(CONVERSATION)).map(SendReceipt.taken(null));
  }
}
