package dev.haven.server.wiring;

import dev.haven.channel.WorkspaceId;
import dev.haven.server.config.HavenConfig;
import dev.haven.store.redis.Archiver;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisTransitions;
import dev.haven.time.IdSource;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The archivers of a node, one a workspace. Whether this node or another really archives is for
 * their leases to say. Used on the node's first event loop.
 */
final class Archives {
  static final String FOLDER = "journal";
  private static final long SEGMENT_BYTES = 64L << 20;

  private final List<Archiver> archivers;

  Archives(HavenConfig config, Keys keys, RedisLink link, Timers timers) {
    Archiver.Target target =
        new Archiver.Target(
            Path.of(config.data()).resolve(FOLDER),
            key(java.util.Base64.getDecoder().decode(keys.addressKey())),
            SEGMENT_BYTES);
    RedisTransitions transitions = new RedisTransitions(link, Rules.settings(config));
    archivers =
        config.workspaces().stream()
            .map(
                id ->
                    new Archiver(
                        link, transitions, new WorkspaceId(id), target, timers, IdSource.secure()))
            .toList();
  }

  /** The key of the segments' seals, made from the key of addresses: 32 bytes. */
  static byte[] key(byte[] addressKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(addressKey, "HmacSHA256"));
      return mac.doFinal("seals of the journal, 1".getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  void start() {
    archivers.forEach(Archiver::start);
  }

  /** Archives what the journal has up to now. */
  Future<Void> stop() {
    return Future.join(archivers.stream().map(Archiver::stop).toList()).mapEmpty();
  }
}
