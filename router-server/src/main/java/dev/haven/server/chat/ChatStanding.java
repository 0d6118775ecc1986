package dev.haven.server.chat;

import dev.haven.flow.ContactView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor was last told of how they stand.
 *
 * @param state new, waiting, connected or closed; empty before anything was told
 * @param position null unless waiting
 * @param expectedWaitSeconds null when nobody on duty may take it
 */
record ChatStanding(String state, @Nullable Integer position, @Nullable Long expectedWaitSeconds) {
  static final ChatStanding UNTOLD = new ChatStanding("", null, null);

  static ChatStanding of(@Nullable ContactView contact) {
    return contact == null
        ? new ChatStanding(ChatFrames.state(null), null, null)
        : new ChatStanding(
            ChatFrames.state(contact), contact.position(), contact.estimatedWaitSeconds());
  }

  /**
   * Whether the visitor is told now how they stand: another state at once, other numbers only at a
   * regular look, so that they are not told faster than they can be read.
   */
  boolean isNews(ChatStanding now, boolean regular) {
    return !now.state.equals(state)
        || (regular
            && (!Objects.equals(now.position, position)
                || !Objects.equals(now.expectedWaitSeconds, expectedWaitSeconds)));
  }

  /** Whether anything may still change. */
  boolean mayChange() {
    return !state.equals("new") && !state.equals("closed");
  }
}
