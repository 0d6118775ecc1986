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
}
