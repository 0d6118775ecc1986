package dev.haven.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes one workspace's segments. A segment is named by the number of its first line and begins
 * with a checkpoint, unless it is the first one of a writer. What {@link #write} was given is on
 * disk, sealed, when it answers.
 *
 * <p>A new writer never adds to a file that another one made, so that a writer that was thought
 * dead can do no harm: at worst two segments hold the same lines, and readers take each line once.
 *
 * <p>Blocking; one thread at a time.
 */
public final class SegmentWriter implements AutoCloseable {
  private final Path folder;
  private final String workspace;
  private final byte[] key;
  private @Nullable FileChannel open;
  private @Nullable SealChain seals;
  private long size;

  /**
   * @param folder of all segments; the workspace's folder is made in it
   * @param key for the seals, at least 32 bytes
   */
  public SegmentWriter(Path folder, String workspace, byte[] key) {
    this.folder = folder.resolve(workspace);
    this.workspace = workspace;
    this.key = key.clone();
  }

  /**
   * Characters of lines in the open segment, those of checkpoints left out; 0 when none is open.
   */
  public long size() {
    return size;
  }

  public void write(List<JournalBatch> batches) throws IOException {
    StringBuilder text = new StringBuilder();
    long through = 0;
    for (JournalBatch batch : batches) {
      if (open == null || batch.isCheckpoint()) {
        flush(text, through);
        begin(batch.first());
      }
      for (String line : JournalText.encode(batch)) {
        Objects.requireNonNull(seals, "begun with the segment").line(line);
        text.append(line).append('\n');
        size += batch.isPortion() ? 0 : line.length();
      }
      through = batch.last();
    }
    flush(text, through);
  }

  @Override
  public void close() throws IOException {
    FileChannel channel = open;
    open = null;
    size = 0;
    if (channel != null) {
      channel.close();
    }
  }

  private void flush(StringBuilder text, long through) throws IOException {
    FileChannel channel = open;
    SealChain chain = seals;
    if (text.length() == 0 || channel == null || chain == null) {
      return;
    }
    text.append(JournalText.SEALED)
        .append(",\"through\":")
        .append(through)
        .append(",\"workspace\":\"")
        .append(workspace)
        .append("\",\"hmac\":\"")
        .append(chain.seal())
        .append("\"}\n");
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
    text.setLength(0);
  }

  private void begin(long first) throws IOException {
    close();
    Files.createDirectories(folder);
    for (int i = 0; ; i++) {
      String name = Segments.name(first, i);
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        open = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        seals = new SealChain(key, workspace, name);
        return;
      }
    }
  }
}
