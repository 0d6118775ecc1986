package dev.haven.channel;

/** How caller and navigator hear each other in a call that goes on. */
public enum TalkState {
  /** Both hear each other. */
  TALKING,
  /** The navigator hears the caller, who does not hear the navigator. */
  MUTED,
  /** The caller hears music and the navigator nobody. */
  ON_HOLD
}
