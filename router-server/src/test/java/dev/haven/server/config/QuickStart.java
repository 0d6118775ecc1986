package dev.haven.server.config;

import java.nio.file.Path;

/** The defaults, but for a node that rehearses nothing and takes free ports. */
public final class QuickStart {
  private QuickStart() {}

  public static HavenConfig in(Path data) {
    return ConfigFile.parse("http: {warmUp: 0s}", new Sources(name -> null, Path.of("")))
        .with(data.toString(), 0, 0, null);
  }
}
