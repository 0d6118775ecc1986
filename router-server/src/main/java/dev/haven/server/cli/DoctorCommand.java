package dev.haven.server.cli;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.wiring.Doctor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what a node needs, and prints what to set at each provider. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description =
        "Checks configuration, keys, Redis and endpoints, asks the endpoints' platforms with their own"
            + " credentials how they are set up, and prints what to set at each. Changes nothing."
            + " Exits 1 when something fails.")
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Configuration file.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: the file's).")
  private @Nullable String data;

  @Option(names = "--offline", description = "Ask no platform.")
  private boolean offline;

  @Mixin private AdapterJars adapters = new AdapterJars();

  @Override
  public Integer call() {
    adapters.load();
    HavenConfig base = config == null ? ConfigFile.defaults() : ConfigFile.load(config);
    List<Doctor.Finding> findings = Doctor.examine(base.with(data, null, null, null), !offline);
    findings.forEach(System.out::println);
    return findings.stream().anyMatch(f -> f.grade() == Doctor.Grade.FAIL) ? 1 : 0;
  }
}
