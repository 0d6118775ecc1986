package dev.haven.adapter.freeswitchesl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Loop;
import dev.haven.adapter.support.Requests;
import dev.haven.channel.Remark;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in at an event socket, to see whether it would work. */
@NullUnmarked
class EventSocketSetupIT {
  private final Loop loop = new Loop();

  @AfterEach
  void stop() throws Exception {
    loop.close();
  }

  private static void asks(NetSocket socket, String count) {
    socket.write("Content-Type: auth/request\n\n");
    socket.handler(
        line -> {
          if (line.toString().equals("api show channels count\n\n")) {
            socket.write(
                "Content-Type: api/response\nContent-Length: " + count.length() + "\n\n" + count);
            return;
          }
          boolean known = line.toString().equals("auth right\n\n");
          socket.write(
              "Content-Type: command/reply\nReply-Text: "
                  + (known ? "+OK accepted" : "-ERR invalid")
                  + "\n\n");
        });
  }

  private List<Remark> examine(int port, String password) throws Exception {
    return loop.await(
        () ->
            new FreeSwitchEslFactory()
                .create(
                    Requests.endpoint(
                        "freeswitch-esl",
                        Map.of("host", "127.0.0.1", "port", port),
                        Map.of("password", password)),
                    loop.adapterContext())
                .examine());
  }

  private NetServer freeSwitch(String count) throws Exception {
    return loop.await(
        () ->
            loop.vertx()
                .createNetServer()
                .connectHandler(socket -> asks(socket, count))
                .listen(0, "127.0.0.1"));
  }

  @Test
  void shouldSayWhetherThePasswordIsRight() throws Exception {
    NetServer server = freeSwitch("\n0 total.\n");
    assertThat(examine(server.actualPort(), "right"))
        .containsExactly(Remark.good("signed in at the event socket"));
    assertThat(examine(server.actualPort(), "wrong"))
        .containsExactly(Remark.wrong("FreeSWITCH refused the password"));

    NetServer forgetful = freeSwitch("-ERR SQL disabled, no data available!\n");
    assertThat(examine(forgetful.actualPort(), "right"))
        .containsExactly(
            Remark.good("signed in at the event socket"),
            Remark.unsure(
                "FreeSWITCH lists no calls (it runs without its core database): who comes while"
                    + " nobody listens is not found afterwards"));

    NetServer odd =
        loop.await(
            () ->
                loop.vertx()
                    .createNetServer()
                    .connectHandler(s -> s.write("Content-Length: none\n\n"))
                    .listen(0, "127.0.0.1"));
    assertThat(examine(odd.actualPort(), "right"))
        .containsExactly(Remark.wrong("what came is no frame of the event socket"));

    int port = server.actualPort();
    loop.await(server::close);
    assertThat(examine(port, "right"))
        .containsExactly(Remark.wrong("the event socket does not answer"));
  }
}
