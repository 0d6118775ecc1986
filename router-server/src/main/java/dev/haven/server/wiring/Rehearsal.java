package dev.haven.server.wiring;

import dev.haven.server.http.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Simulated people and navigators of a {@link WarmUp}: contacts one after the other, a few under
 * way, until they no longer become faster or the time is up. On the event loop that runs it.
 */
final class Rehearsal {
  private static final int NAVIGATORS = 12;
  private static final int UNDER_WAY = 6;
  private static final int MOST = 20_000;
  private static final int ONE_IN_REPEATED = 20;
  private static final int ONE_IN_LOOKED_AT = 10;
  private static final int ONE_IN_VISITS = 50;
  private static final int ONE_IN_REFUSED = 40;
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);
  private static final Duration LAST_WITHIN = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final int port;
  private final BiFunction<String, Role, String> tokens;
  private final RehearsedContacts people;
  private final HttpClient http;
  private final WebSocketClient sockets;
  private final Duration most;
  private final Settling speed = new Settling();
  private final Promise<Integer> over = Promise.promise();
  private long endsAt;
  private int sent;
  private int done;
  private int failed;

  /**
   * @param webhookKey of {@link RehearsedContacts#ENDPOINT}
   * @param most how long it goes on at most once the desktops are open
   */
  Rehearsal(
      Vertx vertx,
      int port,
      BiFunction<String, Role, String> tokens,
      byte[] webhookKey,
      Duration most) {
    this.vertx = vertx;
    this.port = port;
    this.tokens = tokens;
    this.people = new RehearsedContacts(tokens.apply("rehearsal", Role.INTEGRATOR), webhookKey);
    this.http = vertx.createHttpClient();
    this.sockets = vertx.createWebSocketClient();
    this.most = most;
  }

  /** How many contacts were completed; fails only when its desktops do not open. */
  Future<Integer> run() {
    List<Future<RehearsedDesktop>> desktops = new ArrayList<>();
    for (int i = 0; i < NAVIGATORS; i++) {
      desktops.add(
          RehearsedDesktop.available(
              sockets, port, tokens.apply("rehearsal-" + i, Role.NAVIGATOR), this::completed));
    }
    return Future.all(desktops)
        .timeout(OPEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .compose(
            open -> {
              long now = System.nanoTime();
              endsAt = now + most.toNanos();
              speed.begin(now);
              vertx.setTimer(most.plus(LAST_WITHIN).toMillis(), late -> over.tryComplete(done));
              for (int i = 0; i < UNDER_WAY; i++) {
                next();
              }
              return over.future();
            })
        .eventually(http::close)
        .eventually(sockets::close);
  }

  private void completed() {
    done++;
    speed.done(System.nanoTime());
    next();
  }

  private void next() {
    if (speed.settled() || System.nanoTime() > endsAt || sent >= MOST) {
      if (done + failed >= sent) {
        over.tryComplete(done);
      }
      return;
    }
    int number = sent++;
    send(people.contact(number))
        .onComplete(
            answer -> {
              if (answer.failed()) {
                failed++;
                if (failed >= UNDER_WAY) {
                  over.tryComplete(done);
                }
              } else {
                beside(number, RehearsedContacts.idOf(new JsonObject(answer.result())));
              }
            });
  }

  /** What also comes to a node, now and then; nobody waits for its answer. */
  private void beside(int number, String contact) {
    if (number % ONE_IN_REPEATED == 0) {
      send(people.contact(number));
    }
    if (number % ONE_IN_LOOKED_AT == 0) {
      call(HttpMethod.GET, "/api/v1/contacts/" + contact, people.reader(), "");
    }
    if (number % ONE_IN_REFUSED == 0) {
      call(HttpMethod.POST, "/api/v1/contacts", people.reader(), "{\"channel\":");
    }
    if (number % ONE_IN_VISITS == 0) {
      RehearsedDesktop.visit(sockets, port, tokens.apply("rehearsal-visitor", Role.NAVIGATOR));
    }
  }

  private Future<Buffer> send(RehearsedContacts.Request request) {
    return call(HttpMethod.POST, request.path(), request.headers(), request.body());
  }

  private Future<Buffer> call(
      HttpMethod method, String path, Map<String, String> headers, String body) {
    RequestOptions options =
        new RequestOptions().setMethod(method).setHost("127.0.0.1").setPort(port).setURI(path);
    headers.forEach(options::putHeader);
    return http.request(options)
        .compose(request -> body.isEmpty() ? request.send() : request.send(body))
        .compose(
            response ->
                response
                    .body()
                    .compose(
                        answer ->
                            response.statusCode() / 100 == 2
                                ? Future.succeededFuture(answer)
                                : Future.failedFuture("status " + response.statusCode())));
  }
}
