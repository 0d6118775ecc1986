package dev.haven.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The archived journal of one workspace: its segments one after the other. Lines that two segments
 * hold are given once. A batch that a crash cut off at the end of a segment is left out: it was
 * never counted as archived, so that the next segment, or Redis, has it whole.
 */
public final class Segments implements JournalSource {
  private static final String SUFFIX = ".jsonl";

  private final String workspace;
  private final byte @Nullable [] key;
  private final Consumer<Breach> breaches;
  private final Deque<Path> left;
  private @Nullable JournalFile current;
  private @Nullable SealCheck seals;
  private long given;

  /**
   * @param folder of all segments
   * @param key of the seals; null to read without checking them
   * @param breaches hears of seals that do not fit
   */
  public Segments(Path folder, String workspace, byte @Nullable [] key, Consumer<Breach> breaches)
      throws IOException {
    this.workspace = workspace;
    this.key = key == null ? null : key.clone();
    this.breaches = breaches;
    this.left = new ArrayDeque<>(files(folder.resolve(workspace)));
  }

  /** The workspaces that have a folder there, in order. */
  public static List<String> workspaces(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(f -> String.valueOf(f.getFileName()))
          .sorted()
          .toList();
    }
  }

  /** A segment's name; the second part tells apart those of writers that began at one line. */
  static String name(long first, int again) {
    String number = String.format(Locale.ROOT, "%015d", first);
    return again == 0 ? number + SUFFIX : number + '-' + again + SUFFIX;
  }

  /** The last line that was handed on; 0 before the first. */
  public long given() {
    return given;
  }

  @Override
  public Optional<JournalBatch> next() throws IOException {
    while (true) {
      JournalFile file = current;
      if (file == null) {
        Path path = left.poll();
        if (path == null) {
          return Optional.empty();
        }
        current = open(path);
        continue;
      }
      Optional<JournalBatch> batch = file.next();
      if (batch.isEmpty()) {
        close();
      } else if (batch.get().hash() != null && isNew(batch.get())) {
        given = Math.max(given, batch.get().last());
        return batch;
      }
    }
  }

  @Override
  public void close() throws IOException {
    JournalFile file = current;
    SealCheck check = seals;
    current = null;
    seals = null;
    if (file != null) {
      file.close();
    }
    if (check != null && check.unsealed() > 0 && !left.isEmpty()) {
      breaches.accept(
          new Breach(
              Breach.Kind.SEAL,
              workspace,
              given,
              check.unsealed() + " transitions at the end of a segment are under no seal"));
    }
  }

  private boolean isNew(JournalBatch batch) {
    return batch.first() == 0 || batch.last() > given;
  }

  private JournalFile open(Path path) throws IOException {
    byte[] secret = key;
    if (secret == null) {
      return JournalFile.open(path);
    }
    SealCheck check =
        new SealCheck(secret, workspace, String.valueOf(path.getFileName()), breaches);
    seals = check;
    return JournalFile.sealed(path, check);
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> String.valueOf(f.getFileName()).endsWith(SUFFIX)).sorted().toList();
    }
  }
}
