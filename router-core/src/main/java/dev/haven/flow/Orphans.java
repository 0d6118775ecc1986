package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Looks through the work of a workspace that is not closed for what a configuration without some
 * queues would leave. A call of the store looks at a few contacts, so that nobody waits for all of
 * them. On the node's event loop.
 */
final class Orphans {
  /** Contacts that one call looks at: under a millisecond of the store. */
  private static final int MOST = 32;

  /** How often a walk that is lost with its store begins anew. */
  private static final int TRIES = 3;

  private final Transitions transitions;
  private final WorkspaceId workspace;
  private final BooleanSupplier goOn;

  /** A contact and the lane that it asks for, now or in a step to come. */
  record Orphan(String contact, int lane) {}

  /**
   * @param goOn asked between two calls, whether there is time for more
   */
  Orphans(Transitions transitions, WorkspaceId workspace, BooleanSupplier goOn) {
    this.transitions = transitions;
    this.workspace = workspace;
    this.goOn = goOn;
  }

  /**
   * One contact that asks for one of these lanes all the while, if there is any. Fails with {@link
   * TimeoutException} when there was no time to look at all.
   *
   * @param gone numbers of lanes, comma between; empty for none
   */
  Future<Optional<Orphan>> first(String gone) {
    if (gone.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Promise<Optional<Orphan>> found = Promise.promise();
    walk(gone, "", TRIES, found);
    return found.future();
  }

  private void walk(String gone, String from, int tries, Promise<Optional<Orphan>> found) {
    if (!goOn.getAsBoolean()) {
      found.fail(
          new TimeoutException("not all work that is not closed could be looked at in time"));
      return;
    }
    transitions
        .findOrphans(workspace, gone, from, MOST)
        .onFailure(found::fail)
        .onSuccess(
            outcome -> {
              switch (outcome.status()) {
                case "MORE" -> walk(gone, outcome.text(0), tries, found);
                case "ORPHANS" ->
                    found.complete(
                        Optional.of(
                            new Orphan(outcome.text(0), Integer.parseInt(outcome.text(1)))));
                case "CLEAR" -> found.complete(Optional.empty());
                default -> {
                  if (tries > 1) {
                    walk(gone, "", tries - 1, found);
                  } else {
                    found.fail("the walk through the work that is not closed was lost");
                  }
                }
              }
            });
  }
}
