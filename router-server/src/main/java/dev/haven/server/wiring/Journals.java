package dev.haven.server.wiring;

import dev.haven.channel.WorkspaceId;
import dev.haven.record.Breach;
import dev.haven.record.JournalBatch;
import dev.haven.record.JournalFile;
import dev.haven.record.JournalSource;
import dev.haven.record.Segments;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds a journal and reads it from its beginning: in a file, in a data folder with what its Redis
 * has beyond the segments, or in a Redis alone. Blocking; for commands, not for event loops.
 */
public final class Journals {
  private final List<String> remarks = new ArrayList<>();
  private final Consumer<JournalBatch> batches;
  private final Consumer<Breach> breaches;

  /**
   * @param batches hears every transition, one workspace after the other
   * @param breaches hears of segments that were changed
   */
  public Journals(Consumer<JournalBatch> batches, Consumer<Breach> breaches) {
    this.batches = batches;
    this.breaches = breaches;
  }

  /** What the reader of the result should know, one sentence each. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  public void file(Path file) throws IOException {
    try (JournalFile source = JournalFile.open(file)) {
      drain(source);
    }
  }

  public void redis(String uri) throws IOException {
    try (RedisReader redis = RedisReader.connect(uri)) {
      for (String workspace : redis.workspaces()) {
        drain(redis.after(new WorkspaceId(workspace), 0));
      }
    }
  }

  /** Reads the configuration's data folder, and its Redis when it answers. */
  public void data(HavenConfig config) throws IOException {
    Path folder = Path.of(config.data());
    DevelopmentKeys keys =
        config.development() && Files.exists(folder.resolve(DevelopmentKeys.FILE))
            ? DevelopmentKeys.of(DataFolder.open(folder))
            : null;
    Path segments = folder.resolve(Archives.FOLDER);
    byte[] seals = seals(config, keys);
    if (seals == null) {
      remarks.add("seals of segments not checked: no key");
    }
    TreeSet<String> workspaces = new TreeSet<>(Segments.workspaces(segments));
    try (RedisReader redis = live(config, keys)) {
      if (redis != null) {
        workspaces.addAll(redis.workspaces());
      } else {
        remarks.add("Redis does not answer: read what is archived");
      }
      if (workspaces.isEmpty()) {
        throw new IOException("no journal in " + folder + ", and no Redis of it that answers");
      }
      for (String workspace : workspaces) {
        long last = archived(segments, workspace, seals);
        if (redis != null) {
          drain(redis.after(new WorkspaceId(workspace), last));
        }
      }
    }
  }

  private long archived(Path folder, String workspace, byte @Nullable [] seals) throws IOException {
    try (Segments source = new Segments(folder, workspace, seals, breaches)) {
      drain(source);
      return source.given();
    }
  }

  private void drain(JournalSource source) throws IOException {
    for (Optional<JournalBatch> batch = source.next(); batch.isPresent(); batch = source.next()) {
      batches.accept(batch.get());
    }
  }

  private static @Nullable RedisReader live(HavenConfig config, @Nullable DevelopmentKeys keys) {
    if (!config.redis().embedded()) {
      return RedisReader.connect(
          Store.withPassword(config.redis().uri(), config.redis().password()));
    }
    if (keys == null
        || new RedisProbe(keys.redisPort(), keys.redisPassword()).ask()
            != RedisProbe.Answer.READY) {
      return null;
    }
    try {
      return RedisReader.connect(
          "redis://:" + keys.redisPassword() + "@127.0.0.1:" + keys.redisPort());
    } catch (RuntimeException e) {
      // It answered a moment ago and does not now: the last node has just stopped it.
      return null;
    }
  }

  private static byte @Nullable [] seals(HavenConfig config, @Nullable DevelopmentKeys keys) {
    Secret configured = config.sealing().addressKey();
    String key = configured != null ? configured.reveal() : keys == null ? null : keys.addressKey();
    return key == null ? null : Archives.key(Base64.getDecoder().decode(key));
  }
}
