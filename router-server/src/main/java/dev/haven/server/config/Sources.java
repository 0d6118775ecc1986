package dev.haven.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code ${env:NAME}} and {@code ${file:PATH}} get their values.
 *
 * @param environment value of an environment variable, null when it is not set
 * @param folder what relative paths of files are relative to: the folder of the configuration file
 */
public record Sources(Function<String, @Nullable String> environment, Path folder) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final int MAX_SECRET_BYTES = 64 * 1024;

  /** What became of a text that may be a reference. */
  public record Resolved(@Nullable String value, boolean inline, @Nullable String problem) {}

  /** The text itself, or what it refers to; one trailing line end of a file is dropped. */
  public Resolved resolve(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    if (!matcher.matches()) {
      return new Resolved(text, true, null);
    }
    String name = matcher.group(2);
    if ("env".equals(matcher.group(1))) {
      String value = environment.apply(name);
      return value == null || value.isEmpty()
          ? new Resolved(null, false, "environment variable " + name + " is not set")
          : new Resolved(value, false, null);
    }
    return readFile(name);
  }

  private Resolved readFile(String name) {
    Path path = folder.resolve(name);
    try {
      if (!Files.isReadable(path)) {
        return new Resolved(null, false, "file " + path + " cannot be read");
      }
      if (Files.size(path) > MAX_SECRET_BYTES) {
        return new Resolved(null, false, "file " + path + " is larger than 64 kB");
      }
      String value = Files.readString(path, StandardCharsets.UTF_8).stripTrailing();
      return value.isEmpty()
          ? new Resolved(null, false, "file " + path + " is empty")
          : new Resolved(value, false, null);
    } catch (IOException e) {
      return new Resolved(null, false, "file " + path + " cannot be read");
    }
  }
}
