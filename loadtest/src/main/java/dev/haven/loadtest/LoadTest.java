package dev.haven.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load tests' command line. */
@Command(
    name = "haven-loadtest",
    mixinStandardHelpOptions = true,
    description = "Loads and measures a Haven node; starts what it needs, stops by itself.",
    subcommands = {
      CompareCommand.class,
      FloodCommand.class,
      PeersCommand.class,
      LoadCommand.class,
      NodesCommand.class,
      ShardsCommand.class,
      CommitCommand.class,
      VersionsCommand.class,
      DesktopsCommand.class,
      DepthCommand.class,
      ColdStartCommand.class,
      DoorsCommand.class,
      FloorCommand.class
    })
public final class LoadTest {
  private LoadTest() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LoadTest())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }
}
