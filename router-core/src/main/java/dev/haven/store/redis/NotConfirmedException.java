package dev.haven.store.redis;

/**
 * The transition ran, but too few replicas confirmed it in time: its fate is unknown, and the same
 * call may be repeated.
 */
public final class NotConfirmedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotConfirmedException(long confirmed, int wanted) {
    super(confirmed + " of " + wanted + " replicas confirmed in time", null, false, false);
  }
}
