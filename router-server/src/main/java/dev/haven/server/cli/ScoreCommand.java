package dev.haven.server.cli;

import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.ScoreLines;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Scores messages one at a time, in constant memory. Before the first line the scorer reads
 * sentences of its own until the JVM has compiled it, so that {@code latency_us} tells the speed of
 * a running node.
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
  private static final int REHEARSALS = 300;
  private static final List<String> SENTENCES =
      List.of(
          "What time does the pharmacy close on Friday, and do I need an appointment?",
          "I don't want to be here any more, I have the pills on the table and wrote a letter.",
          "My temperature is 38.6 since this morning and my last chemo was on Tuesday.",
          "Thank you so much for yesterday! The new pump works great, see you next week.",
          "I have had chest pain and trouble breathing for an hour, what should I do?",
          "Since the second dose I am sick all night, is that normal? I am worried.",
          "Buenos dias, quisiera cambiar la direccion de entrega de mi medicamento.",
          "Ya no quiero vivir, todos estarian mejor sin mi.",
          "Mi mama tiene fiebre de 39 grados despues de la quimio y esta muy confundida.",
          "Estoy desesperada, llevo tres noches sin dormir cuidandolo, ya no puedo mas.",
          "On Mon, 2 Mar, A wrote:\\n> I want to die laughing\\nSee attached invoice.");

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
      warmUp(scorer);
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

  private static void warmUp(HavenScorer scorer) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (String sentence : SENTENCES) {
      rows.append("{\"id\":\"w\",\"channel\":\"chat\",\"text\":\"")
          .append(sentence)
          .append("\"}\n");
    }
    byte[] input = rows.toString().repeat(REHEARSALS).getBytes(StandardCharsets.UTF_8);
    new ScoreLines(scorer, n -> {})
        .lines(new ByteArrayInputStream(input), OutputStream.nullOutputStream(), System::nanoTime);
  }
}
