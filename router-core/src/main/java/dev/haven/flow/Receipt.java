package dev.haven.flow;

import java.util.function.Function;

/** What became of an arrival. All are ordinary results; only machinery fails a future. */
public sealed interface Receipt {
  /** A new contact, placed. */
  record Created(ContactView contact) implements Receipt {}

  /**
   * Known already: the same key with the same body, or a message that joined the open contact of
   * its conversation.
   */
  record Known(ContactView contact) implements Receipt {}

  /** The key was used before with another body; nothing was changed. */
  record KeyReused() implements Receipt {}

  /** Nothing was placed: whom it would reach did not agree to it, or no longer does. */
  record NoConsent() implements Receipt {}

  default <T> T match(
      Function<Created, T> onCreated,
      Function<Known, T> onKnown,
      Function<KeyReused, T> onKeyReused,
      Function<NoConsent, T> onNoConsent) {
    if (this instanceof Created created) {
      return onCreated.apply(created);
    } else if (this instanceof Known known) {
      return onKnown.apply(known);
    } else if (this instanceof KeyReused reused) {
      return onKeyReused.apply(reused);
    } else {
      return onNoConsent.apply((NoConsent) this);
    }
  }
}
