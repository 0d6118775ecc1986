package dev.haven.channel;

import java.nio.charset.StandardCharsets;

/** A platform's answer; any status is an answer. */
@SuppressWarnings("ArrayRecordComponent")
public record HttpAnswer(int status, Headers headers, byte[] body) {
  public String bodyAsUtf8() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "HttpAnswer[" + status + ", " + body.length + " bytes]";
  }
}
