package dev.haven.adapter.support;

import org.jspecify.annotations.Nullable;

/**
 * Names a conversation where a platform has no id for it: the same two addresses are the same
 * conversation.
 */
public final class Conversations {
  private Conversations() {}

  /**
   * The same for the same two addresses; null when the person's is not known. It is a hash so that
   * it is short and shows no address at a glance; numbers are few enough to be guessed, so it is no
   * secret and is to be kept like an address.
   */
  public static @Nullable String between(@Nullable String person, @Nullable String centre) {
    if (person == null || person.isBlank()) {
      return null;
    }
    return Digests.sha256Hex(
            Digests.utf8(person.strip() + "\n" + (centre == null ? "" : centre.strip())))
        .substring(0, 32);
  }
}
