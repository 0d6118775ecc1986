package dev.haven.flow;

/**
 * More contacts come than the store takes, and this one is of no strict tier; nothing was kept. To
 * try again at once makes it worse: the sender is to come again later. Has no stack.
 */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OverloadedException() {
    super("more contacts come than the store takes", null, false, false);
  }
}
