package dev.haven.server.wall;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Decisions;
import dev.haven.flow.Directory;
import dev.haven.flow.Directory.NavigatorView;
import dev.haven.flow.Directory.OwedView;
import dev.haven.server.http.Auth;
import dev.haven.server.http.EventStream;
import dev.haven.server.http.Exchange;
import dev.haven.server.http.HttpDoor.Page;
import dev.haven.server.http.Identity;
import dev.haven.server.http.JsonOut;
import dev.haven.server.http.Role;
import dev.haven.server.http.Trouble;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /supervision}: how the token's workspace stands, as server-sent events, for any wall a
 * supervisor has. The state is drawn up twice a second while somebody looks, once for all, and sent
 * when it changed; a reader who does not keep up gets the next one instead of all of them.
 *
 * <p>Navigators and what is owed are read every other second: that asks the store once for each
 * navigator, and looks through many deadlines.
 *
 * <p>On one event loop; what its node did, it tells.
 */
public final class WallDoor implements Page {
  public static final String PATH = "/supervision";
  private static final Logger LOG = LoggerFactory.getLogger(WallDoor.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int BEAT_TICKS = 30;
  private static final int NAVIGATORS_TICKS = 4;
  private static final int BEHIND_TICKS = 60;
  private static final int MOST_READERS = 100;
  private static final int MOST_NAVIGATORS = 300;
  private static final int MOST_WAITING = 50;
  private static final int MOST_OWED = 50;

  private final Auth auth;
  private final Directory directory;
  private final Function<WorkspaceId, Decisions> decisions;
  private final Map<Tier, Duration> targets;
  private final RouterClock clock;
  private final Timers timers;
  private final Map<WorkspaceId, Wall> walls = new HashMap<>();
  private final List<Timers.Handle> running = new ArrayList<>();
  private int readers;

  /** One workspace and those who look at it. */
  private static final class Wall {
    final History history = new History();
    final Set<Reader> readers = new HashSet<>();
    List<NavigatorView> navigators = List.of();
    List<OwedView> owed = List.of();
    Buffer last = Buffer.buffer();
    boolean busy;
    long ticks;
  }

  /** One open stream. */
  private static final class Reader {
    final EventStream stream;
    final long expiresAtSeconds;
    Buffer seen = Buffer.buffer();
    int behind;

    Reader(EventStream stream, long expiresAtSeconds) {
      this.stream = stream;
      this.expiresAtSeconds = expiresAtSeconds;
    }
  }

  /**
   * @param targets by tier, how long its oldest contact should wait at most
   */
  public WallDoor(
      Auth auth,
      Directory directory,
      Function<WorkspaceId, Decisions> decisions,
      List<WorkspaceId> workspaces,
      Map<Tier, Duration> targets,
      RouterClock clock,
      Timers timers) {
    this.auth = auth;
    this.directory = directory;
    this.decisions = decisions;
    this.targets = Map.copyOf(targets);
    this.clock = clock;
    this.timers = timers;
    workspaces.forEach(workspace -> walls.put(workspace, new Wall()));
  }

  /** Begins to watch. */
  public void start() {
    running.add(timers.every(EVERY, this::look));
    running.add(timers.every(History.STEP, this::sample));
  }

  /** Ends every stream; readers come again elsewhere. */
  public void stop() {
    running.forEach(Timers.Handle::cancel);
    running.clear();
    walls.values().forEach(wall -> List.copyOf(wall.readers).forEach(r -> r.stream.end()));
  }

  @Override
  public void answer(Exchange x) {
    auth.authenticate(x, this::admit);
  }

  private void admit(Exchange x, Identity who) {
    Wall wall = walls.get(who.workspace());
    if (who.role() != Role.SUPERVISOR || wall == null) {
      x.problem(Trouble.ROLE_FORBIDDEN, "A wall needs the role supervisor.");
      return;
    }
    if (readers >= MOST_READERS) {
      x.request().response().putHeader("retry-after", "10");
      x.problem(Trouble.RATE_LIMITED, "Too many walls on this node.");
      return;
    }
    EventStream stream = x.stream();
    if (stream == null) {
      return;
    }
    Reader reader = new Reader(stream, who.expiresAtSeconds());
    readers++;
    wall.readers.add(reader);
    stream.onClosed(
        () -> {
          if (wall.readers.remove(reader)) {
            readers--;
          }
        });
    stream.send("history", JsonOut.buffer(wall.history::write));
    draw(who.workspace(), wall, true);
  }

  private void sample() {
    walls.forEach(
        (workspace, wall) -> {
          History.Sample sample =
              wall.history.add(
                  clock.now(),
                  directory.tiers(workspace),
                  decisions.apply(workspace).timeToOffer(0.95));
          Buffer event = JsonOut.buffer(sample::write);
          wall.readers.stream()
              .filter(r -> !r.stream.behind())
              .forEach(r -> r.stream.send("sample", event));
        });
  }

  private void look() {
    walls.forEach(
        (workspace, wall) -> {
          if (!wall.readers.isEmpty()) {
            leaveOut(wall);
            draw(workspace, wall, false);
          }
        });
  }

  /** Readers whose token ran out, and those who stopped reading. */
  private void leaveOut(Wall wall) {
    long now = clock.now().getEpochSecond();
    for (Reader reader : List.copyOf(wall.readers)) {
      reader.behind = reader.stream.behind() ? reader.behind + 1 : 0;
      if (reader.expiresAtSeconds <= now) {
        reader.stream.end();
      } else if (reader.behind > BEHIND_TICKS) {
        reader.stream.cut();
      }
    }
  }

  /** One drawing under way for each workspace: a slow store is not asked faster than it answers. */
  private void draw(WorkspaceId workspace, Wall wall, boolean fresh) {
    if (wall.busy) {
      return;
    }
    wall.busy = true;
    Future<List<NavigatorView>> navigators =
        fresh || wall.ticks % NAVIGATORS_TICKS == 0
            ? directory.navigators(workspace, MOST_NAVIGATORS)
            : Future.succeededFuture(wall.navigators);
    Future<List<OwedView>> owed =
        fresh || wall.ticks % NAVIGATORS_TICKS == 0
            ? directory.owed(workspace, MOST_OWED)
            : Future.succeededFuture(wall.owed);
    boolean beat = ++wall.ticks % BEAT_TICKS == 0;
    Future<List<Directory.QueueView>> queues = directory.queues(workspace);
    Future<List<Directory.WaitingView>> waiting = directory.waiting(workspace, MOST_WAITING);
    Future.all(navigators, queues, waiting, owed)
        .onComplete(
            done -> {
              wall.busy = false;
              if (done.failed()) {
                LOG.atWarn()
                    .addKeyValue("cause", done.cause().getClass().getSimpleName())
                    .log("the wall could not be drawn");
                return;
              }
              wall.navigators = navigators.result();
              wall.owed = owed.result();
              WallState state =
                  new WallState(
                      directory.tiers(workspace),
                      targets,
                      queues.result(),
                      wall.navigators,
                      waiting.result(),
                      wall.owed,
                      decisions.apply(workspace));
              show(wall, JsonOut.buffer(state::write), beat);
            });
  }

  private static void show(Wall wall, Buffer state, boolean beat) {
    if (!state.equals(wall.last)) {
      wall.last = state;
    }
    for (Reader reader : wall.readers) {
      if (reader.stream.behind()) {
        continue;
      }
      if (reader.seen != wall.last) {
        reader.seen = wall.last;
        reader.stream.send("state", wall.last);
      } else if (beat) {
        reader.stream.beat();
      }
    }
  }
}
