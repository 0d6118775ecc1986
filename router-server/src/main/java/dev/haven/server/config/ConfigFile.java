package dev.haven.server.config;

import dev.haven.server.config.HavenConfig.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a configuration file whole, or says everything that is wrong with it. */
public final class ConfigFile {
  private static final int MAX_CHARACTERS = 4 * 1024 * 1024;

  private ConfigFile() {}

  /** What a node has that was given no file. */
  public static HavenConfig defaults() {
    return parse("", new Sources(name -> null, Path.of("")));
  }

  /**
   * Reads that file; blocking, for start-up only.
   *
   * @throws ConfigException with every problem
   */
  public static HavenConfig load(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigException(
          List.of(new Problem(file.toString(), 0, "cannot be read as UTF-8 text")));
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
    return parse(text, new Sources(System::getenv, folder));
  }

  /**
   * @throws ConfigException with every problem
   */
  public static HavenConfig parse(String text, Sources sources) {
    List<Problem> problems = new ArrayList<>();
    Node root = compose(text, problems);
    Mode mode = mode(root);
    Block block =
        new Block("", root, new Block.Reading(sources, problems, mode == Mode.DEVELOPMENT));
    HavenConfig config = HavenConfig.read(block, mode);
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new ConfigException(problems);
    }
    return config;
  }

  private static @Nullable Node compose(String text, List<Problem> problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(MAX_CHARACTERS)
            .setUseMarks(true)
            .build();
    try {
      return new Compose(settings).composeString(text).orElse(null);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(new Problem("(file)", line, "is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(new Problem("(file)", 0, "is not one YAML document"));
    }
    return null;
  }

  /** The mode comes first: it decides whether secrets may stand in the file. */
  private static Mode mode(@Nullable Node root) {
    if (root instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && "mode".equals(key.getValue())
            && tuple.getValueNode() instanceof ScalarNode value
            && Mode.PRODUCTION.wireName().equals(value.getValue())) {
          return Mode.PRODUCTION;
        }
      }
    }
    return Mode.DEVELOPMENT;
  }
}
