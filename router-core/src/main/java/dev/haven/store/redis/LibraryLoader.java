package dev.haven.store.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the library of transitions to every server that lacks it: a new Redis, one that was
 * promoted before it had it, a shard that joined. On the link's event loop.
 */
final class LibraryLoader {
  private static final int LIBRARIES = 4;
  private static final Latin1Codec CODEC = new Latin1Codec();

  private final Context context;
  private final RedisServers servers;
  private @Nullable Future<Void> loading;

  LibraryLoader(Context context, RedisServers servers) {
    this.context = context;
    this.servers = servers;
  }

  /** Loads the library, once for all calls that miss it, and drops what old versions left. */
  Future<Void> load() {
    if (loading != null) {
      return loading;
    }
    Future<Void> load =
        servers
            .each()
            .compose(all -> Future.join(all.stream().map(this::load).toList()))
            .mapEmpty();
    loading = load;
    load.onComplete(done -> loading = null);
    return load;
  }

  private Future<Void> load(RedisClusterAsyncCommands<String, String> server) {
    return LettuceBridge.toFuture(
            server.functionLoad(LuaLibrary.instance().source(), true), context)
        .compose(name -> dropOld(server));
  }

  /**
   * Libraries of other versions stay for nodes that still run them, {@value #LIBRARIES} in all. A
   * node whose library was dropped loads it again at its next call.
   */
  private Future<Void> dropOld(RedisClusterAsyncCommands<String, String> server) {
    return function(
            server, new ArrayOutput<>(CODEC), "LIST", "LIBRARYNAME", LuaLibrary.PREFIX + "*")
        .compose(
            libraries -> {
              // RESP2 gives each library as a list that begins with "library_name" and its name.
              List<String> others =
                  libraries.stream()
                      .map(library -> String.valueOf(((List<?>) library).get(1)))
                      .filter(name -> !name.equals(LuaLibrary.instance().name()))
                      .toList();
              List<Future<String>> drops = new ArrayList<>();
              for (int i = 0; i < others.size() - LIBRARIES + 1; i++) {
                drops.add(function(server, new StatusOutput<>(CODEC), "DELETE", others.get(i)));
              }
              return Future.join(drops).otherwiseEmpty().mapEmpty();
            });
  }

  private <T> Future<T> function(
      RedisClusterAsyncCommands<String, String> server,
      CommandOutput<String, String, T> output,
      String... words) {
    CommandArgs<String, String> arguments = new CommandArgs<>(CODEC);
    List.of(words).forEach(arguments::add);
    return LettuceBridge.toFuture(
        server.dispatch(CommandType.FUNCTION, output, arguments), context);
  }
}
