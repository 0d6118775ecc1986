package dev.haven.channel;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a webhook is told.
 *
 * @param status the HTTP status
 * @param contentType of the body; null when there is no body
 * @param body the bytes, empty when none
 * @param headers further header lines by name
 */
@SuppressWarnings("ArrayRecordComponent")
public record WebhookReply(
    int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {
  public WebhookReply {
    headers = Map.copyOf(headers);
  }

  public static WebhookReply empty(int status) {
    return new WebhookReply(status, null, new byte[0], Map.of());
  }

  /** A body in UTF-8. */
  public static WebhookReply of(int status, String contentType, String body) {
    return new WebhookReply(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public WebhookReply with(Map<String, String> moreHeaders) {
    return new WebhookReply(status, contentType, body, moreHeaders);
  }

  public String bodyAsUtf8() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "WebhookReply[" + status + ", " + body.length + " bytes]";
  }
}
