package dev.haven.server.cli;

import dev.haven.server.config.ConfigException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The one program; every command has {@code --help} and exits non-zero when it fails. */
@Command(
    name = "haven",
    description = "Routes people to navigators, those in distress first.",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    subcommands = {
      Serve.class,
      DemoCommand.class,
      CheckConfig.class,
      ScoreCommand.class,
      TokenCommand.class,
      CheckVectors.class,
      DoctorCommand.class,
      JournalCommand.class,
      AuditCommand.class,
      ReplayCommand.class
    })
public final class Haven implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    // Registering flight-recorder events costs a start more than a second; nobody records them.
    System.setProperty("io.lettuce.core.jfr", "false");
    System.exit(run(args));
  }

  /** Runs a command; the exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Haven())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Haven::failed);
  }

  /** Without a command: says what there is, and fails. */
  @Override
  public void run() {
    CommandSpec own = java.util.Objects.requireNonNull(spec, "set by the command line");
    throw new CommandLine.ParameterException(own.commandLine(), "Give a command.");
  }

  private static int failed(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (thrown instanceof ConfigException wrong) {
      wrong.problems().forEach(err::println);
    } else {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        err.println(t.getMessage() == null ? t.getClass().getName() : t.getMessage());
      }
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Haven.class.getPackage().getImplementationVersion();
      return new String[] {"haven " + (version == null ? "development" : version)};
    }
  }
}
