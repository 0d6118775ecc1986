package dev.haven.server.cli;

import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.Rehearsal;
import dev.haven.urgency.ScoreLines;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Scores messages one at a time, in constant memory. Before the first line the scorer rehearses for
 * some seconds, so that {@code latency_us} tells the speed of a running node.
 */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description =
        "Scores JSON Lines {id, channel, text}; one JSON line each on standard output. A line that"
            + " cannot be read is answered as elevated, named on standard error, and fails the"
            + " command at the end.")
final class ScoreCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofSeconds(6);

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "File to read; standard input without it or with '-'.")
  private String file = "-";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err =
        Objects.requireNonNull(spec, "set by the command line").commandLine().getErr();
    PrintStream out = System.out;
    try (InputStream in = open(file)) {
      HavenScorer scorer = HavenScorer.standard();
      Rehearsal.of(scorer, WARM_UP, System::nanoTime);
      ScoreLines lines =
          new ScoreLines(
              scorer,
              n -> {
                err.println("line " + n + ": not a JSON object {id, channel, text} with a text");
                err.flush();
              });
      long failures = lines.lines(in, out, System::nanoTime);
      return failures > 0 || out.checkError() ? 1 : 0;
    } catch (NoSuchFileException e) {
      err.println("There is no file " + e.getFile());
      return 1;
    }
  }

  private static InputStream open(String file) throws IOException {
    return file.equals("-")
        ? System.in
        : new BufferedInputStream(Files.newInputStream(Path.of(file)));
  }
}
