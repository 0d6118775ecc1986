package dev.haven.server.wiring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a Redis on loopback whether it is ours, and tells it to stop. Blocking; start and stop only.
 */
final class RedisProbe {
  private static final int TIMEOUT_MS = 500;
  private static final int SHUTDOWN_TIMEOUT_MS = 10_000;

  /** What answered. */
  enum Answer {
    /** Ours, and ready. */
    READY,
    /** Ours, still loading its data. */
    LOADING,
    /**
     * Somebody who may well be ours: it did not answer in time, as while it forks or its disk is
     * slow, or answered with an error, as when its disk is full.
     */
    UNREADY,
    /** Nobody, or somebody else. */
    NONE
  }

  private final int port;
  private final String password;

  RedisProbe(int port, String password) {
    this.port = port;
    this.password = password;
  }

  Answer ask() {
    try (Socket socket = connect(TIMEOUT_MS)) {
      BufferedReader in = reader(socket);
      String known = send(socket, in, "AUTH", password);
      return known.equals("+OK") ? ready(send(socket, in, "PING")) : stranger(known);
    } catch (ConnectException e) {
      return Answer.NONE;
    } catch (IOException e) {
      return Answer.UNREADY;
    }
  }

  private static Answer ready(String pong) {
    if (pong.equals("+PONG")) {
      return Answer.READY;
    }
    return pong.startsWith("-LOADING") ? Answer.LOADING : Answer.UNREADY;
  }

  /** A Redis with another password, or none, is not ours, nor is what is no Redis. */
  private static Answer stranger(String answer) {
    boolean error = answer.startsWith("-");
    boolean refused = answer.startsWith("-WRONGPASS") || answer.contains(" AUTH ");
    return answer.isEmpty() || error && !refused ? Answer.UNREADY : Answer.NONE;
  }

  /** Tells it to write what it has and stop; true when it is gone. */
  boolean shutDown() {
    try (Socket socket = connect(SHUTDOWN_TIMEOUT_MS)) {
      BufferedReader in = reader(socket);
      send(socket, in, "AUTH", password);
      String answer = send(socket, in, "SHUTDOWN");
      return answer.isEmpty();
    } catch (IOException e) {
      return ask() == Answer.NONE;
    }
  }

  private Socket connect(int timeoutMs) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    socket.setSoTimeout(timeoutMs);
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** One line of answer; empty when the other side closed. */
  private static String send(Socket socket, BufferedReader in, String... words) throws IOException {
    StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
    String line = in.readLine();
    return line == null ? "" : line;
  }
}
