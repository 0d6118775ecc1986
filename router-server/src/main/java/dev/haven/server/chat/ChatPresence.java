package dev.haven.server.chat;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.Optional;

/** What the nodes tell each other of open chats. */
public interface ChatPresence {
  /** Says that this socket holds the conversation now. */
  Future<Void> hold(WorkspaceId workspace, String conversation, String socket);

  /** The socket that held it last; empty when none did for a long time. */
  Future<Optional<String>> holder(WorkspaceId workspace, String conversation);

  /**
   * Tells every node that there is something new in it.
   *
   * @param words of the site itself to show once; empty when the contact has what is new
   */
  Future<Void> wake(WorkspaceId workspace, String conversation, String words);
}
