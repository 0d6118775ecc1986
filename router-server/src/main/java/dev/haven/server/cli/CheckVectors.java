package dev.haven.server.cli;

import dev.haven.adapter.vectors.VectorRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs adapter vectors: no server, no network. */
@Command(
    name = "check-vectors",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description = "Runs adapter vectors, one JSON line each; fails when one fails.")
final class CheckVectors implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Vector files.")
  private List<Path> files = List.of();

  @Mixin private AdapterJars adapters = new AdapterJars();

  @Override
  public Integer call() throws IOException {
    adapters.load();
    return VectorRunner.run(files, System.out) ? 0 : 1;
  }
}
