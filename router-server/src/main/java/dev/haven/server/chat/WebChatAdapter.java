package dev.haven.server.chat;

import dev.haven.channel.Channel;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The host's own platform. A navigator's words are in the contact already, where the visitor's
 * socket reads them; to send them is to wake that socket, whichever node holds it.
 */
public final class WebChatAdapter implements ChannelAdapter {
  /** Names the conversation in a reply handle. */
  static final String CONVERSATION = "conversation";

  /** How the command of a site's first answer ends; its words stand in no contact. */
  private static final String FIRST_ANSWER = ".first";

  private final ChatSite site;
  private volatile BiFunction<String, String, Future<Void>> waker =
      (conversation, words) -> Future.failedFuture("the chat's door is not open yet");

  WebChatAdapter(ChatSite site) {
    this.site = site;
  }

  ChatSite site() {
    return site;
  }

  /** Set once, by the door. */
  void wakeBy(BiFunction<String, String, Future<Void>> wakes) {
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
        waker
            .apply(to.value(CONVERSATION), command.endsWith(FIRST_ANSWER) ? message.text() : "")
            .map(SendReceipt.taken(null));
  }
}
