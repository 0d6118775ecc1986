package dev.haven.server.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP client that sends exactly the bytes it is given. Blocking, with time-outs. */
public final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;

  private final Socket socket;
  private final InputStream in;

  /** One answer; header names in lower case. */
  public record Answer(int status, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * One request of somebody on a connection of its own.
   *
   * @param token "" for nobody's
   * @param type of the body; it is not named when there is none
   */
  public static Answer call(
      int port, String method, String path, String token, String body, String type)
      throws IOException {
    try (RawClient client = new RawClient(port)) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      client.send(
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
              + (bytes.length == 0 ? "" : "Content-Type: " + type + "\r\n")
              + "Content-Length: "
              + bytes.length
              + "\r\n\r\n");
      return client.send(bytes).answer();
    }
  }

  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  public InputStream input() {
    return in;
  }

  /** Reads one answer; status 0 when the other side closed without one. */
  public Answer answer() throws IOException {
    String status = line();
    if (status.isEmpty()) {
      return new Answer(0, Map.of(), "");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    int code = Integer.parseInt(status.split(" ", 3)[1]);
    String length = headers.getOrDefault("content-length", "0");
    byte[] body =
        code == 101 || code == 100 ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    return new Answer(code, headers, new String(body, StandardCharsets.UTF_8));
  }

  /** Whether the other side closes, and sends nothing more before. */
  public boolean closes() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
