package dev.haven.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be set at a platform, as {@code docs/adapters} says it: the numbered steps under
 * "Set-up" of its page, which the jar carries.
 */
public final class Guides {
  private static final String FOLDER = "/dev/haven/server/adapters/";

  private Guides() {}

  /** In order; empty when there is no page of that adapter. */
  public static List<String> steps(String adapter) {
    try (InputStream in = Guides.class.getResourceAsStream(FOLDER + adapter + ".md")) {
      return in == null
          ? List.of()
          : stepsOf(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(FOLDER + adapter + ".md cannot be read", e);
    }
  }

  static List<String> stepsOf(String page) {
    List<String> steps = new ArrayList<>();
    boolean setUp = false;
    boolean within = false;
    for (String line : page.split("\n", -1)) {
      if (line.startsWith("## ")) {
        setUp = line.equals("## Set-up");
      } else if (setUp && line.matches("\\d+\\. .*")) {
        steps.add(line.substring(line.indexOf(' ') + 1).trim());
        within = true;
      } else if (within && line.startsWith("   ")) {
        int last = steps.size() - 1;
        steps.set(last, steps.get(last) + ' ' + line.trim());
      } else {
        within = false;
      }
    }
    return steps;
  }
}
