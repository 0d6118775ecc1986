package dev.haven.server.cli;

import dev.haven.record.JournalText;
import dev.haven.server.wiring.Journals;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the journal out. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description = "Writes the journal as JSON Lines to standard output.")
final class JournalCommand implements Callable<Integer> {
  @Mixin private JournalOptions options = new JournalOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec, "set by the command line").commandLine();
    if (options.isTwofold()) {
      throw new CommandLine.ParameterException(line, "Give --data or --redis, not both.");
    }
    PrintWriter out = line.getOut();
    PrintWriter err = line.getErr();
    Journals journals =
        new Journals(
            batch -> JournalText.encode(batch).forEach(text -> out.print(text + "\n")),
            err::println);
    String redis = options.redisAlone();
    if (redis == null) {
      journals.data(options.config());
    } else {
      journals.redis(redis);
    }
    out.flush();
    journals.remarks().forEach(err::println);
    err.flush();
    return out.checkError() ? 1 : 0;
  }
}
