package dev.haven.server.http;

import dev.haven.flow.OverloadedException;
import dev.haven.server.http.JsonOut.Json;
import dev.haven.server.http.ProblemException.Fault;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one answer. Every answer of the HTTP doors goes through here: that keeps the
 * framing guard's count of owed answers right, and puts {@code Cache-Control: no-store} on each.
 *
 * <p>On the event loop of its connection.
 */
public final class Exchange {
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
  static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  static final CharSequence NOSNIFF_NAME = HttpHeaders.createOptimized("x-content-type-options");
  static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** What the exchanges of a port share. */
  record Common(Meters meters, Forwarded forwarded, BodyRoom room) {}

  private final HttpServerRequest request;
  private final RequestHeadGuard guard;
  private final Common common;
  private final Meters meters;
  private boolean bodyRead;
  private boolean answered;
  private boolean last;

  Exchange(HttpServerRequest request, RequestHeadGuard guard, Common common) {
    this.request = request;
    this.guard = guard;
    this.common = common;
    this.meters = common.meters();
  }

  public HttpServerRequest request() {
    return request;
  }

  public Meters meters() {
    return meters;
  }

  RequestHeadGuard guard() {
    return guard;
  }

  public @Nullable String header(CharSequence name) {
    return request.headers().get(name);
  }

  /** The sender's address, without port: the peer's, or what trusted proxies say. */
  public String remote() {
    if (request.remoteAddress() == null || request.remoteAddress().hostAddress() == null) {
      return "unknown";
    }
    return common
        .forwarded()
        .sender(request.remoteAddress().hostAddress(), request.headers().getAll(Forwarded.HEADER));
  }

  /** Whether the answer was given already. */
  public boolean answered() {
    return answered;
  }

