package dev.haven.store.redis;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * How many functions of Redis the event loop of a thread has called and has no reply of yet, all
 * connections together. It tells whoever decides how that loop waits what it waits for.
 */
public final class AwaitedReplies {
  private static final FastThreadLocal<AwaitedReplies> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected AwaitedReplies initialValue() {
          return new AwaitedReplies();
        }
      };

  private int count;
  private long ended;

  private AwaitedReplies() {}

  /** Always the same one on the same thread, and only for that thread. */
  public static AwaitedReplies ofThisThread() {
    return OF_THREAD.get();
  }

  /** 0 or more. */
  public int count() {
    return count;
  }

  /** How many calls have ended so far. */
  public long endedSoFar() {
    return ended;
  }

  void called() {
    count++;
  }

  /** The reply came, or will not come. */
  void ended() {
    count--;
    ended++;
  }
}
