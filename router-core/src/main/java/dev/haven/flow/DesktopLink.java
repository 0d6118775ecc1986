package dev.haven.flow;

/** The way back to one open desktop. Called on the event loop that opened the session, in order. */
public interface DesktopLink {
  void deliver(DesktopFrame frame);

  /**
   * Ends the connection.
   *
   * @param code WebSocket close code, such as 4409 when a newer desktop took over
   */
  void close(int code, String reason);

  /** Whether it has ended or is about to, so that what is still to be drawn up need not be. */
  default boolean isClosed() {
    return false;
  }
}
