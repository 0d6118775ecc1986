package dev.haven.adapter.smpp;

import dev.haven.channel.EndpointConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to sign in at a carrier, and what it takes.
 *
 * @param separate one connection to receive and one to send, else one for both
 * @param everyNode every router node connects, else one of them
 * @param window most units under way without an answer
 * @param enquire how often to ask whether the carrier is there
 * @param partWait how long to wait for the other parts of a message
 */
record SmscAccess(
    String host,
    int port,
    boolean tls,
    String systemId,
    String password,
    String systemType,
    boolean separate,
    boolean everyNode,
    int window,
    Duration enquire,
    Duration partWait,
    Segments.Alphabet alphabet,
    boolean receipts,
    ReceiptIds receiptIds) {

  private static final int VERSION_3_4 = 0x34;

  /**
   * The access an endpoint configures; null when it names no host.
   *
   * @throws IllegalArgumentException naming the setting that is wrong, and what would be right
   */
  static @Nullable SmscAccess of(EndpointConfig endpoint) {
    String host = endpoint.text("host");
    if (host == null || host.isBlank()) {
      return null;
    }
    String systemId = endpoint.text("systemId");
    String password = endpoint.secretOrNull("password");
    if (systemId == null || password == null) {
      throw new IllegalArgumentException("config.systemId and secret.password are needed");
    }
    if (systemId.length() > 64 || password.length() > 64) {
      throw new IllegalArgumentException(
          "config.systemId and secret.password have at most 64 characters (SMPP 3.4 says 15 and 8)");
    }
    boolean tls = endpoint.flag("tls", false);
    String bind = endpoint.text("bind");
    if (bind != null && !bind.equals("transceiver") && !bind.equals("separate")) {
      throw new IllegalArgumentException("config.bind is one of transceiver, separate");
    }
    String type = endpoint.text("systemType");
    return new SmscAccess(
        host.strip(),
        (int) within(endpoint, "port", tls ? 3_550 : 2_775, 1, 65_535),
        tls,
        systemId,
        password,
        type == null ? "" : type,
        "separate".equals(bind),
        endpoint.flag("everyNode", false),
        (int) within(endpoint, "window", 10, 1, 1_000),
        Duration.ofSeconds(within(endpoint, "enquireSeconds", 30, 1, 600)),
        Duration.ofMillis(within(endpoint, "partWaitMs", 2_000, 10, 30_000)),
        alphabet(endpoint),
        endpoint.flag("receipts", true),
        ReceiptIds.of(endpoint));
  }

  private static Segments.Alphabet alphabet(EndpointConfig endpoint) {
    if (isLatin1(endpoint)) {
      return Segments.Alphabet.LATIN1;
    }
    return endpoint.flag("latin1", false)
        ? Segments.Alphabet.GSM_AND_LATIN1
        : Segments.Alphabet.GSM;
  }

  /** Whether this carrier's default alphabet is Latin-1. */
  static boolean isLatin1(EndpointConfig endpoint) {
    String value = endpoint.text("defaultAlphabet");
    return value != null && value.toLowerCase(Locale.ROOT).equals("latin1");
  }

  private static long within(
      EndpointConfig endpoint, String name, long otherwise, long least, long most) {
    long value = endpoint.number(name, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "config." + name + " is " + least + " to " + most + ", got " + value);
    }
    return value;
  }

  /** The body of a bind. */
  byte[] bindBody() {
    ByteBuffer body = ByteBuffer.allocate(256);
    Text.put(body, systemId);
    Text.put(body, password);
    Text.put(body, systemType.length() > 12 ? systemType.substring(0, 12) : systemType);
    body.put((byte) VERSION_3_4).put((byte) 0).put((byte) 0);
    Text.put(body, "");
    return Text.written(body);
  }

  /** Texts of the protocol: bytes and a zero. */
  static final class Text {
    private Text() {}

    static void put(ByteBuffer into, String text) {
      into.put(text.replace("\0", "").getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
    }

    static byte[] written(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    }
  }

  @Override
  public String toString() {
    return "SmscAccess[" + (tls ? "tls" : "plain") + "]";
  }
}
