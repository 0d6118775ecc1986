package dev.haven.server.session;

import java.util.Locale;

/** How a node stands to one endpoint's session. */
public enum Standing {
  /** Another node holds it. */
  ELSEWHERE,
  CONNECTING,
  UP,
  /** It ended or could not be opened; it is tried again after a pause. */
  DOWN,
  STOPPED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
