package dev.haven.server.cli;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.wiring.DevelopmentTokens;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a development token. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description = "Prints a development token, good for 12 hours, alone on the last line.")
final class TokenCommand implements Callable<Integer> {
  @Option(names = "--subject", required = true, paramLabel = "ID", description = "Whose token.")
  private String subject = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "One of integrator, navigator, supervisor, ops.")
  private Role role = Role.OPS;

  @Option(names = "--workspace", paramLabel = "W", description = "Workspace (default: the first).")
  private @Nullable String workspace;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of the keys.")
  private @Nullable String data;

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration file.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    HavenConfig config =
        (file == null ? ConfigFile.defaults() : ConfigFile.load(file)).with(data, null, null, null);
    System.out.println(DevelopmentTokens.make(config, subject, role, workspace));
    return 0;
  }
}
