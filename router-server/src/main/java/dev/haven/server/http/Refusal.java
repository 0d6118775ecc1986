package dev.haven.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * What the framing guard refuses before the HTTP codec sees it, with the whole answer ready made.
 * The connection is closed after each. Sources: RFC 9112 sections 2 to 7, RFC 9110 section 15.
 */
enum Refusal {
  MALFORMED(400, "Bad Request", "malformed-request", "The request is not well-formed HTTP/1.1."),
  URI_TOO_LONG(414, "URI Too Long", "uri-too-long", "The request target is too long."),
  HEADERS_TOO_LARGE(
      431, "Request Header Fields Too Large", "headers-too-large", "The headers are too large."),
  TRANSFER_CODING(
      501, "Not Implemented", "transfer-coding-unknown", "The only transfer coding is chunked."),
  VERSION(505, "HTTP Version Not Supported", "http-version", "Speak HTTP/1.1."),
  TIMEOUT(408, "Request Timeout", "request-timeout", "The request did not arrive in time.");

  private final String code;
  private final String answer;

  Refusal(int status, String title, String code, String detail) {
    this.code = code;
    String body =
        "{\"type\":\"/problems/"
            + code
            + "\",\"title\":\""
            + title
            + "\",\"status\":"
            + status
            + ",\"detail\":\""
            + detail
            + "\",\"code\":\""
            + code
            + "\"}";
    this.answer =
        "HTTP/1.1 "
            + status
            + " "
            + title
            + "\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n"
            + "connection: close\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;
  }

  /** The stable code, also the value of the meter's tag. */
  String code() {
    return code;
  }

  ByteBuf answer() {
    return Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII);
  }
}
