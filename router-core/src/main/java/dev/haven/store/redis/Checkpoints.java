package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Has checkpoints written into one workspace's journal, one call after the other, under the lease
 * of its archiver. What anybody else asks of the store is served between two calls.
 *
 * <p>A checkpoint that is left unfinished does no harm: readers pass it over, and the next one
 * begins anew.
 *
 * <p>Called on the event loop of the link; one checkpoint at a time.
 */
final class Checkpoints {
  /** A record takes some 20 µs, so that nobody waits for much more than a millisecond. */
  static final int PORTION = 64;

  /** One behind the other, each as long as the store's commands may take. */
  private static final int MOST_FAILURES = 2;

  private final RedisTransitions transitions;
  private final WorkspaceId workspace;
  private final String token;
  private final long leaseMs;
  private boolean stopped;
  private int failures;

  /**
   * @param token of the lease
   * @param leaseMs how long the lease lives without another call
   */
  Checkpoints(RedisTransitions transitions, WorkspaceId workspace, String token, long leaseMs) {
    this.transitions = transitions;
    this.workspace = workspace;
    this.token = token;
    this.leaseMs = leaseMs;
  }

  /**
   * Writes one to its end. Answers the number of its first line; 0 when there is none, because
   * nothing was ever written, the lease is another's, or it was stopped. Fails when the checkpoint
   * cannot go on, as when another Redis took over half-way: whoever wants one asks again.
   */
  Future<Long> write() {
    if (stopped) {
      return Future.succeededFuture(0L);
    }
    Promise<Long> written = Promise.promise();
    goOn(0, written);
    return written.future();
  }

  /** Leaves the checkpoint under way, and every other from now on, unfinished. */
  void stop() {
    stopped = true;
  }

  /**
   * Each call follows from the answer to the last, without a chain of futures that grows. One that
   * fails is made again: had it happened, the same words ask for what comes next.
   */
  private void goOn(long first, Promise<Long> written) {
    transitions
        .checkpointJournal(workspace, token, first, PORTION, leaseMs)
        .onSuccess(
            outcome -> {
              failures = 0;
              answered(outcome, written);
            })
        .onFailure(
            cause -> {
              if (++failures > MOST_FAILURES || stopped) {
                failures = 0;
                written.tryFail(cause);
              } else {
                goOn(first, written);
              }
            });
  }

  private void answered(Outcome outcome, Promise<Long> written) {
    if (outcome.is("MORE") && !stopped) {
      goOn(Long.parseLong(outcome.text(0)), written);
    } else if (outcome.is("GONE")) {
      written.fail(new IllegalStateException("the checkpoint was lost half-way"));
    } else {
      written.complete(outcome.is("DONE") ? Long.parseLong(outcome.text(0)) : 0);
    }
  }
}
