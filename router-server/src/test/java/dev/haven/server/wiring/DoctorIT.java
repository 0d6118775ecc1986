package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.http.Guides;
import dev.haven.server.wiring.Doctor.Finding;
import dev.haven.server.wiring.Doctor.Grade;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds. */
class DoctorIT {
  @TempDir Path folder;

  private List<Finding> examine(String yaml) throws IOException {
    return examine(yaml, false);
  }

  private List<Finding> examine(String yaml, boolean ask) throws IOException {
    Path file = Files.writeString(folder.resolve("haven.yaml"), yaml);
    return Doctor.examine(ConfigFile.load(file).with(folder.toString(), null, null, null), ask);
  }

  @Test
  void shouldFindNothingWrongWithTheDefaults() throws Exception {
    List<Finding> findings = examine("mode: development\n");

    assertThat(findings).extracting(Finding::grade).doesNotContain(Grade.FAIL);
    assertThat(findings).extracting(Finding::subject).contains("keys", "redis", "configuration");
  }

  @Test
  void shouldKnowTheStepsOfEveryAdapter() {
    assertThat(Adapters.factories().keySet())
        .allSatisfy(name -> assertThat(Guides.steps(name)).as(name).isNotEmpty());
  }

  @Test
  void shouldSayWhatToSetAtTheProviderAndNeverASecret() throws Exception {
    List<Finding> findings =
        examine(
            """
            http: {publicUrl: "https://haven.example.org"}
            endpoints:
              - id: sms
                adapter: twilio
                config: {accountSid: AC1}
                secret: {authToken: [the-new-token, the-old-token]}
              - id: web
                adapter: web-chat
                secret: {sessionKey: "abcdefghijklmnopqrstuvwxyz0123456789"}
            """);

    String report = findings.toString();
    assertThat(report)
        .contains("https://haven.example.org/hooks/sms")
        .contains("#rc=5&rp=all")
        .contains("2 valid")
        .contains("https://haven.example.org/chat/web")
        .contains("shows nobody to turn to in a crisis")
        .doesNotContain("the-new-token")
        .doesNotContain("abcdefghijklmnop");
  }

  @Test
  void shouldAskThePlatformsWhatTheyCall() throws Exception {
    HttpServer platform = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    platform.createContext(
        "/",
        exchange -> {
          boolean known = "/server".equals(exchange.getRequestURI().getPath());
          byte[] body =
              "{\"InboundHookUrl\":\"https://u:p@haven.example.org/hooks/mail\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
          if (known) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    platform.start();
    try {
      List<Finding> findings =
          examine(
              """
              http: {publicUrl: "https://haven.example.org"}
              endpoints:
                - id: mail
                  adapter: postmark
                  apiBaseUrl: "http://127.0.0.1:PORT"
                  secret: {basicUser: u, basicPassword: p, serverToken: the-token}
                - id: calls
                  adapter: telnyx
                  apiBaseUrl: "http://127.0.0.1:PORT"
                  secret: {publicKeyBase64: "d3bocLkzVPKgskwj8qNsxOgOIjIYwbl5Jv3QGDlqK5s=", apiKey: the-key}
                - id: chat
                  adapter: meta
                  secret: {appSecret: a, verifyToken: v}
              """
                  .replace("PORT", Integer.toString(platform.getAddress().getPort())),
              true);

      assertThat(findings)
          .contains(
              new Finding(
                  Grade.OK,
                  "endpoint mail (postmark)",
                  "the server's inbound stream calls this endpoint"))
          .contains(
              new Finding(
                  Grade.FAIL,
                  "endpoint calls (telnyx)",
                  "messaging profiles: the platform refuses the credentials (HTTP 401)"))
          .contains(
              new Finding(
                  Grade.WARN,
                  "endpoint chat (meta)",
                  "is not asked: config.appId and the secret 'appSecret'"));
      assertThat(findings.toString()).doesNotContain("the-token", "the-key", "u:p@");
    } finally {
      platform.stop(0);
    }
  }

  @Test
  void shouldNameWhatAnEndpointLacksToAnswer() throws Exception {
    List<Finding> findings =
        examine(
            """
            endpoints:
              - id: receives
                adapter: twilio
                secret: {authTokens: [t]}
              - id: answers
                adapter: twilio
                config: {accountSid: AC1}
                secret: {authTokens: [t]}
            """);

    assertThat(findings)
        .filteredOn(f -> f.text().contains("needed to answer"))
        .containsExactly(
            new Finding(
                Grade.WARN,
                "configuration",
                "endpoints.receives: config.accountSid is needed to answer and to connect calls"));
  }

  @Test
  void shouldFailWhatCannotWork() throws Exception {
    List<Finding> findings =
        examine(
            """
            http: {allowedHosts: [haven.example.org]}
            redis: {uri: "redis://127.0.0.1:1"}
            endpoints:
              - id: sms
                adapter: twilio
                publicUrl: https://other.example.org/hooks/sms
                secret: {authToken: t}
            """);

    assertThat(findings)
        .filteredOn(f -> f.grade() == Grade.FAIL)
        .extracting(Finding::subject)
        .contains("redis", "endpoint sms (twilio)");
  }
}
