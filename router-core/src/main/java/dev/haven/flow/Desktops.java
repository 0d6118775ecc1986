package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.navigator.NavigatorId;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Opens navigators' desktop sessions on this node. */
public interface Desktops {
  /**
   * The desktop said {@code hello}: this becomes the navigator's active session, an older one
   * anywhere is closed with 4409. In development mode an unknown navigator is created.
   *
   * @param activity what the desktop asks to do at once, null to stay as is; it is told when the
   *     navigator does, after the snapshot, and tried again while the store does not answer
   * @return the session, whose snapshot is to be sent right after the welcome; fails with {@link
   *     UnknownNavigator} in production
   */
  Future<DesktopSession> open(
      WorkspaceId workspace,
      NavigatorId navigator,
      DesktopLink link,
      long lastSeq,
      @Nullable String activity);

  /**
   * A supervisor's desktop said {@code hello}: it is told what is escalated as long as it is there.
   *
   * @param supervisor who it is, for the journal of what they answer for
   */
  Future<DesktopSession> supervise(WorkspaceId workspace, String supervisor, DesktopLink link);

  /** How many desktops are open on this node. */
  int sessions();

  /** The roster has no such navigator, and this mode creates none. */
  final class UnknownNavigator extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnknownNavigator() {
      super("the roster has no such navigator", null, false, false);
    }
  }
}
