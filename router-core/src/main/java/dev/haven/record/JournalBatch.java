package dev.haven.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines that one transition wrote, which stand or fall together.
 *
 * @param workspace whose journal it is
 * @param lines JSON objects as the script wrote them, at least one, byte for byte in ISO 8859-1
 * @param hash SHA-1 of the previous batch's hash and the lines joined by line feeds, lower-case
 *     hex; null when a file ends, or goes over to another workspace, before it
 */
public record JournalBatch(String workspace, List<String> lines, @Nullable String hash) {
  private static final String NUMBER = "{\"n\":";

  public JournalBatch {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a batch of the journal has at least one line");
    }
  }

  /** The number of its first line; 0 when that line does not begin with one. */
  public long first() {
    return number(lines.get(0));
  }

  /** The number of its last line, if the lines count on from the first. */
  public long last() {
    return first() + lines.size() - 1;
  }

  /**
   * Whether the state of the workspace is written down from here on, up to the line {@code
   * checkpoint.ended}, so that a reader may begin.
   */
  public boolean isCheckpoint() {
    return lines.get(0).contains("\"type\":\"checkpoint.begun\"");
  }

  /** Whether it is part of a checkpoint; then all of its lines are. */
  public boolean isPortion() {
    return lines.get(0).contains("\"type\":\"checkpoint.");
  }

  private static long number(String line) {
    if (!line.startsWith(NUMBER)) {
      return 0;
    }
    long n = 0;
    for (int i = NUMBER.length(); i < line.length(); i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9 || n > Long.MAX_VALUE / 100) {
        break;
      }
      n = n * 10 + digit;
    }
    return n;
  }
}
