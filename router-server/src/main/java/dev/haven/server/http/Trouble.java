package dev.haven.server.http;

/**
 * Every way a door says no: the stable code, the status, the title. The code is part of the
 * interface and never changes; {@code /problems/{code}} explains it. RFC 9457.
 */
public enum Trouble {
  MALFORMED_REQUEST(400, "The request is not well-formed"),
  INVALID_JSON(400, "The body is not JSON"),
  INVALID_ENCODING(400, "The body is not UTF-8"),
  DUPLICATE_KEY(400, "The body names a member twice"),
  WEBHOOK_ID_INVALID(400, "The webhook id is not valid"),
  TOKEN_MISSING(401, "A bearer token is needed"),
  TOKEN_INVALID(401, "The bearer token is not valid"),
  TICKET_INVALID(401, "The ticket is not valid"),
  SIGNATURE_MISSING(401, "The signature is missing"),
  SIGNATURE_INVALID(401, "The signature is not valid"),
  ROLE_FORBIDDEN(403, "The token's role may not do this"),
  ORIGIN_NOT_ALLOWED(403, "This page may not connect"),
  NOT_FOUND(404, "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  BODY_TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body's type or encoding is not supported"),
  MISDIRECTED_REQUEST(421, "This host is not served here"),
  SCHEMA(422, "The body is not what is asked for"),
  UNKNOWN_MEMBER(422, "The body has a member that is not known"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used with another body"),
  UPGRADE_REQUIRED(426, "This is a WebSocket"),
  RATE_LIMITED(429, "Too many requests"),
  INTERNAL(500, "The server failed"),
  UNAVAILABLE(503, "The store is not available"),
  NOT_CONFIRMED(503, "The store has not confirmed");

  private final int status;
  private final String title;
  private final String code;

  Trouble(int status, String title) {
    this.status = status;
    this.title = title;
    this.code = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String code() {
    return code;
  }
}
