package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import java.io.IOException;
import java.util.Locale;

/** Those who call a node: each role by its own token, navigators by their names. */
record Callers(HavenConfig config, Node node) {
  static final String CONTACTS = "/api/v1/contacts";

  Answer post(Role role, String path, String body) throws IOException {
    return RawClient.call(node.port(), "POST", path, token(role), body, "application/json");
  }

  Answer get(Role role, String path) throws IOException {
    return RawClient.call(node.port(), "GET", path, token(role), "", "");
  }

  /** Answers the id of a new chat of that person, who says hello. */
  String contact(String from) throws IOException {
    String body = "{\"channel\":\"chat\",\"from\":\"" + from + "\",\"text\":\"hello\"}";
    Answer created = post(Role.INTEGRATOR, CONTACTS, body);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.body().replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
  }

  DesktopClient desktop(String navigator) throws IOException {
    return DesktopClient.of(
        node.port(), DevelopmentTokens.make(config, navigator, Role.NAVIGATOR, null));
  }

  private String token(Role role) {
    return DevelopmentTokens.make(config, role.name().toLowerCase(Locale.ROOT), role, null);
  }
}
