package dev.haven.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the configuration file, being read. A reader asks for each setting by name with
 * its default and range; what is wrong becomes a {@link Problem} and the default stands in, so that
 * reading goes on and every problem is found at once. {@link #done} reports the names nobody asked
 * for.
 *
 * <p>Not thread-safe; lives as long as a file is read.
 */
final class Block {
  /** A user and a password in a URI, wherever they end, and however wrong it is. */
  private static final Pattern CREDENTIALS =
      Pattern.compile("^([a-z-]{1,20}:/{1,2})?.*@", Pattern.DOTALL);

  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Reading reading;

  /** What all blocks of one file share. */
  record Reading(Sources sources, List<Problem> problems, boolean inlineSecretsAllowed) {}

  Block(String path, @Nullable Node node, Reading reading) {
    this.path = path;
    this.line = node == null ? 0 : lineOf(node);
    this.reading = reading;
    if (node == null || isNull(node)) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      problem(path, line, "must be a block of settings");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key =
          tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(not a name)";
      if (values.put(key, tuple.getValueNode()) != null) {
        problem(at(key), lineOf(tuple.getKeyNode()), "stands there twice");
      }
    }
  }

  String path() {
    return path;
  }

  boolean has(String key) {
    Node node = values.get(key);
    return node != null && !isNull(node);
  }

  /**
   * @param key a name of this block, or a path below it such as {@code workflow[2].queue}
   */
  void problem(String key, String message) {
    problem(at(key), lineAt(key), message);
  }

  /** Whether the file has something at that path below this block. */
  boolean reaches(String key) {
    String[] steps = key.split("[.\\[\\]]+", -1);
    Node node = values.get(steps[0]);
    for (int i = 1; i < steps.length && node != null; i++) {
      node = child(node, steps[i]);
    }
    return node != null;
  }

  /** The line of the deepest part of that path that the file has. */
  private int lineAt(String key) {
    String[] steps = key.split("[.\\[\\]]+", -1);
    Node node = values.get(steps[0]);
    int found = node == null ? line : lineOf(node);
    for (int i = 1; i < steps.length && node != null; i++) {
      node = child(node, steps[i]);
      found = node == null ? found : lineOf(node);
    }
    return found;
  }

  private static @Nullable Node child(Node node, String step) {
    if (node instanceof SequenceNode sequence && step.matches("\\d{1,6}")) {
      int i = Integer.parseInt(step);
      return i < sequence.getValue().size() ? sequence.getValue().get(i) : null;
    }
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(step)) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  Block block(String key) {
    known.add(key);
    return new Block(at(key), values.get(key), reading);
  }

  <T> List<T> blocks(String key, List<T> fallback, Function<Block, @Nullable T> read) {
    List<Node> items = items(key);
    if (items == null) {
      return fallback;
    }
    List<T> result = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Block block = new Block(at(key) + "[" + i + "]", items.get(i), reading);
      T value = read.apply(block);
      block.done();
      if (value != null) {
        result.add(value);
      }
    }
    return List.copyOf(result);
  }

  int integer(String key, int fallback, int min, int max) {
    return (int) whole(key, fallback, min, max);
  }

  long whole(String key, long fallback, long min, long max) {
    String text = scalar(key);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text.replace("_", ""));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer: the range says what would have been right.
    }
    problem(key, "'" + text + "' is not a whole number from " + min + " to " + max);
    return fallback;
  }

  boolean flag(String key, boolean fallback) {
    String text = scalar(key);
    if (text == null) {
      return fallback;
    }
    if ("true".equals(text) || "false".equals(text)) {
      return "true".equals(text);
    }
    problem(key, "'" + text + "' is not true or false");
    return fallback;
  }

  Duration duration(String key, Duration fallback, Duration min, Duration max) {
    String text = scalar(key);
    if (text == null) {
      return fallback;
    }
    Duration value = Durations.parse(text);
    if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      problem(
          key,
          "'"
              + text
              + "' is not a duration from "
              + Durations.print(min)
              + " to "
              + Durations.print(max)
              + ", such as "
              + Durations.print(fallback));
      return fallback;
    }
    return value;
  }

  <E extends Enum<E>> E choice(String key, E fallback, E[] all, Function<E, String> name) {
    String text = scalar(key);
    if (text == null) {
      return fallback;
    }
    for (E value : all) {
      if (name.apply(value).equals(text)) {
        return value;
      }
    }
    problem(
        key,
        "'"
            + text
            + "' is not one of "
            + Stream.of(all).map(name).collect(Collectors.joining(", ")));
    return fallback;
  }

  String text(String key, String fallback, Pattern form, String range) {
    String value = optionalText(key, form, range);
    return value == null ? fallback : value;
  }

  @Nullable String requiredText(String key, Pattern form, String range) {
    if (!has(key)) {
      known.add(key);
      problem(key, "is missing; it is " + range);
      return null;
    }
    return optionalText(key, form, range);
  }

  @Nullable String optionalText(String key, Pattern form, String range) {
    String text = scalar(key);
    if (text == null) {
      return null;
    }
    Sources.Resolved resolved = reading.sources().resolve(text);
    String value = resolved.value();
    if (value == null) {
      problem(key, String.valueOf(resolved.problem()));
      return null;
    }
    if (!form.matcher(value).matches()) {
      problem(key, (resolved.inline() ? shown(text) : text) + " is not " + range);
      return null;
    }
    return value;
  }

  /** A refused value as a problem repeats it: without what stands before the host of a URI. */
  static String shown(String value) {
    return "'" + CREDENTIALS.matcher(value).replaceFirst("$1***@") + "'";
  }

  /** A secret; written into the file itself only in development. The value is never repeated. */
  @Nullable Secret secret(String key) {
    String text = scalar(key);
    return text == null ? null : secretOf(key, text);
  }

  private @Nullable Secret secretOf(String key, String text) {
    Sources.Resolved resolved = reading.sources().resolve(text);
    if (resolved.value() == null) {
      problem(key, String.valueOf(resolved.problem()));
      return null;
    }
    if (resolved.inline() && !reading.inlineSecretsAllowed()) {
      problem(key, "is a secret: outside development write ${env:NAME} or ${file:PATH}");
      return null;
    }
    return new Secret(resolved.value());
  }

  /**
   * Secrets by name. A list is several that are valid at once, the newest first; a block in it
   * gives one entry for each of its names, {@code block.name}.
   */
  Map<String, List<Secret>> secrets(String key) {
    Map<String, List<Secret>> result = new LinkedHashMap<>();
    block(key).collectSecrets("", result);
    return Map.copyOf(result);
  }

  private void collectSecrets(String prefix, Map<String, List<Secret>> into) {
    for (Map.Entry<String, Node> entry : values.entrySet()) {
      String name = entry.getKey();
      if (entry.getValue() instanceof MappingNode) {
        block(name).collectSecrets(prefix + name + ".", into);
      } else if (entry.getValue() instanceof SequenceNode several) {
        known.add(name);
        List<Secret> all = new ArrayList<>();
        for (Node item : several.getValue()) {
          Secret secret = item instanceof ScalarNode one ? secretOf(name, one.getValue()) : null;
          if (secret != null) {
            all.add(secret);
          }
        }
        if (!all.isEmpty()) {
          into.put(prefix + name, List.copyOf(all));
        }
      } else {
        Secret secret = secret(name);
        if (secret != null) {
          into.put(prefix + name, List.of(secret));
        }
      }
    }
  }

  /** Free names with texts or lists of texts, as an adapter's own settings. */
  Map<String, Object> settings(String key) {
    Block inner = block(key);
    Map<String, Object> result = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : inner.values.entrySet()) {
      String name = entry.getKey();
      if (entry.getValue() instanceof SequenceNode) {
        result.put(name, inner.textList(name, List.of(), ANY, "text"));
      } else {
        String value = inner.optionalText(name, ANY, "text");
        if (value != null) {
          result.put(name, value);
        }
      }
    }
    return Map.copyOf(result);
  }

  <T> Map<String, T> entries(String key, BiFunction<Block, String, T> read) {
    Block inner = block(key);
    Map<String, T> result = new LinkedHashMap<>();
    for (String name : inner.values.keySet()) {
      result.put(name, read.apply(inner, name));
    }
    return result;
  }

  List<String> textList(String key, List<String> fallback, Pattern form, String range) {
    List<Node> items = items(key);
    if (items == null) {
      return fallback;
    }
    List<String> result = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      String where = at(key) + "[" + i + "]";
      if (!(item instanceof ScalarNode scalar) || isNull(item)) {
        problem(where, lineOf(item), "is not " + range);
      } else if (!form.matcher(scalar.getValue()).matches()) {
        problem(where, lineOf(item), "'" + scalar.getValue() + "' is not " + range);
      } else {
        result.add(scalar.getValue());
      }
    }
    return List.copyOf(result);
  }

  /** Reports every name that nobody asked for. */
  void done() {
    for (Map.Entry<String, Node> entry : values.entrySet()) {
      if (!known.contains(entry.getKey())) {
        problem(
            at(entry.getKey()),
            lineOf(entry.getValue()),
            "no such setting; known here: "
                + known.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
  }

  static final Pattern ANY = Pattern.compile("[\\s\\S]{0,65536}");

  private @Nullable List<Node> items(String key) {
    known.add(key);
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return null;
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problem(key, "must be a list");
    return null;
  }

  private @Nullable String scalar(String key) {
    known.add(key);
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return null;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(key, "must be a single value");
    return null;
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private void problem(String where, int atLine, String message) {
    reading.problems().add(new Problem(where.isEmpty() ? "(file)" : where, atLine, message));
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
