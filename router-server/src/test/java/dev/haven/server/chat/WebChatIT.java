package dev.haven.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.desktop.CloseCode;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Node;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Haven's own chat through whole nodes: real Redis, real sockets. */
@Timeout(120)
class WebChatIT {
  @TempDir Path data;

  private HavenConfig config() {
    return QuickStart.in(data);
  }

  private String token(String subject, Role role) {
    return DevelopmentTokens.make(config(), subject, role, null);
  }

  private static DesktopClient visitor(Node node, String extra) throws IOException {
    return new DesktopClient(node.port(), "/chat/dev-chat/socket", "haven.chat.v1", extra);
  }

  private DesktopClient navigator(Node node) throws IOException {
    DesktopClient desktop = DesktopClient.of(node.port(), token("nav-1", Role.NAVIGATOR));
    desktop.command("hello", "1", "{\"activity\":\"available\"}");
    return desktop;
  }

  private static String hello(DesktopClient visitor, String data) throws IOException {
    visitor.command("hello", "h", data);
    return visitor.await("welcome").at("/data/token").asText();
  }

  private static void awaitState(DesktopClient visitor, String state) throws IOException {
    JsonNode status = visitor.await("status");
    while (!status.at("/data/state").asText().equals(state)) {
      status = visitor.await("status");
    }
  }

  private String get(Node node, String path) throws IOException {
    return RawClient.call(node.port(), "GET", path, token("boss", Role.SUPERVISOR), "", "").body();
  }

  @Test
  void shouldTalkBothWaysAndGoOnOnAnotherNodeWithoutDoublingAnything() throws Exception {
    try (Node first = Node.start(config());
        Node second = Node.start(config());
        DesktopClient desktop = navigator(second)) {
      // given
      String token;
      String engagement;
      try (DesktopClient visitor = visitor(first, "")) {
        token = hello(visitor, "{}");
        awaitState(visitor, "new");
        visitor.command("message", "m1", "{\"text\":\"necesito ayuda\",\"language\":\"es\"}");
        assertThat(visitor.await("ack").path("id").asText()).isEqualTo("m1");
        JsonNode own = visitor.await("message");
        assertThat(own.at("/data/from").asText()).isEqualTo("person");
        assertThat(own.at("/data/n").asInt()).isZero();
        // when
        JsonNode offer = desktop.await("offer.created");
        assertThat(offer.at("/data/contact/preview").asText()).isEqualTo("necesito ayuda");
        engagement = offer.at("/data/offerId").asText();
        desktop.command("offer.accept", "2", "{\"offerId\":\"" + engagement + "\"}");
        desktop.await("engagement.started");
        awaitState(visitor, "connected");
        desktop.command(
            "engagement.message",
            "3",
            "{\"engagementId\":\"" + engagement + "\",\"text\":\"aquí estoy\"}");
        // then
        JsonNode reply = visitor.await("message");
        assertThat(reply.at("/data/from").asText()).isEqualTo("navigator");
        assertThat(reply.at("/data/text").asText()).isEqualTo("aquí estoy");
      }
      // a reload that comes to the other node, and an acknowledgement that was lost
      try (DesktopClient again = visitor(second, "")) {
        assertThat(hello(again, "{\"token\":\"" + token + "\"}")).isEqualTo(token);
        assertThat(again.await("message").at("/data/text").asText()).isEqualTo("necesito ayuda");
        JsonNode reply = again.await("message");
        assertThat(reply.at("/data/text").asText()).isEqualTo("aquí estoy");
        again.command("message", "m1", "{\"text\":\"necesito ayuda\",\"language\":\"es\"}");
        assertThat(again.await("ack").path("id").asText()).isEqualTo("m1");
        again.command("message", "m2", "{\"text\":\"gracias\"}");
        assertThat(again.await("message").at("/data/text").asText()).isEqualTo("gracias");
        desktop.await("engagement.message");
        assertThat(desktop.await("engagement.message").at("/data/message/text").asText())
            .isEqualTo("gracias");
      }
    }
  }

