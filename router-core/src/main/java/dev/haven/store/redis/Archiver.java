package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import dev.haven.record.JournalBatch;
import dev.haven.record.SegmentWriter;
import dev.haven.time.IdSource;
import dev.haven.time.Steps;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies one workspace's journal from Redis into segments, as the one node that holds the lease.
 *
 * <p><b>Order.</b> Lines are written and synced first, then noted as archived, then Redis may trim
 * them; each under the lease, by one script. Whoever takes the lease over begins behind what was
 * noted, in a segment of their own, so that a holder who was thought dead loses and overwrites
 * nothing.
 *
 * <p><b>Trimming.</b> The last {@value #KEPT} transitions that this holder copied stay in Redis,
 * for timelines; parts of checkpoints do not count.
 *
 * <p>Called on the event loop of its link; files are written on worker threads.
 */
public final class Archiver {
  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final long LEASE_MS = 10_000;

  /**
   * A round that found nothing to copy, or failed, is followed by a rest of so many ticks, and each
   * further one by twice that, up to a third of the lease: a workspace in which nothing happens
   * costs next to nothing.
   */
  private static final int TICKS_OF_REST = 4;

  private static final int LONGEST_REST = (int) (LEASE_MS / 3 / EVERY.toMillis());

  /** Batches written and synced together. */
  private static final int PAGE = 256;

  /** Batches read at a time: the event loop reads them between two contacts. */
  private static final int PORTION = 32;

  static final int KEPT = 10_000;

  private final RedisLink link;
  private final RedisTransitions transitions;
  private final RedisJournal journal;
  private final WorkspaceId workspace;
  private final Target target;
  private final Timers timers;
  private final Checkpoints checkpoints;
  private final String token;
  private Future<Void> underWay = Future.succeededFuture();
  private Timers.@Nullable Handle running;
  private @Nullable SegmentWriter writer;
  private @Nullable Recent recent;
  private long through;

  /** First line of the checkpoint that was asked for last: it is in a segment once passed. */
  private long turnsAt;

  /** Ticks to let pass, and how many the next rest has. */
  private int rest;

  private int nextRest = TICKS_OF_REST;

  /**
   * Where to.
   *
   * @param folder of all workspaces' segments
   * @param key of the seals, at least 32 bytes
   * @param segmentBytes of lines behind its checkpoint, after which a new segment begins
   */
  public record Target(Path folder, byte[] key, long segmentBytes) {
    public Target {
      key = key.clone();
    }
  }

  public Archiver(
      RedisLink link,
      RedisTransitions transitions,
      WorkspaceId workspace,
      Target target,
      Timers timers,
      IdSource ids) {
    this.link = link;
    this.transitions = transitions;
    this.journal = new RedisJournal(link);
    this.workspace = workspace;
    this.target = target;
    this.timers = timers;
    this.token = ids.next();
    this.checkpoints = new Checkpoints(transitions, workspace, token, LEASE_MS);
  }

  public void start() {
    running = timers.every(EVERY, this::tick);
  }

  /** Copies what is left and gives the lease up. */
  public Future<Void> stop() {
    Timers.Handle timer = running;
    if (timer != null) {
      timer.cancel();
      running = null;
    }
    checkpoints.stop();
    return underWay
        .eventually(this::round)
        .eventually(
            () -> transitions.archiveJournal(workspace, token, 0, through, 0).<Void>mapEmpty())
        .eventually(this::putDown)
        .otherwiseEmpty();
  }

  private void tick() {
    if (rest > 0) {
      rest--;
    } else if (underWay.isComplete()) {
      underWay = round();
    }
  }

  private void rest() {
    rest = nextRest;
    nextRest = Math.min(2 * nextRest, LONGEST_REST);
  }

  /** Copies what there is; whatever fails, the next tick begins anew behind what is noted. */
  Future<Void> round() {
    return Steps.whileTrue(
            () -> lease().compose(held -> held ? copy() : Future.succeededFuture(false)))
        .recover(
            failure -> {
              rest();
              LOG.atWarn()
                  .addKeyValue("workspace", workspace.value())
                  .addKeyValue("cause", failure.toString())
                  .log("the journal is not archived for now");
              return putDown();
            });
  }

  /** Takes or keeps the lease, notes what is written; answers whether it is held. */
  private Future<Boolean> lease() {
    Recent kept = recent;
    boolean begun = writer != null;
    return transitions
        .archiveJournal(
            workspace,
            token,
            LEASE_MS,
            begun ? through : 0,
            begun && kept != null ? kept.oldest() : 0)
        .compose(
            outcome -> {
              if (outcome.is("BUSY")) {
                rest = TICKS_OF_REST;
                return putDown().map(false);
              }
              return begun ? Future.succeededFuture(true) : begin(outcome).map(true);
            });
  }

  private Future<Void> begin(Outcome held) {
    through = Long.parseLong(held.text(0));
    writer = new SegmentWriter(target.folder(), workspace.value(), target.key());
    recent = new Recent();
    return checkpoint();
  }

  /**
   * Copies one page; answers whether more was there already. What is written meanwhile waits for
   * the next tick: going after every single line would cost the store a call and the disk a sync
   * for each contact.
   */
  private Future<Boolean> copy() {
    SegmentWriter to = writer;
    Recent kept = recent;
    if (to == null || kept == null) {
      return Future.succeededFuture(false);
    }
    return page(through, new ArrayList<>())
        .compose(
            page -> {
              if (page.isEmpty()) {
                rest();
                return Future.succeededFuture(false);
              }
              nextRest = TICKS_OF_REST;
              return write(to, page)
                  .compose(
                      last -> {
                        page.stream()
                            .filter(batch -> !batch.isPortion())
                            .forEach(batch -> kept.add(batch.first()));
                        through = last;
                        boolean more = page.size() >= PAGE;
                        return through < turnsAt || to.size() < target.segmentBytes()
                            ? Future.succeededFuture(more)
                            : checkpoint().map(more);
                      });
            });
  }

  /**
   * Has a full segment end and the next one begin. Asked for once: the checkpoint stands behind all
   * that was not copied yet, which may be many pages.
   */
  private Future<Void> checkpoint() {
    return checkpoints.write().onSuccess(first -> turnsAt = first).mapEmpty();
  }

  /** Reads what is behind that line, up to a page. */
  private Future<List<JournalBatch>> page(long line, List<JournalBatch> read) {
    return journal
        .after(workspace, line, PORTION)
        .compose(
            portion -> {
              read.addAll(portion);
              return portion.size() < PORTION || read.size() >= PAGE
                  ? Future.succeededFuture(read)
                  : page(portion.get(PORTION - 1).last(), read);
            });
  }

  private Future<Long> write(SegmentWriter to, List<JournalBatch> page) {
    return link.context()
        .executeBlocking(
            () -> {
              to.write(page);
              return page.get(page.size() - 1).last();
            });
  }

  private Future<Void> putDown() {
    SegmentWriter open = writer;
    writer = null;
    recent = null;
    if (open == null) {
      return Future.succeededFuture();
    }
    return link.context()
        .executeBlocking(
            () -> {
              open.close();
              return true;
            })
        .mapEmpty();
  }

  /** The first lines of the last transitions copied. */
  private static final class Recent {
    private final long[] ring = new long[KEPT];
    private int next;

    void add(long first) {
      ring[next] = first;
      next = (next + 1) % KEPT;
    }

    /** The first line that must stay in Redis; 0 while fewer than that many were copied. */
    long oldest() {
      return ring[next];
    }
  }
}
