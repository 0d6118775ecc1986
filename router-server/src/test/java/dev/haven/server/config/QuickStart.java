package dev.haven.server.config;

import java.nio.file.Path;

/** Configurations of a test: free ports, nothing of the environment. */
public final class QuickStart {
  private QuickStart() {}

  /** The defaults, but for a node that rehearses nothing. */
  public static HavenConfig in(Path data) {
    return of("http: {warmUp: 0s}", data);
  }

  /** That configuration, as it would stand in a file. */
  public static HavenConfig of(String yaml, Path data) {
    return ConfigFile.parse(yaml, new Sources(name -> null, Path.of("")))
        .with(data.toString(), 0, 0, null);
  }
}
