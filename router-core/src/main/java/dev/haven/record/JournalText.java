package dev.haven.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal as text: one JSON object a line. To what the script wrote, {@code workspace} is added
 * at the end of every line, and {@code hash} behind it at the last line of each transition.
 *
 * <p>Files are ISO 8859-1, byte for byte what Redis holds.
 */
public final class JournalText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WORKSPACE = ",\"workspace\":\"";
  private static final String HASH = ",\"hash\":\"";
  private static final int HASH_LENGTH = HASH.length() + 40 + 1;
  static final String SEALED = "{\"type\":\"archive.sealed\"";

  private JournalText() {}

  /** What a line of a file says; {@code text} is the line as the script wrote it. */
  record Line(String text, String workspace, @Nullable String hash) {}

  /** The lines of a batch as they stand in a file, without line ends. */
  public static List<String> encode(JournalBatch batch) {
    List<String> lines = new ArrayList<>(batch.lines().size());
    int last = batch.lines().size() - 1;
    for (int i = 0; i <= last; i++) {
      String line = batch.lines().get(i);
      StringBuilder text = new StringBuilder(line.length() + 90);
      text.append(line, 0, line.length() - 1);
      text.append(WORKSPACE).append(batch.workspace()).append('"');
      if (i == last && batch.hash() != null) {
        text.append(HASH).append(batch.hash()).append('"');
      }
      lines.add(text.append('}').toString());
    }
    return lines;
  }

  /** Takes off what {@link #encode} added; a line of another form is read as any JSON. */
  static Line decode(String line) {
    int end = line.length() - 1;
    String hash = null;
    if (end > HASH_LENGTH && line.startsWith(HASH, end - HASH_LENGTH)) {
      int from = end - HASH_LENGTH;
      hash = line.substring(from + HASH.length(), end - 1);
      end = from;
    }
    int at = line.lastIndexOf(WORKSPACE, end);
    if (at > 0 && line.endsWith("}") && line.indexOf('"', at + WORKSPACE.length()) == end - 1) {
      return new Line(
          line.substring(0, at) + "}", line.substring(at + WORKSPACE.length(), end - 1), hash);
    }
    try {
      JsonNode node = JSON.readTree(line);
      JsonNode given = node.path("hash");
      return new Line(
          line, node.path("workspace").asText(""), given.isTextual() ? given.asText() : null);
    } catch (JsonProcessingException e) {
      return new Line(line, "", null);
    }
  }
}
