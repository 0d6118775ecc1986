package dev.haven.adapter.support;

import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import io.vertx.core.Future;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one platform's REST interface. Success and refusals (4xx) are answers; 408, 425, 429 and
 * 5xx are failed futures that may be tried again.
 */
public final class Rest {
  private final HttpSender http;
  private final String base;
  private final Map<String, String> headers;

  /**
   * @param base without a slash at the end
   * @param headers that go with every call, such as the one that signs in
   */
  public Rest(HttpSender http, String base, Map<String, String> headers) {
    this.http = http;
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.headers = Map.copyOf(headers);
  }

  public Future<HttpAnswer> get(String path) {
    return send("GET", path, null, new byte[0]);
  }

  public Future<HttpAnswer> postForm(String path, Form form) {
    return send("POST", path, "application/x-www-form-urlencoded", form.encoded());
  }

  public Future<HttpAnswer> postJson(String path, Map<String, ?> values) {
    return send("POST", path, "application/json", Json.write(values));
  }

  public Future<HttpAnswer> send(String method, String path, @Nullable String type, byte[] body) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Accept", "application/json");
    if (type != null) {
      all.put("Content-Type", type);
    }
    HttpCall call =
        new HttpCall(method, URI.create(base + path), all, body, HttpCall.DEFAULT_TIMEOUT);
    return http.send(call).compose(Rest::orTryAgain);
  }

  private static Future<HttpAnswer> orTryAgain(HttpAnswer answer) {
    int status = answer.status();
    boolean passing = status >= 500 || status == 408 || status == 425 || status == 429;
    return passing ? Future.failedFuture(new TryAgain(status)) : Future.succeededFuture(answer);
  }

  /** The platform could not take a command now; the same command may be repeated. */
  public static final class TryAgain extends RuntimeException {
    private final int status;

    TryAgain(int status) {
      super("the platform answered " + status);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }
}
