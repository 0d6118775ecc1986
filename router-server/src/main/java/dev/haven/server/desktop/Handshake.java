package dev.haven.server.desktop;

import dev.haven.server.http.Exchange;
import dev.haven.server.http.Trouble;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket handshake, checked in full before the connection changes its protocol. RFC 6455
 * section 4.2.
 */
public final class Handshake {
  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  /**
   * Whether a request asks for this protocol as it should; any other is answered here.
   *
   * @param allowedOrigin whether scripts of that page may connect, beside the door's own pages
   */
  public static boolean isWhole(Exchange x, String protocol, Predicate<String> allowedOrigin) {
    HttpServerResponse response = x.request().response();
    if (!HttpMethod.GET.equals(x.request().method())) {
      response.putHeader(HttpHeaders.ALLOW, "GET");
      x.problem(Trouble.METHOD_NOT_ALLOWED, "Use GET.");
    } else if (!listed(x.header(HttpHeaders.UPGRADE), "websocket")
        || !listed(x.header(HttpHeaders.CONNECTION), "upgrade")) {
      response.putHeader("upgrade", "websocket");
      x.problem(Trouble.UPGRADE_REQUIRED, "Connect with a WebSocket.");
    } else if (!"13".equals(x.header("sec-websocket-version"))) {
      response.putHeader("sec-websocket-version", "13").putHeader("upgrade", "websocket");
      x.problem(Trouble.UPGRADE_REQUIRED, "Speak version 13 of the WebSocket protocol.");
    } else if (!isKey(x.header("sec-websocket-key"))) {
      x.problem(Trouble.MALFORMED_REQUEST, "Sec-WebSocket-Key is not 16 bytes in base64.");
    } else if (!mayConnect(x, allowedOrigin)) {
      x.problem(Trouble.ORIGIN_NOT_ALLOWED, "Scripts of this page may not connect.");
    } else if (!listed(x.header("sec-websocket-protocol"), protocol)) {
      x.problem(Trouble.MALFORMED_REQUEST, "Offer the subprotocol " + protocol + ".");
    } else {
      return true;
    }
    return false;
  }

  /**
   * Changes the protocol of a request that is {@link #isWhole}.
   *
   * @param stepAside takes the HTTP framing guard off the connection
   */
  public static Future<NetSocket> upgrade(Exchange x, String protocol, Runnable stepAside) {
    x.request()
        .response()
        .putHeader("upgrade", "websocket")
        .putHeader("connection", "Upgrade")
        .putHeader("sec-websocket-accept", accept(String.valueOf(x.header("sec-websocket-key"))))
        .putHeader("sec-websocket-protocol", protocol);
    x.handOver();
    stepAside.run();
    return x.request()
        .toNetSocket()
        .onFailure(
            e -> {
              LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("no upgrade");
              x.request().connection().close();
            });
  }

  private static boolean mayConnect(Exchange x, Predicate<String> allowedOrigin) {
    String origin = x.header(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    // The host was checked against the list of names this door is reached by.
    String host = x.header(HttpHeaders.HOST);
    return origin.equals("http://" + host)
        || origin.equals("https://" + host)
        || allowedOrigin.test(origin);
  }

  /** Whether a comma-separated header names that, without case. */
  private static boolean listed(@Nullable String header, String wanted) {
    if (header == null) {
      return false;
    }
    for (String one : header.split(",", -1)) {
      if (one.trim().toLowerCase(Locale.ROOT).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
