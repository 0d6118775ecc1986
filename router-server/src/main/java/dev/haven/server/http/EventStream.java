package dev.haven.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * An answer that goes on: server-sent events (WHATWG HTML, 9.2) until one side ends it. A reader
 * who does not keep up is told by {@link #behind}; whoever sends then leaves events out rather than
 * pile them up.
 *
 * <p>On the event loop of its connection.
 */
public final class EventStream {
  private final HttpServerResponse response;
  private final Runnable onEnd;
  private boolean ended;

  EventStream(HttpServerResponse response, Runnable onEnd) {
    this.response = response;
    this.onEnd = onEnd;
    response.headers().set(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    response.headers().set(Exchange.NOSNIFF_NAME, Exchange.NOSNIFF);
    response.headers().set(HttpHeaders.CACHE_CONTROL, Exchange.NO_STORE);
    // Proxies that collect answers must not collect this one.
    response.headers().set("x-accel-buffering", "no");
    response.setChunked(true);
  }

  /** Calls that once when the reader is gone or the stream was ended. */
  public void onClosed(Runnable action) {
    response.closeHandler(v -> action.run());
    response.exceptionHandler(e -> response.reset());
  }

  /**
   * @param data JSON on one line
   */
  public void send(String event, Buffer data) {
    if (!ended) {
      response.write(
          Buffer.buffer("event: " + event + "\ndata: ").appendBuffer(data).appendString("\n\n"));
    }
  }

  /** Keeps proxies from thinking that nobody is there. */
  public void beat() {
    if (!ended) {
      response.write(":\n\n");
    }
  }

  /** Whether what was sent still waits for the reader. */
  public boolean behind() {
    return response.writeQueueFull();
  }

  public void end() {
    if (!ended) {
      ended = true;
      response.end();
      onEnd.run();
    }
  }

  /** Cuts off a reader who does not read. */
  public void cut() {
    ended = true;
    response.reset();
  }
}
