package dev.haven.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file: what {@code haven journal} wrote, or one segment of the archive. Lines that
 * seal a segment are checked when the key is given, and not handed on.
 */
public final class JournalFile implements JournalSource {
  private final BufferedReader in;
  private final @Nullable SealCheck seals;
  private JournalText.@Nullable Line ahead;

  private JournalFile(BufferedReader in, @Nullable SealCheck seals) {
    this.in = in;
    this.seals = seals;
  }

  public static JournalFile open(Path file) throws IOException {
    return new JournalFile(reader(Files.newInputStream(file)), null);
  }

  /** A segment whose seals are checked. */
  static JournalFile sealed(Path file, SealCheck seals) throws IOException {
    return new JournalFile(reader(Files.newInputStream(file)), seals);
  }

  /** Reads from a stream, which is closed with this. */
  public static JournalFile of(InputStream stream) {
    return new JournalFile(reader(stream), null);
  }

  @Override
  public Optional<JournalBatch> next() throws IOException {
    List<String> lines = new ArrayList<>();
    String workspace = "";
    for (JournalText.Line line = take(); line != null; line = take()) {
      if (!lines.isEmpty() && !line.workspace().equals(workspace)) {
        ahead = line;
        break;
      }
      workspace = line.workspace();
      lines.add(line.text());
      if (line.hash() != null) {
        return Optional.of(new JournalBatch(workspace, lines, line.hash()));
      }
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new JournalBatch(workspace, lines, null));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private JournalText.@Nullable Line take() throws IOException {
    JournalText.Line kept = ahead;
    if (kept != null) {
      ahead = null;
      return kept;
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith(JournalText.SEALED)) {
        if (seals != null) {
          seals.seal(line);
        }
      } else if (!line.isBlank()) {
        if (seals != null) {
          seals.line(line);
        }
        return JournalText.decode(line);
      }
    }
    return null;
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1), 1 << 16);
  }
}
