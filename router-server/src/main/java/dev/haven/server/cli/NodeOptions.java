package dev.haven.server.cli;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run a node; each wins over the file. */
final class NodeOptions {
  @Mixin private AdapterJars adapters = new AdapterJars();

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration file.")
  private @Nullable Path config;

  @Option(names = "--port", paramLabel = "N", description = "HTTP port; 0 takes any free one.")
  private @Nullable Integer port;

  @Option(names = "--ops-port", paramLabel = "N", description = "Port of metrics and health.")
  private @Nullable Integer opsPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of keys, embedded Redis and journal (default: ./haven-data).")
  private @Nullable String data;

  @Option(
      names = "--redis",
      paramLabel = "embedded|URI",
      description = "Redis to use (default: embedded).")
  private @Nullable String redis;

  /** Whether there is a file to read again. */
  boolean hasFile() {
    return config != null;
  }

  /**
   * The file's configuration, or the defaults, with these options in it. Lets the calling thread
   * find the adapters of other jars.
   */
  HavenConfig config() {
    adapters.load();
    HavenConfig base = config == null ? ConfigFile.defaults() : ConfigFile.load(config);
    return base.with(data, port, opsPort, redis);
  }
}
