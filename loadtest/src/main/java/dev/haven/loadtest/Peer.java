package dev.haven.loadtest;

/**
 * Something that takes contacts by priority and hands each to a free worker, who acknowledges and
 * completes it: Haven, the yardstick, a queue that is in use for the same.
 */
interface Peer extends AutoCloseable {
  /** As the tables name it. */
  String name();

  /** Runs one plan to its end and counts; the caller's thread waits. Not two at once. */
  Result run(Plan plan);

  /**
   * Does what it would do by itself in a quieter moment, so that none of it falls into a run; the
   * caller's thread waits. Nothing by default.
   */
  default void settle() {}

  @Override
  void close();
}
