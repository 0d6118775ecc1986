package dev.haven.adapter.support;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.Headers;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Answers calls with what was scripted, 200 and nothing when the script is over, and keeps what was
 * asked.
 */
public final class ScriptedPlatform implements HttpSender {
  private final Deque<HttpAnswer> answers = new ArrayDeque<>();
  private final List<HttpCall> calls = new ArrayList<>();

  public ScriptedPlatform answer(int status, String body) {
    answers.add(new HttpAnswer(status, Headers.none(), body.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  @Override
  public Future<HttpAnswer> send(HttpCall call) {
    calls.add(call);
    HttpAnswer answer = answers.poll();
    return Future.succeededFuture(
        answer == null ? new HttpAnswer(200, Headers.none(), new byte[0]) : answer);
  }

  public AdapterContext context() {
    return AdapterContext.of(this, () -> Requests.NOW);
  }

  /** Each call as {@code METHOD path?query}. */
  public List<String> asked() {
    return calls.stream()
        .map(
            c ->
                c.method()
                    + " "
                    + c.uri().getRawPath()
                    + (c.uri().getRawQuery() == null ? "" : "?" + c.uri().getRawQuery()))
        .toList();
  }

  public HttpCall call(int n) {
    return calls.get(n);
  }
}
