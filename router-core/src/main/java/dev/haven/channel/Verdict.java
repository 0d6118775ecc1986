package dev.haven.channel;

import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What checking a request said. */
public sealed interface Verdict {

  /**
   * The sender is who it says.
   *
   * @param onceToken when not null: a token of the sender's that may be used once. The host keeps
   *     it with the SHA-256 of the body as long as it keeps idempotency keys: with another body it
   *     is refused as {@link RefusalReason#REPLAYED_TOKEN}
   * @param fresh whether the sender makes a new token for each attempt: then it is refused with the
   *     same body too; otherwise that is a repeat
   */
  record Accepted(@Nullable String onceToken, boolean fresh) implements Verdict {
    private static final Accepted PLAIN = new Accepted(null, false);
  }

  /**
   * Not believed; nothing of it may be kept.
   *
   * @param status the HTTP status this sender is to get: one that does not make it give up for good
   *     where it could be our mistake
   */
  record Refused(RefusalReason reason, int status) implements Verdict {}

  /**
   * Cannot be said before the host has fetched this (https, by its allow-list) and handed it over
   * with {@link InboundReader#learn}; then the same request is checked again.
   */
  record Needs(URI resource) implements Verdict {}

  static Verdict accepted() {
    return Accepted.PLAIN;
  }

  static Verdict refused(RefusalReason reason, int status) {
    return new Refused(reason, status);
  }

  /** Reads every case; a new case breaks the compile at every reader. */
  default <T> T match(
      Function<Accepted, T> onAccepted,
      Function<Refused, T> onRefused,
      Function<Needs, T> onNeeds) {
    if (this instanceof Accepted accepted) {
      return onAccepted.apply(accepted);
    }
    if (this instanceof Refused refused) {
      return onRefused.apply(refused);
    }
    return onNeeds.apply((Needs) this);
  }
}
