package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells the other nodes what this one counted today, and hears what they did, each round, so that
 * service level and time to offer are those of all nodes whichever is asked. What a stopped node
 * counted stays until midnight. On one event loop.
 */
final class SharedFigures {
  /** Waits of a node that offered nobody for so long say nothing about now. */
  private static final Duration RECENT = Duration.ofHours(1);

  private final String node;
  private final Shelf shelf;
  private final ServiceLevels levels;
  private final Function<WorkspaceId, Decisions> decisions;
  private final RouterClock clock;
  private final Map<WorkspaceId, String> told = new HashMap<>();

  SharedFigures(
      String node,
      Shelf shelf,
      ServiceLevels levels,
      Function<WorkspaceId, Decisions> decisions,
      RouterClock clock) {
    this.node = node;
    this.shelf = shelf;
    this.levels = levels;
    this.decisions = decisions;
    this.clock = clock;
  }

  /** Fails as the store does; the next round tries again. */
  Future<Void> share(Workspace workspace) {
    WorkspaceId id = workspace.id();
    LocalDate today = workspace.policy().at(clock.now()).toLocalDate();
    Decisions here = decisions.apply(id);
    Figures own = new Figures(today, here.lastWait(), here.waits(), levels.counted(id, today));
    String text = own.text();
    return shelf
        .shareFigures(id, node, text.equals(told.get(id)) ? "" : text)
        .compose(
            all -> {
              told.put(id, text);
              return take(id, own, all);
            });
  }

  private Future<Void> take(WorkspaceId workspace, Figures own, Map<String, String> all) {
    List<Figures> others = new ArrayList<>();
    List<String> old = new ArrayList<>();
    all.forEach(
        (name, text) -> {
          Figures figures = Figures.read(text);
          if (figures.day().isBefore(own.day())) {
            old.add(name);
          } else if (!name.equals(node)) {
            others.add(figures);
          }
        });
    levels.others(workspace, own.day(), others);
    Instant recent = clock.now().minus(RECENT);
    decisions
        .apply(workspace)
        .others(
            others.stream().filter(f -> f.lastWait().isAfter(recent)).map(Figures::waits).toList());
    return old.isEmpty() ? Future.succeededFuture() : shelf.forgetFigures(workspace, old);
  }
}
