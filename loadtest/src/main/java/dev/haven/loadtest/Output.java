package dev.haven.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.haven.store.redis.RedisProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * What every measuring command shares: the store that it measures on, and where it leaves what it
 * measured beside what it prints: rows as JSON, with the command, the versions, the machine and its
 * load before and after, and a plot of them.
 */
final class Output {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Write the figures there, as JSON.")
  private @Nullable Path json;

  @Option(names = "--svg", description = "Draw the figures there.")
  private @Nullable Path svg;

  @Option(
      names = "--redis-server",
      defaultValue = RedisProgram.AUTO,
      description = "auto, bundled or a path, as redis.program of haven.yaml (${DEFAULT-VALUE}).")
  private String redisServer = RedisProgram.AUTO;

  private @Nullable RedisProgram program;
  private final Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
  private final String loadBefore = Machine.loadAverage();

  /** A stage whose Redis servers are of the chosen program. */
  Stage stage() {
    Stage stage = new Stage(redisServer);
    program = stage.program();
    return stage;
  }

  /** One line of a table; names and values in turn. A {@link Spread} becomes an object. */
  void row(String table, Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    tables.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
  }

  /** Without where the figures go. */
  private static List<String> measured(List<String> words) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("--json") || words.get(i).equals("--svg")) {
        i++;
      } else {
        kept.add(words.get(i));
      }
    }
    return kept;
  }

  private Map<String, String> versions() {
    Properties all = new Properties();
    try (InputStream in = Output.class.getResourceAsStream("versions.properties")) {
      all.load(Objects.requireNonNull(in, "versions.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> sorted = new TreeMap<>();
    all.stringPropertyNames().forEach(name -> sorted.put(name, all.getProperty(name)));
    if (program != null) {
      sorted.put("redis", program.version() + ' ' + program.allocator());
    }
    return sorted;
  }

  /** Writes what was asked for; nothing when neither file was. */
  void write(Plot plot) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        "command",
        spec == null
            ? List.of()
            : measured(spec.root().commandLine().getParseResult().originalArgs()));
    all.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("os", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
    all.put("arch", System.getProperty("os.arch"));
    all.put("processor", Machine.processor());
    all.put("memoryGiB", Machine.memoryGiB());
    all.put("java", ManagementFactory.getRuntimeMXBean().getVmVersion());
    all.put("versions", versions());
    all.put("loadBefore", loadBefore);
    all.put("loadAfter", Machine.loadAverage());
    all.put("tables", tables);
    try {
      if (json != null) {
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValue(json.toFile(), all);
      }
      if (svg != null) {
        Files.writeString(svg, plot.svg(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
