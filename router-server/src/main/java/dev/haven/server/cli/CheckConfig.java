package dev.haven.server.cli;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.wiring.Checks;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says everything that is wrong with a configuration file. */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description = "Names every problem of a configuration file: line, path, value, allowed range.")
final class CheckConfig implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Configuration file.")
  private Path file = Path.of("haven.yaml");

  @Mixin private AdapterJars adapters = new AdapterJars();

  @Override
  public Integer call() {
    adapters.load();
    HavenConfig config = ConfigFile.load(file);
    Checks.config(config).forEach(lack -> System.out.println("warning: " + lack));
    System.out.println(file + " is good: mode " + config.mode().wireName());
    return 0;
  }
}
