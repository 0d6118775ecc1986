package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import java.io.IOException;

/** Those who call a node: each role by its own token, navigators by their names. */
record Callers(HavenConfig config, Node node) {
  static final String CONTACTS = "/api/v1/contacts";
  private static final String JSON = "application/json";

  Answer get(Role role, String path) throws IOException {
    return call("GET", path, token(role), "", JSON);
  }

  /** What that navigator gets. */
  Answer get(String navigator, String path) throws IOException {
    return call("GET", path, token(navigator), "", JSON);
  }

  Answer post(Role role, String path, String body) throws IOException {
    return post(role, path, body, JSON);
  }

  Answer post(Role role, String path, String body, String type) throws IOException {
    return call("POST", path, token(role), body, type);
  }

  Answer put(Role role, String path, String body) throws IOException {
    return call("PUT", path, token(role), body, JSON);
  }

  Answer delete(Role role, String path) throws IOException {
    return call("DELETE", path, token(role), "", JSON);
  }

  /** Answers the id of a new chat of that person, who says hello. */
  String contact(String from) throws IOException {
    return contact(from, "hello");
  }

  /** Answers the id of a new chat of that person, who says that. */
  String contact(String from, String text) throws IOException {
    String body = "{\"channel\":\"chat\",\"from\":\"%s\",\"text\":\"%s\"}".formatted(from, text);
    Answer created = post(Role.INTEGRATOR, CONTACTS, body);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return field(created, "id");
  }

  /** The text of a field of an answer in JSON; "" without such a field. */
  static String field(Answer answer, String name) throws IOException {
    return new ObjectMapper().readTree(answer.body()).path(name).asText();
  }

  /** The desktop of a navigator who says nothing yet. */
  DesktopClient desktop(String navigator) throws IOException {
    return DesktopClient.of(node.port(), token(navigator));
  }

  /** The desktop of a navigator who is available from now on. */
  DesktopClient onDuty(String navigator) throws IOException {
    return DesktopClient.onDuty(node.port(), token(navigator));
  }

  private Answer call(String method, String path, String token, String body, String type)
      throws IOException {
    return RawClient.call(node.port(), method, path, token, body, type);
  }

  private String token(Role role) {
    return DevelopmentTokens.make(config, role.wireName(), role, null);
  }

  private String token(String navigator) {
    return DevelopmentTokens.make(config, navigator, Role.NAVIGATOR, null);
  }
}
