package dev.haven.store.redis;

/**
 * When a transition counts as kept, so that a sender may be answered and an offer shown.
 *
 * @param kind process: Redis has it (AOF everysec survives a killed process); host: on disk before
 *     the reply (AOF always); replicated: copied
 * @param replicas how many replicas must have it; used by replicated only, at least 1
 * @param waitMs how long to wait for them, milliseconds
 */
public record CommitLevel(Kind kind, int replicas, int waitMs) {
  /** The level's name in configuration, in lower case. */
  public enum Kind {
    PROCESS,
    HOST,
    REPLICATED
  }

  public static final CommitLevel PROCESS = new CommitLevel(Kind.PROCESS, 0, 0);

  public CommitLevel {
    if (kind == Kind.REPLICATED && (replicas < 1 || waitMs < 1)) {
      throw new IllegalArgumentException(
          "replicated needs at least one replica and a wait over 0 ms, got "
              + replicas
              + " and "
              + waitMs);
    }
  }
}
