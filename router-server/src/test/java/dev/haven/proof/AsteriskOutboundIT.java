package dev.haven.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Node;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asterisk opens the WebSocket by itself, and again when it was closed. */
class AsteriskOutboundIT {
  private static final String CALLER = "1767225597.42";

  @TempDir Path folder;

  @Test
  void shouldServeCallsOverTheWebSocketThatAsteriskOpens() throws Exception {
    int port = freePort();
    try (FakeAsterisk asterisk = new FakeAsterisk("router")) {
      String text =
          AsteriskIT.configuration(asterisk)
              .replace("announceSeconds", "listenPort: \"" + port + "\", announceSeconds")
              .replace("secret: {", "secret: {listenUser: asterisk, listenPassword: outward, ");
      HavenConfig config =
          ConfigFile.load(Files.writeString(folder.resolve("haven.yaml"), text))
              .with(folder.resolve("data").toString(), 0, 0, null);
      String token = DevelopmentTokens.make(config, "ana", Role.NAVIGATOR, null);
      try (Node node = Node.start(config);
          DesktopClient desktop =
              new DesktopClient(
                  node.port(), "/desktop", "Authorization: Bearer " + token + "\r\n")) {
        desktop.command("hello", "1", "{\"activity\":\"available\"}");
        assertThat(connected(asterisk, port, "wrong")).isEqualTo(401);
        assertThat(asterisk.listened()).isFalse();

        assertThat(connected(asterisk, port, "outward")).isEqualTo(101);
        asterisk.callIn(CALLER, "+12025550123");
        String offer = desktop.await("offer.created").at("/data/offerId").asText();
        asterisk.drop();
        asterisk.await("the WebSocket is closed", () -> !asterisk.listened());
        asterisk.await("music goes on", () -> asterisk.waitingWithMusic().contains(CALLER));
        desktop.command("offer.accept", "2", "{\"offerId\":\"" + offer + "\"}");
        asterisk.await("it rings", () -> asterisk.ringing().size() == 1);
        String leg = asterisk.ringing().get(0);
        asterisk.answer(leg);
        while (asterisk.talks().stream().noneMatch(t -> t.size() == 2)) {
          connected(asterisk, port, "outward");
          asterisk.await(
              "it is taken, or closed because nobody waits for it yet",
              () -> !asterisk.listened() || asterisk.talks().stream().anyMatch(t -> t.size() == 2));
        }

        assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg));
      }
    }
  }

  /** As Asterisk does: tries until something answers. */
  private static int connected(FakeAsterisk asterisk, int port, String password) throws Exception {
    int status = 0;
    for (int attempt = 0; attempt < 2_000 && status == 0; attempt++) {
      status = asterisk.connectTo(port, password);
    }
    return status;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket =
        new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
      return socket.getLocalPort();
    }
  }
}
