package dev.haven.store.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@code redis-server} that can be run here, for a node that keeps its own Redis and for load
 * tests.
 *
 * <p>The one in the jar of {@code org.signal:embedded-redis} runs everywhere, because it is linked
 * with musl, and pays for it: musl's allocator makes scripts take up to twice the CPU that they
 * take with jemalloc (ADR 20). So an installed one of the same release with jemalloc goes first.
 * Only of the same release, so that either reads what the other has written, and of no earlier
 * patch.
 *
 * <p>Blocking; used at start only.
 *
 * @param path absolute
 * @param version such as {@code 7.0.15}
 * @param allocator as the program names it, such as {@code jemalloc-5.3.0}; {@code libc} in the jar
 */
public record RedisProgram(Path path, String version, String allocator) {
  /** The installed one if it is of the jar's release and has jemalloc, else the jar's. */
  public static final String AUTO = "auto";

  /** The jar's. */
  public static final String BUNDLED = "bundled";

  /** What costs a loaded node less and loses nothing. */
  public static final List<String> TUNING =
      List.of(
          // A rewrite takes a core while it runs: in calm (CalmRewrite), and by itself not before
          // four minutes of 1,000 contacts a second have been written.
          "auto-aof-rewrite-min-size 1gb",
          // Most of what is kept is sealed, which does not get smaller: trying takes a rewrite two
          // thirds of its CPU.
          "rdbcompression no",
          // Nobody is there to kill a script, and all are bounded. Watching them costs Lua 4 %.
          "busy-reply-threshold 0");

  /**
   * What its process is to be started with. Redis' Lua compares text as the language of the system
   * says; so it is compared by code point, and the same order comes out on every machine.
   */
  public static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C");

  private static final Logger LOG = LoggerFactory.getLogger(RedisProgram.class);
  private static final String RELEASE = "7.0.";
  private static final int PATCH = 15;
  private static final String BUNDLED_VERSION = RELEASE + PATCH;
  private static final int OLDEST_MAJOR = 7;
  private static final long ASK_SECONDS = 5;

  /** What {@code redis-server --version} and {@code valkey-server --version} print. */
  private static final Pattern SAYS =
      Pattern.compile("erver v=(\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}) .*malloc=(\\S{1,40})");

  /**
   * The one that a setting names.
   *
   * @param setting {@link #AUTO}, {@link #BUNDLED} or the path of a program
   * @param folder where the jar's is written to and left, when it is the one
   * @param searched folders to look for an installed one in, as PATH has them
   * @throws IllegalStateException when the named one cannot be run or is older than 7.0, which has
   *     no functions; when there is none for this platform
   */
  public static RedisProgram choose(String setting, Path folder, @Nullable String searched) {
    return switch (setting) {
      case BUNDLED -> bundled(folder);
      case AUTO -> installed(searched).orElseGet(() -> bundled(folder));
      default -> named(setting);
    };
  }

  /** {@link #choose} with the PATH of this process. */
  public static RedisProgram choose(String setting, Path folder) {
    return choose(setting, folder, System.getenv("PATH"));
  }

  /** Its process, yet to be started, in its {@link #ENVIRONMENT}. */
  public ProcessBuilder process(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(ENVIRONMENT);
    return builder;
  }

  /** In a few words for logs and reports. */
  @Override
  public String toString() {
    return "Redis " + version + " (" + allocator + ") " + path;
  }

  private static RedisProgram named(String setting) {
    Path path = Path.of(setting).toAbsolutePath();
    RedisProgram program =
        ask(path)
            .orElseThrow(() -> new IllegalStateException(path + " is no redis-server that runs"));
    if (program.major() < OLDEST_MAJOR) {
      throw new IllegalStateException(path + " is of version " + program.version + ", not 7.0 on");
    }
    return program;
  }

  private int major() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private boolean isOfTheJarsRelease() {
    return version.startsWith(RELEASE)
        && Integer.parseInt(version.substring(RELEASE.length())) >= PATCH;
  }

  private static Optional<RedisProgram> installed(@Nullable String searched) {
    if (searched == null) {
      return Optional.empty();
    }
    return Stream.of(searched.split(File.pathSeparator))
        .flatMap(RedisProgram::inFolder)
        .filter(Files::isExecutable)
        .flatMap(path -> ask(path).stream())
        .filter(p -> p.isOfTheJarsRelease() && p.allocator.startsWith("jemalloc"))
        .findFirst();
  }

  /** Nothing of a folder that is relative: what is found would be up to where the node starts. */
  private static Stream<Path> inFolder(String name) {
    try {
      return Stream.of(Path.of(name, "redis-server")).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }

  /** What it says of itself; empty when it does not run, or is something else. */
  private static Optional<RedisProgram> ask(Path path) {
    Process process = null;
    try {
      process =
          new ProcessBuilder(path.toString(), "--version")
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(ASK_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} did not say its version in {} s", path, ASK_SECONDS);
        return Optional.empty();
      }
      Matcher matcher = SAYS.matcher(said(process));
      return matcher.find()
          ? Optional.of(new RedisProgram(path, matcher.group(1), matcher.group(2)))
          : Optional.empty();
    } catch (IOException e) {
      LOG.warn("{} could not be asked for its version: {}", path, e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a Redis was looked for", e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static String said(Process process) throws IOException {
    try (InputStream said = process.getInputStream()) {
      return new String(said.readNBytes(1024), StandardCharsets.UTF_8);
    }
  }

  private static RedisProgram bundled(Path folder) {
    String name = "redis-server-" + BUNDLED_VERSION + "-" + platform();
    Path binary = folder.resolve(name).toAbsolutePath();
    if (!Files.isExecutable(binary)) {
      extract(name, binary);
    }
    return new RedisProgram(binary, BUNDLED_VERSION, "libc");
  }

  private static void extract(String name, Path binary) {
    Path draft = binary.resolveSibling(name + ".new");
    try (InputStream in = RedisProgram.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "no embedded Redis for " + platform() + "; give --redis with the URI of one");
      }
      Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
      Files.move(draft, binary, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis could not be written", e);
    }
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
