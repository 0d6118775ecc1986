package dev.haven.server.cli;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command finds the journal when it is not given a file. */
final class JournalOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder: its segments, then what its Redis has (default: ./haven-data).")
  private @Nullable String data;

  @Option(names = "--redis", paramLabel = "URI", description = "A Redis alone, with no segments.")
  private @Nullable String redis;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration that names data folder, Redis and keys.")
  private @Nullable Path config;

  /** The Redis to read alone; null to read a data folder. */
  @Nullable String redisAlone() {
    return redis;
  }

  boolean given() {
    return data != null || redis != null || config != null;
  }

  /** Whether more than one place is named. */
  boolean isTwofold() {
    return redis != null && (data != null || config != null);
  }

  HavenConfig config() {
    HavenConfig base = config == null ? ConfigFile.defaults() : ConfigFile.load(config);
    return base.with(data, null, null, null);
  }
}
