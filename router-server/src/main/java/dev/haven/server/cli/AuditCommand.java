package dev.haven.server.cli;

import dev.haven.record.Audit;
import dev.haven.record.Breach;
import dev.haven.server.wiring.Journals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Re-checks the invariants over a journal. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description =
        "Re-checks the invariants over a journal; the last line counts the inversions. Exit code 1"
            + " when anything does not hold.")
final class AuditCommand implements Callable<Integer> {
  private static final int PRINTED = 1_000;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "A file that `journal` wrote, or one segment.")
  private @Nullable Path journal;

  @Mixin private JournalOptions options = new JournalOptions();
  @Spec private @Nullable CommandSpec spec;
  private long breaches;

  @Override
  public Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec, "set by the command line").commandLine();
    if (options.isTwofold() || (journal != null && options.given())) {
      throw new CommandLine.ParameterException(line, "Give one of --journal, --data and --redis.");
    }
    PrintWriter out = line.getOut();
    Audit audit = new Audit(breach -> print(out, breach));
    Journals journals = new Journals(audit::take, audit::breach);
    read(journals);
    journals.remarks().forEach(out::println);
    boolean blind = told(out, audit);
    out.flush();
    return breaches > 0 || blind ? 1 : 0;
  }

  private void read(Journals journals) throws IOException {
    Path file = journal;
    String redis = options.redisAlone();
    if (file != null) {
      journals.file(file);
    } else if (redis != null) {
      journals.redis(redis);
    } else {
      journals.data(options.config());
    }
  }

  private void print(PrintWriter out, Breach breach) {
    breaches++;
    if (breaches <= PRINTED) {
      out.println(breach);
    } else if (breaches == PRINTED + 1) {
      out.println("more breaches are counted, not printed");
    }
  }

  /** Says what was read and found; answers whether nothing at all could be checked. */
  private static boolean told(PrintWriter out, Audit audit) {
    long checked = 0;
    for (Map.Entry<String, Audit.Extent> entry : audit.extents().entrySet()) {
      Audit.Extent extent = entry.getValue();
      checked += extent.lines() - extent.unchecked();
      out.println(
          "workspace "
              + entry.getKey()
              + ": "
              + extent.lines()
              + " lines, "
              + extent.offers()
              + " offers checked"
              + (extent.unchecked() == 0
                  ? ""
                  : ", "
                      + extent.unchecked()
                      + " lines before the end of the first checkpoint not checked beyond their hashes"));
    }
    Map<Breach.Kind, Long> counts = new TreeMap<>(audit.counts());
    Long inversions = counts.remove(Breach.Kind.INVERSION);
    StringBuilder others = new StringBuilder();
    long sum = 0;
    for (Map.Entry<Breach.Kind, Long> count : counts.entrySet()) {
      sum += count.getValue();
      others
          .append(others.isEmpty() ? " (" : ", ")
          .append(count.getKey().wireName())
          .append(' ')
          .append(count.getValue());
    }
    out.println(sum + " other breaches" + (others.isEmpty() ? "" : others + ")"));
    if (checked == 0) {
      out.println("nothing could be checked");
    }
    out.println((inversions == null ? 0 : inversions) + " inversions");
    return checked == 0;
  }
}
