package dev.haven.adapter.support;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.Headers;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Answers calls with what was scripted, 200 and nothing when the script is over, and keeps what was
 * asked.
 */
public final class ScriptedPlatform implements HttpSender {
  public static final String URL = "https://haven.example.org/hooks/door";

  private final Deque<HttpAnswer> answers = new ArrayDeque<>();
  private final List<HttpCall> calls = new ArrayList<>();

  public ScriptedPlatform answer(int status, String body) {
    return answer(new HttpAnswer(status, Headers.none(), body.getBytes(StandardCharsets.UTF_8)));
  }

  public ScriptedPlatform answer(HttpAnswer answer) {
    answers.add(answer);
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

  /** An answer with {@code '} for quotes, and {@code URL} for the endpoint's. */
  public ScriptedPlatform answer(String body) {
    return answer(200, body.replace('\'', '"').replace("URL", URL));
  }

  /** What that adapter finds out by asking this platform. */
  public List<Remark> examine(String adapter, Map<String, Object> config, Map<String, ?> secrets) {
    return adapter(adapter, config, secrets).examine().result();
  }

  /** An adapter with these settings and this platform. */
  public ChannelAdapter adapter(
      String adapter, Map<String, Object> config, Map<String, ?> secrets) {
    Map<String, Object> all = new HashMap<>(config);
    all.putIfAbsent("publicUrl", URL);
    for (AdapterFactory factory : ServiceLoader.load(AdapterFactory.class)) {
      if (factory.name().equals(adapter)) {
        return factory.create(Requests.endpoint(adapter, all, secrets), context());
      }
    }
    throw new AssertionError("no adapter " + adapter);
  }
}
