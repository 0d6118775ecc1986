package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The workspaces this node serves. Used on one event loop. */
final class Workspaces {
  private final Map<WorkspaceId, Workspace> all = new LinkedHashMap<>();
  private Settings settings;

  Workspaces(Collection<Workspace> workspaces, Settings settings) {
    workspaces.forEach(w -> all.put(w.id(), w));
    this.settings = settings;
  }

  /**
   * @throws UnknownWorkspaceException when this node does not serve it
   */
  Workspace get(WorkspaceId id) {
    Workspace workspace = all.get(id);
    if (workspace == null) {
      throw new UnknownWorkspaceException();
    }
    return workspace;
  }

  Collection<Workspace> all() {
    return all.values();
  }

  void use(Settings newSettings) {
    settings = newSettings;
  }

  Settings settings() {
    return settings;
  }

  /** A token or endpoint named a workspace that is not configured here. */
  static final class UnknownWorkspaceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownWorkspaceException() {
      super("this node serves no such workspace", null, false, false);
    }
  }
}
