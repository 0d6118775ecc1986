package dev.haven.server.wiring;

import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.server.wiring.NodeRegistry.Membership;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real Redis 7.0.15 of {@code org.signal:embedded-redis}, run as a process of its own for a
 * data folder: loopback, a random port and password, its data kept between starts.
 *
 * <p>It belongs to the folder, not to a node. A node that finds it alive attaches to it; a node
 * that is killed leaves it running; the last node that stops cleanly stops it. It is detached from
 * the terminal, so that an interrupt meant for a node does not end it under the others.
 *
 * <p>Blocking; used at start and stop only.
 */
public final class EmbeddedRedis {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final String VERSION = "7.0.15";

  /** What costs a loaded node less and loses nothing; the stores of the load tests have it too. */
  public static final List<String> TUNING =
      List.of(
          // At 1,000 contacts a second the file grows by 64 MB, Redis' own limit, in 15 s, and a
          // rewrite takes one of two cores.
          "auto-aof-rewrite-min-size 256mb",
          // Most of what is kept is sealed, which does not get smaller: trying takes a rewrite two
          // thirds of its CPU.
          "rdbcompression no",
          // Nobody is there to kill a script, and all are bounded. Watching them costs Lua 4 %.
          "busy-reply-threshold 0");

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOAD_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final DataFolder folder;
  private final DevelopmentKeys keys;
  private final Membership membership;
  private final boolean started;

  private EmbeddedRedis(
      DataFolder folder, DevelopmentKeys keys, Membership membership, boolean started) {
    this.folder = folder;
    this.keys = keys;
    this.membership = membership;
    this.started = started;
  }

  /** Attaches to the folder's Redis, or starts it. */
  public static EmbeddedRedis open(DataFolder folder, Durability durability) {
    return folder.locked(
        () -> {
          DevelopmentKeys keys = DevelopmentKeys.ofLocked(folder);
          RedisProbe probe = new RedisProbe(keys.redisPort(), keys.redisPassword());
          boolean alive = probe.ask() != RedisProbe.Answer.NONE;
          if (!alive) {
            keys = start(folder, keys, durability);
          }
          awaitReady(folder, keys);
          return new EmbeddedRedis(folder, keys, new NodeRegistry(folder).join(), !alive);
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
          if (new NodeRegistry(folder).leaveAsLast(membership)
              && !new RedisProbe(keys.redisPort(), keys.redisPassword()).shutDown()) {
            LOG.warn("the embedded Redis did not stop when told to");
          }
          return true;
        });
  }

  private static DevelopmentKeys start(
      DataFolder folder, DevelopmentKeys found, Durability durability) {
    DevelopmentKeys keys = found.withRedisPort(DevelopmentKeys.freePort());
    keys.save(folder);
    try {
      Path home = Files.createDirectories(folder.resolve("redis"));
      Path binary = extract(home);
      folder.write("redis.conf", configuration(home, keys, durability));
      Process launcher =
          new ProcessBuilder(binary.toString(), folder.resolve("redis.conf").toString())
              .directory(home.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("start.log").toFile()))
              .redirectErrorStream(true)
              .start();
      // It detaches itself: the process started here ends as soon as the real one runs.
      if (!launcher.waitFor(START_NANOS, TimeUnit.NANOSECONDS) || launcher.exitValue() != 0) {
        throw new IllegalStateException("the embedded Redis did not start; see " + home);
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the embedded Redis started", e);
    }
  }

  private static void awaitReady(DataFolder folder, DevelopmentKeys keys) {
    RedisProbe probe = new RedisProbe(keys.redisPort(), keys.redisPassword());
    long begin = System.nanoTime();
    while (true) {
      RedisProbe.Answer answer = probe.ask();
      if (answer == RedisProbe.Answer.READY) {
        return;
      }
      long limit = answer == RedisProbe.Answer.LOADING ? LOAD_NANOS : START_NANOS;
      if (System.nanoTime() - begin > limit) {
        throw new IllegalStateException(
            "the embedded Redis is not ready; see " + folder.resolve("redis").resolve("redis.log"));
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
        String.join("\n", TUNING),
        "");
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Path extract(Path home) throws IOException {
    String name = "redis-server-" + VERSION + "-" + platform();
    Path binary = home.resolve(name);
    if (Files.isExecutable(binary)) {
      return binary;
    }
    Path draft = home.resolve(name + ".new");
    try (InputStream in = EmbeddedRedis.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "no embedded Redis for " + platform() + "; give --redis with the URI of one");
      }
      Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
    }
    DataFolder.ownerOnly(draft, "rwx------");
    return Files.move(draft, binary, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os;
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case "x86", "i386", "i686" -> "386";
          default -> arch;
        };
    return system + "-" + machine;
  }
}
