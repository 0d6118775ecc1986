package dev.haven.channel;

import java.util.Locale;

/** How far connecting a caller with a navigator has come. */
public enum BridgeResult {
  /**
   * The navigator's leg was asked for; what becomes of it follows as {@link
   * InboundStatus#bridge()}.
   */
  RINGING,
  /** The navigator's leg answered: call {@link CallPort#join} now. */
  ANSWERED,
  /** Whoever answered outside was asked and says by a key that they take the caller. */
  CONFIRMED,
  /** Whoever answered outside was asked and does not take the caller: the leg is to be let go. */
  DECLINED,
  /** Both talk. */
  CONNECTED,
  /**
   * The navigator's leg was busy, refused or did not answer: the caller still waits and keeps the
   * place.
   */
  NO_ANSWER,
  /**
   * The navigator's leg is over and the platform does not tell why: before both talked it counts as
   * {@link #NO_ANSWER}, afterwards the navigator hung up and the engagement wraps up.
   */
  HUNG_UP,
  /** The caller hung up before. */
  CALLER_GONE,
  /**
   * Another command had already moved this caller: the navigator's leg is let go, the caller is
   * untouched.
   */
  LOST_RACE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
