package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Desktops that the store believes to be on this node although they are not: they were closed while
 * the store did not answer, or the answer to their hello was lost. Their navigators would be
 * offered what nobody sees, and would keep their work for ever, so those sessions are given up as
 * if the desktop had just gone.
 *
 * <p><b>Fence.</b> A desktop takes its seat here before the store hears of its session, and leaves
 * it once that session is over here: one that the store lists and that has no seat is over. It is
 * given up by its number, which nobody else ever has, so that a session opened meanwhile, here or
 * on another node, is left alone. It is given up when two walks in a row have found it, since the
 * loss may just be on its way, and a desktop whose hello failed says it again.
 *
 * <p><b>Cost.</b> The store keeps the list in order and gives a page of it at a time; others are
 * served in between. Used on one event loop.
 */
final class EmptySeats {
  private static final Logger LOG = LoggerFactory.getLogger(EmptySeats.class);

  /** The store lists so many in less than 0.1 ms. */
  static final int PAGE = 250;

  private final String node;
  private final Transitions transitions;
  private final Desks desks;
  private final BiConsumer<WorkspaceId, List<Notice>> tell;

  /** Navigator and session of what the last whole walk found, by workspace. */
  private final Map<WorkspaceId, Map<String, String>> found = new HashMap<>();

  private final Set<WorkspaceId> underWay = new HashSet<>();

  /**
   * @param tell carries out what the loss of a session causes
   */
  EmptySeats(
      String node,
      Transitions transitions,
      Desks desks,
      BiConsumer<WorkspaceId, List<Notice>> tell) {
    this.node = node;
    this.transitions = transitions;
    this.desks = desks;
    this.tell = tell;
  }

  /**
   * Walks over the desktops that the store has here; one walk at a time for each workspace. A walk
   * that fails leaves what was found before it to the next one.
   */
  Future<Void> look(WorkspaceId workspace) {
    if (!underWay.add(workspace)) {
      return Future.succeededFuture();
    }
    Walk walk = new Walk(workspace);
    return Steps.whileTrue(walk::page)
        .compose(v -> walk.giveUp(found.getOrDefault(workspace, Map.of())))
        .onSuccess(v -> found.put(workspace, walk.empty))
        .onComplete(done -> underWay.remove(workspace));
  }

  private final class Walk {
    private final WorkspaceId workspace;
    private final Map<String, String> empty = new HashMap<>();
    private int from;

    Walk(WorkspaceId workspace) {
      this.workspace = workspace;
    }

    /**
     * Whoever comes or goes between two pages may push somebody over their edge: who is missed then
     * is found by a later walk.
     */
    Future<Boolean> page() {
      return transitions
          .readSeats(workspace, node, from, PAGE)
          .map(
              reply -> {
                List<?> listed = (List<?>) reply.get(1);
                for (int i = 0; i < listed.size(); i += 2) {
                  String navigator = (String) listed.get(i);
                  if (!desks.isSeated(workspace, navigator)) {
                    empty.put(navigator, (String) listed.get(i + 1));
                  }
                }
                from += PAGE;
                return listed.size() == 2 * PAGE;
              });
    }

    /** One after the other: the store has others to serve, above all after it was away. */
    Future<Void> giveUp(Map<String, String> foundBefore) {
      List<Map.Entry<String, String>> again =
          empty.entrySet().stream().filter(foundBefore.entrySet()::contains).toList();
      return Steps.each(again, this::lose).onSuccess(v -> report(again.size()));
    }

    private Future<?> lose(Map.Entry<String, String> seat) {
      return transitions
          .loseSession(workspace, seat.getKey(), seat.getValue(), false)
          .onSuccess(outcome -> tell.accept(workspace, outcome.notices()));
    }

    private void report(int sessions) {
      if (sessions > 0) {
        LOG.atWarn()
            .addKeyValue("workspace", workspace)
            .addKeyValue("sessions", sessions)
            .log("desktops were gone without the store's knowing");
      }
    }
  }
}
