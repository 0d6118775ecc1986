package dev.haven.server.cli;

import dev.haven.record.JournalBatch;
import dev.haven.record.JournalText;
import dev.haven.replay.Comparison;
import dev.haven.replay.Day;
import dev.haven.replay.DayMaker;
import dev.haven.replay.DayReader;
import dev.haven.replay.Findings;
import dev.haven.replay.Replay;
import dev.haven.replay.Seat;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.NavigatorConfig;
import dev.haven.server.config.QueueConfig;
import dev.haven.server.wiring.Journals;
import dev.haven.server.wiring.Replays;
import dev.haven.server.wiring.Rules;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a recorded or made-up day against a configuration, and compares. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description =
        "Runs a recorded day against another configuration on a Redis of its own in virtual time,"
            + " and prints how waits, service levels and loads compare. The same input prints the"
            + " same bytes.")
final class ReplayCommand implements Callable<Integer> {
  /** 1 June 2026, a Monday, 00:00 UTC: when a made-up day begins. */
  private static final long MADE_UP_DAY_MS = 1_780_272_000_000L;

  private static final int MOST_CONTACTS = 1_000_000;

  /** How the result is written. */
  enum Output {
    TEXT,
    JSON
  }

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "The recorded day: a file that `journal` wrote, or one segment.")
  private @Nullable Path journal;

  @Option(
      names = "--generate",
      paramLabel = "N",
      description = "Make up a day of that many contacts instead, 1 to 1000000.")
  private @Nullable Integer generate;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration to try (default: the defaults).")
  private @Nullable Path config;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Compare with a replay under this configuration, not with the recording.")
  private @Nullable Path against;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      description = "Whose journal; needed when the file has several.")
  private @Nullable String only;

  @Option(
      names = "--add-navigator",
      paramLabel = "SPEC",
      description =
          "One navigator more, such as"
              + " night-1,languages=es,skills=oncology:3,queues=support,from=22:00,to=06:00."
              + " Repeatable.")
  private List<String> added = new ArrayList<>();

  @Option(
      names = "--remove-navigator",
      paramLabel = "ID",
      description = "Without this navigator. Repeatable.")
  private List<String> removed = new ArrayList<>();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "Time zone of the hours in --add-navigator (default: ${DEFAULT-VALUE}).")
  private String zone = "UTC";

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides what the journal does not tell (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Where to write the replayed day's journal, for `audit` or another replay.")
  private @Nullable Path write;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = "How the result is written (default: text).")
  private Output output = Output.TEXT;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec, "set by the command line").commandLine();
    if ((journal == null) == (generate == null)) {
      throw new ParameterException(line, "Give one of --journal and --generate.");
    }
    HavenConfig tried = config == null ? ConfigFile.defaults() : ConfigFile.load(config);
    List<String> notes = new ArrayList<>();
    Findings recorded = new Findings();
    Day day = day(line, tried, recorded);
    Day changed = changed(line, day, tried, notes);
    Findings before = journal == null ? null : recorded;
    Findings after = new Findings();
    boolean compares = against != null || (journal == null && !changed.equals(day));
    try (Replays replays = Replays.open();
        BufferedWriter file = writer()) {
      if (compares) {
        before = new Findings();
        replays.run(against == null ? tried : ConfigFile.load(against), day, seed, before::take);
      }
      replays.run(
          tried,
          changed,
          seed,
          batch -> {
            after.take(batch);
            append(file, batch);
          });
    }
    print(line.getOut(), comparison(changed, tried, compares, before, after, notes));
    return after.inversions() + after.otherBreaches() > 0 ? 1 : 0;
  }

  private Day day(CommandLine line, HavenConfig tried, Findings recorded) throws IOException {
    Path file = journal;
    if (file == null) {
      int contacts = Objects.requireNonNull(generate, "checked above");
      if (contacts < 1 || contacts > MOST_CONTACTS) {
        throw new ParameterException(line, "--generate is 1 to " + MOST_CONTACTS + ".");
      }
      return new DayMaker(seed, MADE_UP_DAY_MS)
          .make(contacts, tried.navigators().stream().map(NavigatorConfig::navigator).toList());
    }
    DayReader reader = new DayReader();
    TreeSet<String> others = new TreeSet<>();
    Journals journals =
        new Journals(
            batch -> {
              others.add(batch.workspace());
              if (only == null || batch.workspace().equals(only)) {
                reader.take(batch);
                recorded.take(batch);
              }
            },
            breach -> {});
    journals.file(file);
    if (only == null && others.size() > 1) {
      throw new ParameterException(
          line, "The journal has several workspaces; name one with --workspace: " + others);
    }
    return reader.day();
  }

  /** The day with the roster of the configuration, and who was added and left out. */
  private Day changed(CommandLine line, Day day, HavenConfig tried, List<String> notes) {
    Day result = day;
    if (journal != null) {
      for (NavigatorConfig entry : tried.navigators()) {
        result = result.offering(entry.navigator());
      }
    }
    List<String> blind = Rules.workflow(tried).reading(Replay.UNKNOWN);
    if (!blind.isEmpty()) {
      notes.add(
          "a replay knows neither attributes nor addresses nor how queues stood; these rules read"
              + " them and are decided as if they were absent: "
              + blind);
    }
    if (day.leftOut() > 0) {
      notes.add(
          day.leftOut() + " contacts were under way when the journal begins and are left out");
    }
    for (String id : removed) {
      List<Seat> kept = result.seats().stream().filter(s -> !s.id().value().equals(id)).toList();
      if (kept.size() == result.seats().size()) {
        throw new ParameterException(line, "There is no navigator '" + id + "' to remove.");
      }
      result = result.with(kept);
    }
    try {
      for (String text : added) {
        result = result.plus(ExtraNavigator.parse(text).seat(result, ZoneId.of(zone)));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()), e);
    }
    return result;
  }

  private Comparison comparison(
      Day day,
      HavenConfig tried,
      boolean compares,
      @Nullable Findings before,
      Findings after,
      List<String> notes) {
    Map<String, Long> within = new HashMap<>();
    for (QueueConfig queue : tried.queues()) {
      within.put(queue.id(), queue.serviceWithin().toMillis());
    }
    return new Comparison(
        day,
        seed,
        compares ? "against" : "recorded",
        before,
        after,
        within,
        QueueConfig.SUPPORT.serviceWithin().toMillis(),
        notes);
  }

  private void print(PrintWriter out, Comparison comparison) {
    out.print(output == Output.JSON ? comparison.json() + "\n" : comparison.text());
    out.flush();
  }

  private @Nullable BufferedWriter writer() throws IOException {
    return write == null ? null : Files.newBufferedWriter(write, StandardCharsets.ISO_8859_1);
  }

  private static void append(@Nullable BufferedWriter file, JournalBatch batch) {
    if (file == null) {
      return;
    }
    try {
      for (String text : JournalText.encode(batch)) {
        file.write(text);
        file.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written", e);
    }
  }
}
