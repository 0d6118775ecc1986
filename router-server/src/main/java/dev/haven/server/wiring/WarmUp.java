package dev.haven.server.wiring;

import dev.haven.channel.WorkspaceId;
import dev.haven.server.config.EndpointSettings;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Secret;
import dev.haven.server.http.Front;
import dev.haven.server.http.Role;
import dev.haven.server.http.TokenIssue;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisRehearsals;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A rehearsal before the node says ready: the whole way of a contact, from the HTTP door over the
 * scripts to a desktop's accept and complete, over and over until that no longer becomes faster,
 * {@code http.warmUp} at most, so that the first real ones are not served by cold code (measured in
 * docs/performance.md).
 *
 * <p>It runs in a loop of its own with a workspace, keys, port and meters that nobody else sees;
 * the workspace is removed afterwards, by another node when this one is killed before. Each event
 * is bounded: contacts under way, time, and the wait for the last of them.
 */
final class WarmUp {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  private WarmUp() {}

  /** Rehearses on that event loop; the answer is how many contacts went all the way. */
  static Future<Integer> run(Loop.Shared real, Context context) {
    SecureRandom random = new SecureRandom();
    WorkspaceId workspace = RedisRehearsals.workspace(HexFormat.of().formatHex(bytes(random, 8)));
    String name = workspace.value();
    String jwtKey = Base64.getEncoder().encodeToString(bytes(random, 32));
    byte[] webhookKey = bytes(random, 24);
    HavenConfig config =
        real.config().forRehearsal(name).plus(List.of(), List.of(endpoint(name, webhookKey)));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Loop.Shared shared =
        new Loop.Shared(
            real.vertx(),
            config,
            new Keys(jwtKey, real.keys().sealingKeyset(), real.keys().addressKey()),
            null,
            real.store(),
            "http://127.0.0.1",
            real.workflow(),
            real.scorer(),
            registry,
            new RouterMeters(registry),
            Front.NONE);
    Promise<Integer> done = Promise.promise();
    context.runOnContext(
        v ->
            keeping(
                    shared,
                    context,
                    workspace,
                    () ->
                        Loop.start(shared, context, false)
                            .compose(
                                loop ->
                                    loop.open()
                                        .compose(
                                            port ->
                                                new Rehearsal(
                                                        real.vertx(),
                                                        port,
                                                        (subject, role) ->
                                                            token(config, jwtKey, subject, role),
                                                        webhookKey,
                                                        real.config().http().warmUp())
                                                    .run())
                                        .eventually(loop::stop)))
                .onComplete(done));
    return done.future();
  }

  /** With the workspace registered before it has a key, and removed in the end. */
  private static Future<Integer> keeping(
      Loop.Shared shared,
      Context context,
      WorkspaceId workspace,
      Supplier<Future<Integer>> rehearsal) {
    return RedisLink.connect(context, shared.store().uri(), shared.store().level(), shared.meters())
        .compose(
            link -> {
              RedisRehearsals rehearsals = new RedisRehearsals(link);
              long alive =
                  shared
                      .vertx()
                      .setPeriodic(
                          RedisRehearsals.KEEP_EVERY.toMillis(),
                          id -> rehearsals.keep(workspace).onFailure(e -> {}));
              return rehearsals
                  .keep(workspace)
                  .compose(v -> rehearsal.get())
                  .eventually(
                      () -> {
                        shared.vertx().cancelTimer(alive);
                        return rehearsals.remove(workspace);
                      })
                  .eventually(link::close);
            });
  }

  private static EndpointSettings endpoint(String workspace, byte[] key) {
    String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
    return new EndpointSettings(
        RehearsedContacts.ENDPOINT,
        workspace,
        "standard-webhooks",
        null,
        null,
        null,
        Map.of(),
        Map.of("secret", List.of(new Secret(secret))));
  }

  private static String token(HavenConfig config, String key, String subject, Role role) {
    return TokenIssue.token(
        DoorSettings.tokenRules(config),
        key,
        subject,
        role,
        config.workspaces().get(0),
        Instant.now(),
        TOKEN_LIFE);
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
