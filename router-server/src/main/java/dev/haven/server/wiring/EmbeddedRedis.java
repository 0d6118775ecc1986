package dev.haven.server.wiring;

import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.server.wiring.NodeRegistry.Membership;
import dev.haven.store.redis.RedisProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis ({@link RedisProgram}), run as a process of its own for a data folder: loopback, a
 * random port and password, its data kept between starts.
 *
 * <p>It belongs to the folder, not to a node. A node that finds it alive attaches to it; a node
 * that is killed leaves it running; the last node that stops cleanly stops it; a node that finds it
 * dead starts it again. It is detached from the terminal, so that an interrupt meant for a node
 * does not end it under the others.
 *
 * <p>Blocking; on no event loop.
 */
public final class EmbeddedRedis {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOAD_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final DataFolder folder;
  private final String setting;
  private final Durability durability;
  private final DevelopmentKeys keys;
  private final Membership membership;
  private final boolean started;
  private boolean left; // guarded by the folder's lock

  private EmbeddedRedis(
      DataFolder folder,
      String setting,
      Durability durability,
      DevelopmentKeys keys,
      Membership membership,
      boolean started) {
    this.folder = folder;
    this.setting = setting;
    this.durability = durability;
    this.keys = keys;
    this.membership = membership;
    this.started = started;
  }

  /**
   * Attaches to the folder's Redis, or starts it.
   *
   * @param setting which {@link RedisProgram} to start, when none is alive
   */
  public static EmbeddedRedis open(DataFolder folder, String setting, Durability durability) {
    return open(folder, setting, System.getenv("PATH"), durability);
  }

  static EmbeddedRedis open(
      DataFolder folder, String setting, @Nullable String searched, Durability durability) {
    return open(folder, setting, searched, durability, PATIENCE);
  }

  /**
   * @param patience how long somebody who may be the folder's Redis has time to answer
   */
  static EmbeddedRedis open(
      DataFolder folder,
      String setting,
      @Nullable String searched,
      Durability durability,
      Duration patience) {
    return folder.locked(
        () -> {
          DevelopmentKeys keys = DevelopmentKeys.ofLocked(folder);
          boolean alive = awaitReady(folder, keys, patience, false);
          if (!alive) {
            keys = start(folder, keys, setting, searched, durability);
            awaitReady(folder, keys, patience, true);
          }
          return new EmbeddedRedis(
              folder, setting, durability, keys, new NodeRegistry(folder).join(), !alive);
        });
  }

  /**
   * Starts it again when nobody listens where it did, with the data it left. One that does not
   * answer, or answers with an error, is left alone.
   *
   * @return whether it was started
   * @throws IllegalStateException when its port is somebody else's by now: links of this node would
   *     not find it elsewhere
   */
  public boolean revive() {
    return folder.locked(
        () -> {
          RedisProbe probe = new RedisProbe(keys.redisPort(), keys.redisPassword());
          if (left || probe.ask() != RedisProbe.Answer.NONE) {
            return false;
          }
          DevelopmentKeys known = DevelopmentKeys.ofLocked(folder);
          if (known.redisPort() != keys.redisPort() || !DevelopmentKeys.isFree(keys.redisPort())) {
            throw new IllegalStateException(
                "the embedded Redis cannot come back on port "
                    + keys.redisPort()
                    + ", which is somebody else's now: restart this node");
          }
          DevelopmentKeys again = start(folder, known, setting, System.getenv("PATH"), durability);
          awaitReady(folder, again, PATIENCE, true);
          return true;
        });
  }

  public int port() {
    return keys.redisPort();
  }

  public String password() {
    return keys.redisPassword();
  }

  /** Whether this node started it; false when it found it alive. */
  public boolean started() {
    return started;
  }

