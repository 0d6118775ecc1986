package dev.haven.adapter.emailmime;

/** How many bytes of mails may be held at once by all connections of a door. On one event loop. */
final class InFlight {
  private final long most;
  private long held;

  InFlight(long most) {
    this.most = most;
  }

  boolean take(long bytes) {
    if (held + bytes > most) {
      return false;
    }
    held += bytes;
    return true;
  }

  void give(long bytes) {
    held -= bytes;
  }
}
