package dev.haven.store.redis;

import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has a Redis rewrite its append-only file while little is going on.
 *
 * <p>A rewrite is a copy of the process that takes a core of its own for a second or so, and every
 * page that is changed meanwhile is copied first: where two cores serve 1,000 contacts a second,
 * that second's offers come 0.1 s late (docs/performance-notes.md). Left to itself Redis does it
 * when the file has grown enough, which is when most comes in. So it is told to wait longer ({@link
 * RedisProgram#TUNING}), and asked to in calm. Several nodes may look at the same Redis.
 *
 * <p>Called on the event loop of its link.
 */
public final class CalmRewrite {
  /** How often to look; what one look costs is two INFO of a section. */
  public static final Duration EVERY = Duration.ofSeconds(10);

  private static final long MIN_GROWTH_BYTES = 64L << 20;

  /** Of a core's time since the last look; some hundred contacts a second. */
  private static final double CALM_SHARE = 0.05;

  /** After a rewrite that failed, say on a full disk. */
  private static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

  private final RedisLink link;
  private final RouterClock clock;
  private final long minGrowthBytes;
  private final double calmShare;
  private @Nullable Usage last;
  private long askedNanos;

  /** Processor time that Redis had taken by a moment. */
  private record Usage(double cpuSeconds, long nanos) {
    double shareSince(Usage before) {
      return (cpuSeconds - before.cpuSeconds) * 1e9 / Math.max(1, nanos - before.nanos);
    }
  }

  public CalmRewrite(RedisLink link, RouterClock clock) {
    this(link, clock, MIN_GROWTH_BYTES, CALM_SHARE);
  }

  CalmRewrite(RedisLink link, RouterClock clock, long minGrowthBytes, double calmShare) {
    this.link = link;
    this.clock = clock;
    this.minGrowthBytes = minGrowthBytes;
    this.calmShare = calmShare;
  }

  /**
   * Looks, and asks for a rewrite when it was calm since the last look and the file has grown by
   * half of what the last rewrite left, by 64 MB at least. The first look never asks. After a
   * rewrite that failed, ten minutes pass before the next.
   *
   * @return whether a rewrite was asked for; fails when Redis is away or refuses
   */
  public Future<Boolean> look() {
    return link.<String>command(c -> c.info("cpu"))
        .map(this::calm)
        .compose(
            calm ->
                calm
                    ? link.<String>command(c -> c.info("persistence")).map(this::grown)
                    : Future.succeededFuture(false))
        .compose(ask -> ask ? ask() : Future.succeededFuture(false));
  }

  private Future<Boolean> ask() {
    askedNanos = clock.nanos();
    return link.<String>command(c -> c.bgrewriteaof()).map(said -> true);
  }

  private boolean calm(String info) {
    Usage now =
        new Usage(number(info, "used_cpu_sys") + number(info, "used_cpu_user"), clock.nanos());
    Usage before = last;
    last = now;
    return before != null && now.shareSince(before) < calmShare;
  }

  private boolean grown(String info) {
    double base = number(info, "aof_base_size");
    double growth = number(info, "aof_current_size") - base;
    boolean lastWentWell = info.contains("\naof_last_bgrewrite_status:ok");
    return (lastWentWell || clock.nanos() - askedNanos > AGAIN_NANOS)
        && number(info, "aof_rewrite_in_progress") == 0
        && growth >= Math.max(minGrowthBytes, base / 2);
  }

  /** 0 when it is not told, as of a Redis without such a file. */
  private static double number(String info, String name) {
    int at = info.indexOf("\n" + name + ":");
    if (at < 0) {
      return 0;
    }
    int begin = at + name.length() + 2;
    int end = begin;
    while (end < info.length() && "0123456789.".indexOf(info.charAt(end)) >= 0) {
      end++;
    }
    return Double.parseDouble(info.substring(begin, end));
  }
}
