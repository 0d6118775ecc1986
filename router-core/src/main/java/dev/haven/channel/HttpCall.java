package dev.haven.channel;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A request of ours to a platform.
 *
 * @param headers by name
 * @param body the bytes, empty when none
 * @param timeout after which the future fails
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpCall(
    String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
  /** Longest wait for a platform's answer unless the adapter says otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  public HttpCall {
    headers = Map.copyOf(headers);
  }

  public static HttpCall get(URI uri, Map<String, String> headers) {
    return new HttpCall("GET", uri, headers, new byte[0], DEFAULT_TIMEOUT);
  }

  public String bodyAsUtf8() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Never the path, headers or body: they hold numbers, words and passwords. */
  @Override
  public String toString() {
    return "HttpCall[" + method + " " + uri.getHost() + "]";
  }
}
