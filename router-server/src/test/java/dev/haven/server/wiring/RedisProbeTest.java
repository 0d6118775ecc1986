package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for the Redis of a data folder. */
class RedisProbeTest {
  private static final int LINES_OF_AUTH = 5;
  private static final int LINES_OF_PING = 3;

  @ParameterizedTest
  @CsvSource({
    "+OK, +PONG, READY",
    "+OK, -LOADING Redis is loading the dataset in memory, LOADING",
    "+OK, '-MISCONF Errors writing to the AOF file: No space left on device', UNREADY",
    "+OK, '-BUSY Redis is busy running a script.', UNREADY",
    "+OK, '', UNREADY",
    "-ERR max number of clients reached, '', UNREADY",
    "-WRONGPASS invalid username-password pair or user is disabled., '', NONE",
    "-ERR AUTH <password> called without any password configured for the default user., '', NONE",
    "HTTP/1.1 400 Bad Request, '', NONE",
  })
  void takesOnlyWhatIsCertainlyNotOursForNone(String auth, String ping, RedisProbe.Answer expected)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(server, auth, ping));
      answering.start();

      assertThat(new RedisProbe(server.getLocalPort(), "secret").ask()).isEqualTo(expected);
      answering.join();
    }
  }

  @Test
  void takesWhoeverDoesNotAnswerForAlive() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new RedisProbe(silent.getLocalPort(), "secret").ask())
          .isEqualTo(RedisProbe.Answer.UNREADY);
    }
  }

  @Test
  void findsNobodyWhereNobodyListens() {
    assertThat(new RedisProbe(DevelopmentKeys.freePort(), "secret").ask())
        .isEqualTo(RedisProbe.Answer.NONE);
  }

  private static void answer(ServerSocket server, String auth, String ping) {
    try (Socket socket = server.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      say(socket, in, LINES_OF_AUTH, auth);
      if (auth.equals("+OK")) {
        say(socket, in, LINES_OF_PING, ping);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(Socket socket, BufferedReader in, int lines, String answer)
      throws IOException {
    for (int i = 0; i < lines; i++) {
      assertThat(in.readLine()).isNotNull();
    }
    if (!answer.isEmpty()) {
      socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
