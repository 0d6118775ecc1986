package dev.haven.server.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks an embedded Redis with nothing of ours in between. */
final class RawRedis {
  private RawRedis() {}

  /** The answers to a command and to QUIT, as they come over the line. */
  static String ask(EmbeddedRedis redis, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      String text = "AUTH " + redis.password() + "\r\n" + command + "\r\nQUIT\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return all.substring("+OK\r\n".length());
    }
  }

  /** From now on it answers nobody for that time. */
  static void pause(EmbeddedRedis redis, int ms) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      String text = "AUTH " + redis.password() + "\r\nCLIENT PAUSE " + ms + " ALL\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      byte[] both = socket.getInputStream().readNBytes("+OK\r\n+OK\r\n".length());
      if (!new String(both, StandardCharsets.US_ASCII).equals("+OK\r\n+OK\r\n")) {
        throw new IOException("it does not pause");
      }
    }
  }
}
