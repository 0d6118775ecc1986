package dev.haven.server.wiring;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Shelf;
import dev.haven.server.chat.ChatPresence;
import io.vertx.core.Future;
import java.util.Optional;

/** Who holds which chat, in the store; what is new in one, through it to every node. */
final class ShelfChats implements ChatPresence {
  /** Every node listens to what is sent to this name. */
  static final String LISTENER = "chat";

  static final String SEPARATOR = " ";

  private static final long HELD_SECONDS = 3_600;

  private final Shelf shelf;

  ShelfChats(Shelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public Future<Void> hold(WorkspaceId workspace, String conversation, String socket) {
    return shelf.keepHolder(workspace, conversation, socket, HELD_SECONDS);
  }

  @Override
  public Future<Optional<String>> holder(WorkspaceId workspace, String conversation) {
    return shelf.holder(workspace, conversation);
  }

  @Override
  public Future<Void> wake(WorkspaceId workspace, String conversation, String words) {
    return shelf.publish(workspace, LISTENER, conversation + SEPARATOR + words);
  }
}
