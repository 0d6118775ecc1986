package dev.haven.server.shift;

import java.util.Locale;

/** Whether a navigator does what their shift says. */
public enum Adherence {
  /** On shift and open for offers. */
  AVAILABLE,
  /** On shift, but on a break, away or gone: they should be there. */
  MISSING,
  /** Open for offers without a shift. */
  EXTRA,
  /** No shift, not there. */
  OFF;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param available whether their desktop is there and they are open for offers
   */
  public static Adherence of(boolean onShift, boolean available) {
    return onShift ? (available ? AVAILABLE : MISSING) : (available ? EXTRA : OFF);
  }
}
