package dev.haven.store.redis;

import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has a Redis rewrite its append-only file while little is going on.
 *
 * <p>A rewrite is a copy of the process that takes a core of its own for a second or more, and
 * every page that is changed meanwhile is copied first: where two cores serve 1,000 contacts a
 * second, offers come up to half a second late meanwhile (docs/performance-notes.md). Left to
 * itself Redis does it when the file has grown enough, which is when most comes in. So it is told
 * to wait longer ({@link RedisProgram#TUNING}), and asked to in calm, the sooner the calmer it is.
 * Several nodes may look at the same Redis.
 *
 * <p>Called on the event loop of its link.
 */
public final class CalmRewrite {
  /** How often to look; what one look costs is two INFO of a section. */
  public static final Duration EVERY = Duration.ofSeconds(10);

  private static final long MIN_GROWTH_BYTES = 64L << 20;

  /** Of a core's time since the last look: a few dozen contacts a second. */
  private static final double QUIET_SHARE = 0.05;

  /**
   * 100 contacts a second take 0.09 of a core, more for each than at 1,000 a second, because caches
   * are cold.
   */
  private static final double CALM_SHARE = 0.25;

  /** So many times the growth is waited for then, ten minutes of 100 contacts a second. */
  private static final int CALM_GROWTHS = 4;

  /** After a rewrite that failed, say on a full disk, or that was not permitted. */
  private static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

  private final RedisLink link;
  private final RouterClock clock;
  private final long minGrowthBytes;
  private final double quietShare;
  private final double calmShare;
  private @Nullable Usage last;
  private long askedNanos;
  private boolean refused;

  /** Processor time that Redis had taken by a moment. */
  private record Usage(double cpuSeconds, long nanos) {
    double shareSince(Usage before) {
      return (cpuSeconds - before.cpuSeconds) * 1e9 / Math.max(1, nanos - before.nanos);
    }
  }

  public CalmRewrite(RedisLink link, RouterClock clock) {
    this(link, clock, MIN_GROWTH_BYTES, QUIET_SHARE, CALM_SHARE);
  }

  CalmRewrite(
      RedisLink link, RouterClock clock, long minGrowthBytes, double quietShare, double calmShare) {
    this.link = link;
    this.clock = clock;
    this.minGrowthBytes = minGrowthBytes;
    this.quietShare = quietShare;
    this.calmShare = calmShare;
  }

  /**
   * Looks, and asks for a rewrite when it was quiet since the last look and the file has grown by
   * half of what the last rewrite left, by 64 MB at least; by 256 MB when it was only calm. The
   * first look never asks. After a rewrite that failed or was refused, ten minutes pass before the
   * next.
   *
   * @return whether a rewrite was asked for; fails when Redis is away or refuses
   */
  public Future<Boolean> look() {
    return link.<String>command(c -> c.info("cpu"))
        .map(this::growthToWaitFor)
        .compose(
            least ->
                least < Long.MAX_VALUE
                    ? link.<String>command(c -> c.info("persistence"))
                        .map(info -> grown(info, least))
                    : Future.succeededFuture(false))
        .compose(ask -> ask ? ask() : Future.succeededFuture(false));
  }

  private Future<Boolean> ask() {
    askedNanos = clock.nanos();
    refused = true;
    return link.<String>command(c -> c.bgrewriteaof())
        .map(
            said -> {
              refused = false;
              return true;
            });
  }

  /** Bytes; none suffice while much is going on, and at the first look. */
  private long growthToWaitFor(String info) {
    Usage now =
        new Usage(number(info, "used_cpu_sys") + number(info, "used_cpu_user"), clock.nanos());
    Usage before = last;
    last = now;
    double share = before == null ? Double.MAX_VALUE : now.shareSince(before);
    if (share < quietShare) {
      return minGrowthBytes;
    }
    return share < calmShare ? CALM_GROWTHS * minGrowthBytes : Long.MAX_VALUE;
  }

  private boolean grown(String info, long least) {
    double base = number(info, "aof_base_size");
    double growth = number(info, "aof_current_size") - base;
    boolean lastWentWell = !refused && info.contains("\naof_last_bgrewrite_status:ok");
    return (lastWentWell || clock.nanos() - askedNanos > AGAIN_NANOS)
        && number(info, "aof_rewrite_in_progress") == 0
        && growth >= Math.max(least, base / 2);
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