  /** Leaves it; stops it when no other node of the folder is alive. */
  public void close() {
    folder.locked(
        () -> {
          left = true;
          DevelopmentKeys current = DevelopmentKeys.ofLocked(folder);
          if (new NodeRegistry(folder).leaveAsLast(membership)
              && !new RedisProbe(current.redisPort(), current.redisPassword()).shutDown()) {
            LOG.warn("the embedded Redis did not stop when told to");
          }
          return true;
        });
  }

  private static DevelopmentKeys start(
      DataFolder folder,
      DevelopmentKeys found,
      String setting,
      @Nullable String searched,
      Durability durability) {
    // On the port that other nodes of the folder know, if it can be.
    DevelopmentKeys keys =
        DevelopmentKeys.isFree(found.redisPort())
            ? found
            : found.withRedisPort(DevelopmentKeys.freePort());
    keys.save(folder);
    try {
      Path home = Files.createDirectories(folder.resolve("redis"));
      folder.write("redis.conf", configuration(home, keys, durability));
      RedisProgram program = RedisProgram.choose(setting, home, searched);
      if (detaches(program, folder, home)) {
        return keys;
      }
      RedisProgram next =
          setting.equals(RedisProgram.AUTO)
              ? RedisProgram.choose(RedisProgram.BUNDLED, home)
              : program;
      if (next.equals(program)) {
        throw new IllegalStateException(program + " did not start; see " + home);
      }
      LOG.warn("{} did not start; see {}", program, home);
      if (!detaches(next, folder, home)) {
        throw new IllegalStateException(next + " did not start either; see " + home);
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the embedded Redis started", e);
    }
  }

  /** Starts it; true when it runs. It detaches itself, so that the process started here ends. */
  private static boolean detaches(RedisProgram program, DataFolder folder, Path home)
      throws IOException, InterruptedException {
    LOG.info("starting the embedded {}", program);
    Process launcher =
        program
            .process(List.of(folder.resolve("redis.conf").toString()))
            .directory(home.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("start.log").toFile()))
            .redirectErrorStream(true)
            .start();
    boolean ended = launcher.waitFor(START_NANOS, TimeUnit.NANOSECONDS);
    launcher.destroyForcibly();
    return ended && launcher.exitValue() == 0;
  }

  /**
   * Waits until it is ready. Whoever may be the folder's Redis is never taken for none: two of them
   * would write to one file.
   *
   * @param started whether one was started, that need not listen yet
   * @return false when there is none and none was started
   */
  private static boolean awaitReady(
      DataFolder folder, DevelopmentKeys keys, Duration patience, boolean started) {
    RedisProbe probe = new RedisProbe(keys.redisPort(), keys.redisPassword());
    long begin = System.nanoTime();
    while (true) {
      RedisProbe.Answer answer = probe.ask();
      if (answer == RedisProbe.Answer.READY) {
        return true;
      }
      if (answer == RedisProbe.Answer.NONE && !started) {
        return false;
      }
      long limit = answer == RedisProbe.Answer.LOADING ? LOAD_NANOS : patience.toNanos();
      if (System.nanoTime() - begin > limit) {
        throw new IllegalStateException(
            "the embedded Redis is not ready on port "
                + keys.redisPort()
                + ", and a second one would spoil its data; see "
                + folder.resolve("redis").resolve("redis.log")
                + ". If no redis-server of this folder runs, set redis.port to 0 in "
                + folder.resolve(DevelopmentKeys.FILE));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static String configuration(Path home, DevelopmentKeys keys, Durability durability) {
    String fsync = durability == Durability.HOST ? "always" : "everysec";
    return String.join(
        "\n",
        "bind 127.0.0.1",
        "port " + keys.redisPort(),
        "requirepass " + keys.redisPassword(),
        "dir " + quoted(home),
        "daemonize yes",
        "pidfile " + quoted(home.resolve("redis.pid")),
        "logfile " + quoted(home.resolve("redis.log")),
        "appendonly yes",
        "appendfsync " + fsync,
        "save \"\"",
        "maxmemory-policy noeviction",
        String.join("\n", RedisProgram.TUNING),
        "");
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
