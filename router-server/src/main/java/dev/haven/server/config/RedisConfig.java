package dev.haven.server.config;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.haven.store.redis.RedisProgram;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where contacts are kept, and when they count as kept.
 *
 * @param uri {@code embedded}, or a Redis URI without password
 * @param program what {@link #EMBEDDED} runs: see {@link RedisProgram#choose}
 * @param replicas how many must confirm; used with {@link Durability#REPLICATED} only
 * @param rewriteInCalm whether nodes ask it to rewrite its file in calm; an embedded one always is
 */
public record RedisConfig(
    String uri,
    String program,
    @Nullable Secret password,
    Durability durability,
    int replicas,
    Duration waitTimeout,
    boolean rewriteInCalm) {
  public static final String EMBEDDED = "embedded";
  private static final Pattern URI =
      Pattern.compile("embedded|rediss?(-sentinel|-cluster)?://\\S{1,1024}");
  private static final Pattern PROGRAM = Pattern.compile("auto|bundled|/\\P{Cntrl}{1,1024}");
  private static final String PROGRAMS = "'auto', 'bundled' or an absolute path";
  private static final String FORMS =
      "'embedded' or a URI that begins with redis://, rediss://, redis-sentinel://,"
          + " rediss-sentinel://, redis-cluster:// or rediss-cluster://";

  /** What an acknowledged contact survives. */
  public enum Durability {
    /** AOF every second: a killed process, not a power cut. */
    PROCESS,
    /** AOF always: power loss of one machine whose disk tells the truth. */
    HOST,
    /** Confirmed by replicas: loss of any one machine. */
    REPLICATED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean embedded() {
    return EMBEDDED.equals(uri);
  }

  RedisConfig withUri(String newUri) {
    if (!URI.matcher(newUri).matches()) {
      throw new ConfigException(
          List.of(new Problem("redis.uri", 0, Block.shown(newUri) + " is not " + FORMS)));
    }
    return new RedisConfig(
        newUri, program, password, durability, replicas, waitTimeout, rewriteInCalm);
  }

  static RedisConfig read(Block block) {
    RedisConfig config =
        new RedisConfig(
            block.text("uri", EMBEDDED, URI, FORMS),
            block.text("program", RedisProgram.AUTO, PROGRAM, PROGRAMS),
            block.secret("password"),
            block.choice(
                "durability", Durability.PROCESS, Durability.values(), Durability::wireName),
            block.integer("replicas", 1, 1, 5),
            block.duration("waitTimeout", ofMillis(300), ofMillis(50), ofSeconds(5)),
            block.flag("rewriteInCalm", false));
    if (config.embedded() && config.durability == Durability.REPLICATED) {
      block.problem(
          "durability", "'replicated' needs a Redis of its own with replicas, not embedded");
    }
    if (config.rewriteInCalm && config.uri.contains("-cluster:")) {
      block.problem("rewriteInCalm", "is for one Redis; a cluster's servers are not asked");
    }
    block.done();
    return config;
  }
}