  @Test
  void shouldFollowTheFormerContactAfterClosingAndReopenAWrapUp() throws Exception {
    try (Node node = Node.start(config());
        DesktopClient desktop = navigator(node);
        DesktopClient visitor = visitor(node, "")) {
      // given
      hello(visitor, "{}");
      visitor.command("message", "m1", "{\"text\":\"my bill is wrong\"}");
      JsonNode offer = desktop.await("offer.created");
      String former = offer.at("/data/contact/id").asText();
      String engagement = offer.at("/data/offerId").asText();
      String named = "{\"engagementId\":\"" + engagement + "\"";
      desktop.command("offer.accept", "2", "{\"offerId\":\"" + engagement + "\"}");
      desktop.await("engagement.started");
      desktop.command("engagement.finish", "3", named + "}");
      assertThat(desktop.await("engagement.updated").at("/data/state").asText())
          .isEqualTo("wrapping");
      // when
      visitor.command("message", "m2", "{\"text\":\"one more thing\"}");
      // then
      assertThat(desktop.await("engagement.updated").at("/data/state").asText())
          .isEqualTo("talking");
      // when
      desktop.command("engagement.complete", "4", named + ",\"disposition\":\"resolved\"}");
      desktop.await("engagement.ended");
      visitor.command("message", "m3", "{\"text\":\"it happened again\"}");
      // then
      JsonNode next = desktop.await("offer.created");
      assertThat(next.at("/data/contact/previousContactId").asText()).isEqualTo(former);
      String id = next.at("/data/contact/id").asText();
      assertThat(get(node, "/api/v1/contacts/" + id))
          .contains("\"previousContactId\":\"" + former + "\"");
      assertThat(get(node, "/api/v1/contacts/" + id + "/conversation"))
          .containsSubsequence("my bill is wrong", "one more thing", "it happened again");
    }
  }

  @Test
  void shouldCloseASocketThatSendsControlFramesWithoutEnd() throws Exception {
    try (Node node = Node.start(config())) {
      for (int opcode : new int[] {0x89, 0x8a}) {
        try (DesktopClient visitor = visitor(node, "")) {
          hello(visitor, "{}");
          for (int i = 0; i < 10; i++) {
            visitor.frame(opcode, new byte[] {1});
          }
          visitor.command("ping", "p", "{}");
          visitor.await("pong");
          for (int i = 0; i < 500; i++) {
            visitor.frame(opcode, new byte[] {1});
          }
          assertThat(visitor.awaitClose().code()).isEqualTo(CloseCode.TOO_FAST_OR_SLOW);
        }
      }
    }
  }

  @Test
  void shouldCloseWhatAVisitorLeft() throws Exception {
    try (Node node = Node.start(config());
        DesktopClient visitor = visitor(node, "")) {
      hello(visitor, "{}");
      visitor.command("message", "m1", "{\"text\":\"hello\"}");
      awaitState(visitor, "waiting");

      visitor.command("leave", "l", "{}");

      awaitState(visitor, "closed");
    }
  }

  @Test
  void shouldBelieveNoTokenThatItDidNotSign() throws Exception {
    String strange = "0".repeat(32) + "." + "0".repeat(64);
    try (Node node = Node.start(config());
        DesktopClient visitor = visitor(node, "")) {
      assertThat(hello(visitor, "{\"token\":\"" + strange + "\"}")).isNotEqualTo(strange);
    }
  }

  @Test
  void shouldRefuseScriptsOfOtherPages() throws Exception {
    try (Node node = Node.start(config())) {
      for (String origin : new String[] {"https://evil.example", "null"}) {
        try (DesktopClient visitor = visitor(node, "Origin: " + origin + "\r\n")) {
          assertThat(visitor.answer().status()).as(origin).isEqualTo(403);
        }
      }
      try (DesktopClient visitor = visitor(node, "Origin: http://localhost\r\n")) {
        assertThat(visitor.answer().status()).isEqualTo(101);
      }
    }
  }
}
