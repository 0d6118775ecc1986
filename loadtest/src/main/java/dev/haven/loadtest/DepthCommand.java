package dev.haven.loadtest;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the scripts cost against depth. */
@Command(name = "depth", mixinStandardHelpOptions = true, description = "Script cost by depth.")
final class DepthCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
