package dev.haven.loadtest;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least that could be called a router, as a yardstick: POST, one script that takes the longest
 * idle navigator or queues the contact, the offer on a WebSocket, accept, complete. No order but
 * first come first served, no tokens, no urgency, no capacity, no deadlines, no journal, no
 * exactly-once, nothing after a crash. It speaks as much of the desktop's language as {@link Fleet}
 * needs. Redis and sockets share one event loop, commands are flushed one by one.
 */
final class FloorServer {
  private static final String MATCH =
      """
      local n = redis.call('ZPOPMIN', KEYS[2])
      if n[1] then
        redis.call('HSET', KEYS[3], 'nav', n[1], 'state', 'offered')
        return n[1]
      end
      redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
      redis.call('HSET', KEYS[3], 'state', 'waiting', 'text', ARGV[3])
      return false
      """;
  private static final String ACCEPT = "return redis.call('HSET', KEYS[1], 'state', 'engaged')";
  private static final String COMPLETE =
      """
      redis.call('DEL', KEYS[3])
      local c = redis.call('ZPOPMIN', KEYS[1])
      if c[1] then return {c[1], redis.call('HGET', 'c:' .. c[1], 'text')} end
      redis.call('ZADD', KEYS[2], ARGV[1], ARGV[2])
      return false
      """;
  private static final String QUEUE = "q";
  private static final String IDLE = "idle";

  private final RedisAsyncCommands<String, String> commands;
  private final Context context;
  private final Map<String, ServerWebSocket> desktops = new HashMap<>();
  private final String match;
  private final String accept;
  private final String complete;
  private long contacts;

  private FloorServer(StatefulRedisConnection<String, String> connection, Context context) {
    this.context = context;
    this.commands = connection.async();
    this.match = connection.sync().scriptLoad(MATCH);
    this.accept = connection.sync().scriptLoad(ACCEPT);
    this.complete = connection.sync().scriptLoad(COMPLETE);
  }

  /** Runs until the process is ended. */
  static void start(int port, int redisPort) throws Exception {
    Vertx vertx = Vertx.vertx();
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    ClientResources resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(new OneLoop(context.nettyEventLoop()))
            .build();
    RedisClient client = RedisClient.create(resources, RedisURI.create("127.0.0.1", redisPort));
    FloorServer server = new FloorServer(client.connect(StringCodec.ASCII), context);
    Promise<Void> open = Promise.promise();
    context.runOnContext(
        v ->
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .addWebSocketSubProtocol("haven.desktop.v1"))
                .requestHandler(server::request)
                .webSocketHandler(server::desktop)
                .listen()
                .<Void>mapEmpty()
                .onComplete(open));
    open.future().toCompletionStage().toCompletableFuture().get();
  }

  private void request(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    request
        .body()
        .onSuccess(
            body -> {
              JsonObject contact = new JsonObject(body);
              String id = "c" + ++contacts;
              String text = contact.getString("text");
              String[] keys = {QUEUE, IDLE, "c:" + id};
              eval(match, keys, ScriptOutputType.VALUE, now(), id, text)
                  .onSuccess(
                      navigator -> {
                        response
                            .setStatusCode(202)
                            .putHeader("Content-Type", "application/json")
                            .end(new JsonObject().put("id", id).toBuffer());
                        if (navigator != null) {
                          offer((String) navigator, id, text);
                        }
                      })
                  .onFailure(e -> response.setStatusCode(500).end());
            });
  }

  private void offer(String navigator, String id, String text) {
    ServerWebSocket desktop = desktops.get(navigator);
    if (desktop != null) {
      desktop.writeTextMessage(
          new JsonObject()
              .put("type", "offer.created")
              .put(
                  "data",
                  new JsonObject()
                      .put("offerId", id)
                      .put("contact", new JsonObject().put("id", id).put("preview", text)))
              .encode());
    }
  }

  private void desktop(ServerWebSocket socket) {
    String navigator = "n" + desktops.size();
    desktops.put(navigator, socket);
    socket.textMessageHandler(
        text -> {
          JsonObject frame = new JsonObject(text);
          String id = frame.getString("id");
          JsonObject data = frame.getJsonObject("data");
          switch (frame.getString("type")) {
            case "hello" -> socket.writeTextMessage("{\"type\":\"welcome\",\"id\":\"h\"}");
            case "activity.set" ->
                LettuceFuture.of(
                        commands.zadd(IDLE, System.currentTimeMillis(), navigator), context)
                    .onSuccess(n -> ack(socket, id));
            case "offer.accept" ->
                eval(
                        accept,
                        new String[] {"c:" + data.getString("offerId")},
                        ScriptOutputType.INTEGER)
                    .onSuccess(n -> ack(socket, id));
            case "engagement.complete" -> complete(socket, navigator, id, data);
            default -> {}
          }
        });
  }

  private void complete(ServerWebSocket socket, String navigator, String id, JsonObject data) {
    String[] keys = {QUEUE, IDLE, "c:" + data.getString("engagementId")};
    eval(complete, keys, ScriptOutputType.MULTI, now(), navigator)
        .onSuccess(
            next -> {
              ack(socket, id);
              if (next instanceof List<?> pair && pair.size() == 2) {
                offer(navigator, (String) pair.get(0), (String) pair.get(1));
              }
            });
  }

  private static void ack(ServerWebSocket socket, String id) {
    socket.writeTextMessage(new JsonObject().put("type", "ack").put("id", id).encode());
  }

  private static String now() {
    return Long.toString(System.currentTimeMillis());
  }

  private Future<Object> eval(
      String sha, String[] keys, ScriptOutputType type, String... arguments) {
    return LettuceFuture.of(commands.<Object>evalsha(sha, type, keys, arguments), context);
  }
}
