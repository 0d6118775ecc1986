package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.record.JournalBatch;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.StreamMessage;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The part of the journal that stands in Redis. Called on the event loop of its link. */
public final class RedisJournal {
  private static final String PREFIX = "haven:{";
  private static final String SUFFIX = "}:journal";
  private static final int SCANNED_AT_ONCE = 1_000;

  private final RedisLink link;

  public RedisJournal(RedisLink link) {
    this.link = link;
  }

  /**
   * The batches behind that line, in order.
   *
   * @param line last line of a batch, 0 for the beginning
   * @param most batches at most
   */
  public Future<List<JournalBatch>> after(WorkspaceId workspace, long line, int most) {
    Range<String> range =
        Range.from(Range.Boundary.excluding(line + "-0"), Range.Boundary.unbounded());
    return link.<List<StreamMessage<String, String>>>command(
            c -> c.xrange(RedisKeys.of(workspace, "journal"), range, Limit.from(most)))
        .map(messages -> messages.stream().map(m -> batch(workspace, m)).toList());
  }

  /** Every workspace that has a journal there, in order. */
  public Future<List<String>> workspaces() {
    SortedSet<String> found = new TreeSet<>();
    return link.walk(
            ScanArgs.Builder.limit(SCANNED_AT_ONCE).match(PREFIX + "*" + SUFFIX),
            keys -> {
              keys.forEach(
                  k -> found.add(k.substring(PREFIX.length(), k.length() - SUFFIX.length())));
              return Future.succeededFuture();
            })
        .map(v -> List.copyOf(found));
  }

  private static JournalBatch batch(WorkspaceId workspace, StreamMessage<String, String> message) {
    return new JournalBatch(
        workspace.value(),
        Arrays.asList(String.valueOf(message.getBody().get("e")).split("\n")),
        message.getBody().get("h"));
  }
}
