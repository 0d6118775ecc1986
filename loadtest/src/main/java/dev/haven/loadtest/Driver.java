package dev.haven.loadtest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server that speaks Haven's interface, under load: contacts by HTTP, offers on its navigators'
 * WebSockets. HTTP, WebSockets and all counting are on one event loop.
 */
final class Driver implements Peer {
  /**
   * Open HTTP connections at most: few keep a comparison about the server and not about sockets.
   */
  static final int CONNECTIONS = 32;

  private final Context context;
  private final Target target;
  private final List<Target> doors;
  private final Set<Long> servers;
  private int next;
  private final Fleet fleet;
  private final HttpClient http;
  private final String bearer;
  private final boolean webhook;
  private final String name;

  /**
   * One server.
   *
   * @param webhook sends signed webhooks instead of REST
   */
  Driver(Vertx vertx, Target target, int navigators, boolean webhook) {
    this(vertx, target, navigators, webhook, CONNECTIONS);
  }

  Driver(Vertx vertx, Target target, int navigators, boolean webhook, int connections) {
    this(vertx, target.name(), List.of(target), List.of(target), navigators, webhook, connections);
  }

  /**
   * Several nodes of one workspace.
   *
   * @param doors who is sent contacts, in turn; the first one's Redis is counted
   * @param desks who the navigators are with, in turn
   * @param connections of HTTP, at most
   */
  Driver(
      Vertx vertx,
      String name,
      List<Target> doors,
      List<Target> desks,
      int navigators,
      boolean webhook,
      int connections) {
    this.webhook = webhook;
    this.name = name;
    this.doors = List.copyOf(doors);
    this.target = doors.get(0);
    this.servers =
        Stream.concat(doors.stream(), desks.stream())
            .map(Target::serverPid)
            .collect(Collectors.toUnmodifiableSet());
    this.context = vertx.getOrCreateContext();
    this.bearer = "Bearer " + target.tokens().token("load", "integrator");
    this.fleet = new Fleet(vertx, desks, Fleet.NOBODY);
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(connections));
    await(() -> fleet.open(0, navigators), 60);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Result run(Plan plan) {
    Run run = new Run(context, name, plan, this::send);
    RedisCounters before = RedisCounters.read(target.redis());
    int closedBefore = fleet.closedSockets();
    long router = serverMicros();
    long redis = Machine.cpuMicros(target.redisPid());
    long client = Machine.cpuMicros(ProcessHandle.current().pid());
    fleet.listen(run);
    run.play();
    return run.result(
        fleet.closedSockets() - closedBefore,
        serverMicros() - router,
        Machine.cpuMicros(target.redisPid()) - redis,
        Machine.cpuMicros(ProcessHandle.current().pid()) - client,
        RedisCounters.read(target.redis()).since(before));
  }

  /** The store rewrites its file, as a node has its embedded one do in calm. */
  @Override
  public void settle() {
    target.rewriteFile();
  }

  private long serverMicros() {
    return servers.stream().mapToLong(Machine::cpuMicros).sum();
  }

  private <T> T await(Supplier<Future<T>> call, int seconds) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(promise));
    try {
      return promise
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      throw new IllegalStateException(name + " did not answer", e);
    }
  }

  @Override
  public void close() {
    await(fleet::close, 20);
    await(http::close, 20);
  }

  /** Sends one contact, as an integrator does or as a signed webhook; on the event loop. */
  private void send(Run run, int number) {
    String contact = run.contact(number);
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(doors.get(next++ % doors.size()).port())
            .putHeader("Content-Type", "application/json");
    String body;
    if (webhook) {
      body = "{\"type\":\"contact.created\",\"data\":" + contact + "}";
      long seconds = System.currentTimeMillis() / 1000;
      String id = run.name() + '-' + number;
      options
          .setURI("/hooks/dev-webhook")
          .putHeader("webhook-id", id)
          .putHeader("webhook-timestamp", Long.toString(seconds))
          .putHeader("webhook-signature", target.tokens().signature(id, seconds, body));
    } else {
      body = contact;
      options.setURI("/api/v1/contacts").putHeader("Authorization", bearer);
    }
    http.request(options)
        .compose(request -> request.send(body))
        .compose(
            response -> {
              int status = response.statusCode();
              return response.body().map(b -> status);
            })
        .onComplete(
            answer -> {
              if (answer.succeeded() && answer.result() == 503) {
                run.refused(number);
              } else if (answer.failed() || answer.result() / 100 != 2) {
                run.failed(
                    number,
                    name
                        + " answered "
                        + (answer.failed() ? answer.cause().toString() : answer.result()));
              }
            });
  }
}
