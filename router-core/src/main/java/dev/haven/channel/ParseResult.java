package dev.haven.channel;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an authentic request says. */
public sealed interface ParseResult {

  /**
   * What happened, in the sender's order; empty when the request is the centre's own traffic coming
   * back.
   */
  record Events(List<InboundEvent> events) implements ParseResult {
    public Events {
      events = List.copyOf(events);
    }
  }

  /**
   * The sender asks whether we are here; nothing else happens.
   *
   * @param reply the answer
   * @param call what the host has to call besides, once, within its allow-list of hosts (visit a
   *     link to confirm); null when nothing
   */
  record Handshake(WebhookReply reply, @Nullable HttpCall call) implements ParseResult {
    public Handshake(WebhookReply reply) {
      this(reply, null);
    }
  }

  /**
   * Authentic, but not of a form that is known: becomes a contact in queue {@code unreadable}, with
   * an alarm. The host scores the words that stand in it all the same.
   *
   * @param why a code in lower snake case, never words of the message
   */
  record Unreadable(String why) implements ParseResult {}

  static ParseResult of(InboundEvent... events) {
    return new Events(List.of(events));
  }

  /** Authentic and without any effect. */
  static ParseResult nothing() {
    return new Events(List.of());
  }

  /** Reads every case; a new case breaks the compile at every reader. */
  default <T> T match(
      Function<Events, T> onEvents,
      Function<Handshake, T> onHandshake,
      Function<Unreadable, T> onUnreadable) {
    if (this instanceof Events events) {
      return onEvents.apply(events);
    }
    if (this instanceof Handshake handshake) {
      return onHandshake.apply(handshake);
    }
    return onUnreadable.apply((Unreadable) this);
  }
}