  /**
   * The whole body, at most that long; a longer one is answered 413 here, one there is no room for
   * 503, and the future then never completes. Asks the sender to go on when it waits for that
   * (Expect).
   */
  Future<byte[]> body(int max) {
    bodyRead = true;
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length == null && request.headers().get(HttpHeaders.TRANSFER_ENCODING) == null) {
      return Future.succeededFuture(new byte[0]);
    }
    if (length != null && Long.parseLong(length) > max) {
      tooLarge(max);
      return Promise.<byte[]>promise().future();
    }
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      request.response().writeContinue();
    }
    BodyReader reader = new BodyReader(this, max, common.room());
    request.handler(reader).endHandler(reader::end).exceptionHandler(reader::gone);
    return reader.whole();
  }

  /** The body is longer than it may be, and is not read to its end. */
  void tooLarge(long max) {
    bodyRead = false;
    problem(Trouble.BODY_TOO_LARGE, "The body has more than " + max + " bytes.");
  }

  /** Too many bodies come at once for this one to be read to its end. */
  void noRoom() {
    bodyRead = false;
    request.response().putHeader("retry-after", "2");
    problem(Trouble.UNAVAILABLE, "Too much is being sent at once; send the same request again.");
  }

  /**
   * The body piece by piece, for what is too long to be collected: the next piece is read when the
   * one before was taken, and the time for the body begins anew then, so that only the sender's own
   * time counts. A body longer than the most is answered 413 here, and what taking a piece throws
   * is answered as it says; the future then never completes, nor does it when the sender goes away.
   */
  Future<Void> pieces(long max, Function<Buffer, Future<?>> take) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length) > max) {
      tooLarge(max);
      return Promise.<Void>promise().future();
    }
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      request.response().writeContinue();
    }
    PieceReader reader = new PieceReader(max, take);
    request.handler(reader).endHandler(reader::end).exceptionHandler(gone -> reader.over = true);
    return reader.promise.future();
  }

  private final class PieceReader implements Handler<Buffer> {
    private final long max;
    private final Function<Buffer, Future<?>> take;
    private final Promise<Void> promise = Promise.promise();
    private long read;
    private boolean over;

    PieceReader(long max, Function<Buffer, Future<?>> take) {
      this.max = max;
      this.take = take;
    }

    @Override
    public void handle(Buffer piece) {
      if (over) {
        return;
      }
      read += piece.length();
      if (read > max) {
        over = true;
        tooLarge(max);
        return;
      }
      request.pause();
      guard.bodyRests();
      Future<?> taken;
      try {
        taken = take.apply(piece);
      } catch (RuntimeException e) {
        over = true;
        failed(e);
        return;
      }
      taken.onComplete(done -> taken(done.cause()));
    }

    private void taken(@Nullable Throwable cause) {
      if (over) {
        return;
      }
      if (cause != null) {
        over = true;
        promise.fail(cause);
      } else {
        guard.bodyGoesOn();
        request.resume();
      }
    }

    void end(@Nullable Void nothing) {
      if (!over) {
        bodyRead = true;
        promise.complete();
      }
    }
  }

  public void json(int status, Json body) {
    send(status, JSON, JsonOut.buffer(body));
  }

  void send(int status, @Nullable CharSequence contentType, Buffer body) {
    HttpServerResponse response = begin(status);
    if (response == null) {
      return;
    }
    if (contentType != null) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, contentType);
      response.headers().set(NOSNIFF_NAME, NOSNIFF);
    }
    response.headers().set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    response.end(body);
    ended();
  }

  /** Begins an answer that goes on; null when nobody waits for one any more. */
  public @Nullable EventStream stream() {
    HttpServerResponse response = begin(200);
    return response == null ? null : new EventStream(response, this::ended);
  }

  void empty(int status) {
    HttpServerResponse response = begin(status);
    if (response != null) {
      response.headers().set(HttpHeaders.CACHE_CONTROL, NO_STORE);
      response.end();
      ended();
    }
  }

  public void problem(Trouble trouble, String detail) {
    problem(trouble.status(), trouble.title(), trouble.code(), detail, List.of());
    meters.problem(trouble);
  }

  void problem(ProblemException thrown) {
    Trouble trouble = thrown.trouble();
    problem(trouble.status(), trouble.title(), trouble.code(), thrown.detail(), thrown.faults());
    meters.problem(trouble);
  }

  /** A problem whose code is not the doors' own, such as a refusal of the pipeline. */
  void problem(int status, String title, String code, String detail, List<Fault> faults) {
    Buffer body =
        JsonOut.buffer(
            out -> {
              out.writeStartObject();
              out.writeStringField("type", "/problems/" + code);
              out.writeStringField("title", title);
              out.writeNumberField("status", status);
              out.writeStringField("detail", detail);
              out.writeStringField("code", code);
              if (!faults.isEmpty()) {
                out.writeArrayFieldStart("errors");
                for (Fault fault : faults) {
                  out.writeStartObject();
                  out.writeStringField("pointer", fault.pointer());
                  out.writeStringField("code", fault.code());
                  out.writeStringField("detail", fault.detail());
                  out.writeEndObject();
                }
                out.writeEndArray();
              }
              out.writeEndObject();
            });
    send(status, PROBLEM_JSON, body);
  }

  /** The store did not answer or did not confirm: the sender may repeat the same request. */
  public void unavailable(Throwable cause) {
    if (answered) {
      return;
    }
    if (!(cause instanceof OverloadedException)) {
      LOG.atWarn().setCause(cause).log("store unavailable");
    }
    request.response().putHeader("retry-after", "2");
    problem(Trouble.UNAVAILABLE, "Nothing was lost; send the same request again.");
  }

  /** We are wrong; the stack goes to the log without any word of the request. */
  void failed(Throwable cause) {
    if (cause instanceof ProblemException thrown) {
      problem(thrown);
      return;
    }
    LOG.atError().setCause(cause).log("request failed");
    problem(Trouble.INTERNAL, "This is our fault and was recorded.");
  }

  /** Another protocol takes the connection over; no answer of HTTP is owed any more. */
  public void handOver() {
    answered = true;
  }

  private @Nullable HttpServerResponse begin(int status) {
    HttpServerResponse response = request.response();
    if (answered || response.ended() || response.closed()) {
      answered = true;
      return null;
    }
    answered = true;
    response.setStatusCode(status);
    if (!bodyRead && !request.isEnded() && hasBody()) {
      // The body was not read: nobody wants to wait for the rest of it.
      response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      last = true;
    }
    return response;
  }

  private void ended() {
    guard.answered();
    if (last) {
      guard.closeAfterAnswer();
    }
  }

  private boolean hasBody() {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !"0".equals(length);
  }
}
