package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Commands this node has begun and not ended: none is begun a second time, and one that takes long
 * is kept from other nodes. On one event loop.
 */
final class UnderWay {
  /** Most that are kept from others at a time; beyond it a command may be done by two nodes. */
  private static final int MOST = 256;

  /** By workspace: each command, and whether it was there at the last look already. */
  private final Map<WorkspaceId, Map<String, Boolean>> commands = new HashMap<>();

  private final List<Promise<Void>> waiting = new ArrayList<>();

  /** Whether it may be begun: it is not under way yet. */
  boolean begin(WorkspaceId workspace, String command) {
    return commands
            .computeIfAbsent(workspace, w -> new HashMap<>())
            .putIfAbsent(command, Boolean.FALSE)
        == null;
  }

  void end(WorkspaceId workspace, String command) {
    Map<String, Boolean> open = commands.get(workspace);
    if (open != null) {
      open.remove(command);
    }
    if (isEmpty()) {
      List<Promise<Void>> told = List.copyOf(waiting);
      waiting.clear();
      told.forEach(Promise::tryComplete);
    }
  }

  /** Completed once none is under way. */
  Future<Void> none() {
    if (isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    waiting.add(promise);
    return promise.future();
  }

  private boolean isEmpty() {
    return commands.values().stream().allMatch(Map::isEmpty);
  }

  /** Those that were under way at the last look too. */
  List<String> lasting(WorkspaceId workspace) {
    Map<String, Boolean> open = commands.get(workspace);
    if (open == null || open.isEmpty()) {
      return List.of();
    }
    List<String> lasting = new ArrayList<>();
    open.forEach(
        (command, seen) -> {
          if (seen && lasting.size() < MOST) {
            lasting.add(command);
          }
        });
    open.replaceAll((command, seen) -> Boolean.TRUE);
    return lasting;
  }
}
