package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A mail with a file, through a whole node. */
class AttachmentsIT {
  @TempDir Path folder;

  private HavenConfig config() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("haven.yaml"),
            """
            http: {warmUp: 0s}
            endpoints:
              - id: post
                adapter: postmark
                channel: email
                secret: {basicUser: u, basicPassword: p}
              - id: sms
                adapter: bandwidth
                channel: sms
                config: {mediaHosts: [127.0.0.1], mediaPrivate: true}
                secret: {basicUser: u, basicPassword: p}
            """);
    return ConfigFile.load(file).with(folder.toString(), 0, 0, null);
  }

  /** What that endpoint of platforms answers to that. */
  private static Answer hook(Node node, String endpoint, String json) throws IOException {
    String basic = Base64.getEncoder().encodeToString("u:p".getBytes(StandardCharsets.UTF_8));
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (RawClient client = new RawClient(node.port())) {
      return client
          .send(
              """
              POST /hooks/%s HTTP/1.1
              Host: localhost
              Connection: close
              Authorization: Basic %s
              Content-Type: application/json
              Content-Length: %d

              """
                  .formatted(endpoint, basic, bytes.length)
                  .replace("\n", "\r\n"))
          .send(bytes)
          .answer();
    }
  }

  @Test
  void shouldServeAMailsFileToThoseWhoMaySeeItsWords() throws Exception {
    String mail =
        "{\"From\":\"ana@example.org\",\"FromFull\":{\"Email\":\"ana@example.org\",\"Name\":\"Ana\"},"
            + "\"To\":\"help@example.net\",\"OriginalRecipient\":\"help@example.net\",\"Subject\":\"result\",\"MessageID\":\"m-1\",\"TextBody\":\"see"
            + " the file\","
            + "\"Attachments\":[{\"Name\":\"lab.pdf\",\"ContentType\":\"application/pdf\",\"Content\":\""
            + Base64.getEncoder().encodeToString("%PDF-1.7 x".getBytes(StandardCharsets.UTF_8))
            + "\",\"ContentLength\":10}]}";
    try (Node node = Node.start(config())) {
      Callers callers = new Callers(config(), node);
      // given
      Answer taken = hook(node, "post", mail);
      assertThat(taken.status()).as(taken.body()).isEqualTo(200);
      Path workspace = folder.resolve("attachments").resolve("main");
      String contact;
      try (var contacts = Files.list(workspace)) {
        contact = String.valueOf(contacts.findFirst().orElseThrow().getFileName());
      }
      // when
      String path = "/api/v1/contacts/" + contact + "/attachments";
      Answer list = callers.get(Role.SUPERVISOR, path);
      // then
      assertThat(list.status()).isEqualTo(200);
      assertThat(list.body()).contains("lab.pdf", "\"state\":\"stored\"");
      String n = list.body().replaceAll("(?s).*\"n\":\"([^\"]+)\".*", "$1");
      Answer file = callers.get(Role.SUPERVISOR, path + "/" + n);
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.body()).isEqualTo("%PDF-1.7 x");
      assertThat(file.header("content-type")).isEqualTo("application/pdf");
      assertThat(file.header("content-disposition")).contains("lab.pdf");
      assertThat(callers.get(Role.INTEGRATOR, path + "/" + n).status()).isEqualTo(404);
      assertThat(callers.get(Role.OPS, path + "/" + n).status()).isEqualTo(403);
      assertThat(callers.get(Role.SUPERVISOR, path + "/0000000000000000-0").status())
          .isEqualTo(404);
    }
  }

  @Test
  void shouldFetchAndReadWhatAPlatformOnlyNames() throws Exception {
    HttpServer platform = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    platform.createContext(
        "/letter",
        exchange -> {
          byte[] words = "Quisiera cambiar mi cita del lunes".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, words.length);
          exchange.getResponseBody().write(words);
          exchange.close();
        });
    platform.start();
    String url = "http://127.0.0.1:" + platform.getAddress().getPort();
    try (Node node = Node.start(config());
        DesktopClient desktop = new Callers(config(), node).desktop("nav-1")) {
      Callers callers = new Callers(config(), node);
      desktop.command("hello", "1", "{\"activity\":\"available\"}");

      // when a message comes whose words are in a file, and another that nobody has
      Answer taken =
          hook(
              node,
              "sms",
              "[{\"type\":\"message-received\",\"message\":{\"id\":\"m1\",\"from\":\"+15551230001\","
                  + "\"owner\":\"+12025550100\",\"media\":[\""
                  + url
                  + "/letter\",\"https://evil.example.net/x\"]}}]");
      assertThat(taken.status()).as(taken.body()).isEqualTo(200);

      // then it is offered at once as unread, and what is read follows
      JsonNode offer = desktop.await("offer.created").at("/data");
      assertThat(offer.at("/contact/urgency/tier").asText()).isEqualTo("elevated");
      assertThat(offer.at("/contact/urgency/reasons/0/code").asText()).isEqualTo("scorer.pending");
      JsonNode files = desktop.await("contact.attachments").at("/data/attachments");
      while (!files.findValuesAsText("state").equals(List.of("stored", "failed"))) {
        files = desktop.await("contact.attachments").at("/data/attachments");
      }
      assertThat(files.get(0).path("type").asText()).isEqualTo("text/plain");

      // and who reads it stands in the journal
      String path = "/api/v1/contacts/" + offer.at("/contact/id").asText();
      String n = files.get(0).path("n").asText();
      assertThat(callers.get(Role.SUPERVISOR, path + "/attachments/" + n).body()).contains("cita");
      assertThat(callers.get(Role.SUPERVISOR, path + "/conversation").body()).contains("cita");
      assertThat(callers.get(Role.SUPERVISOR, path).body())
          .contains("\"attachments\":[{\"n\":", "\"state\":\"failed\"");
      assertThat(callers.get(Role.SUPERVISOR, path + "/timeline").body())
          .contains("files.requested", "\"outcome\":\"read\"", "\"outcome\":\"host_not_allowed\"")
          .contains("contact.read", "\"reason\":\"attachment\"", "\"reason\":\"conversation\"")
          .doesNotContain("evil.example.net", "127.0.0.1", "letter");
    } finally {
      platform.stop(0);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "test.debian", matches = "true")
  void shouldReadWhatAFaxSaysAndRaiseItsUrgency() throws Exception {
    // given
    Path file =
        Files.writeString(
            folder.resolve("fax.yaml"),
            """
            http: {warmUp: 0s}
            documents: {read: true}
            endpoints:
              - id: fax
                adapter: sinch-fax
                secret: {basicUser: u, basicPassword: p}
            """);
    HavenConfig config = ConfigFile.load(file).with(folder.toString(), 0, 0, null);
    String scan =
        Base64.getEncoder().encodeToString(OcrReaderIT.scan("I want to kill myself tonight"));
    try (Node node = Node.start(config);
        DesktopClient desktop = new Callers(config, node).desktop("nav-1")) {
      Callers callers = new Callers(config, node);
      desktop.command("hello", "1", "{\"activity\":\"available\"}");

      // when a fax comes that is a picture
      Answer taken =
          hook(
              node,
              "fax",
              "{\"event\":\"INCOMING_FAX\",\"fax\":{\"id\":\"f1\",\"direction\":\"INBOUND\","
                  + "\"from\":\"+15551230009\",\"to\":\"+12025550199\",\"numberOfPages\":1},"
                  + "\"fileType\":\"PDF\",\"file\":\""
                  + scan
                  + "\"}");
      assertThat(taken.status()).as(taken.body()).isEqualTo(200);

      // then it is offered at once, and a crisis once it is read
      JsonNode offer = desktop.await("offer.created").at("/data");
      assertThat(offer.at("/contact/urgency/tier").asText()).isEqualTo("elevated");
      String path = "/api/v1/contacts/" + offer.at("/contact/id").asText();
      // The desktop hears of the file when it is asked for and again when it is read.
      while (!callers.get(Role.SUPERVISOR, path + "/timeline").body().contains("\"outcome\"")) {
        desktop.await("contact.attachments");
      }
      assertThat(callers.get(Role.SUPERVISOR, path + "/conversation").body())
          .contains("kill myself");
      assertThat(callers.get(Role.SUPERVISOR, path).body()).contains("\"tier\":\"crisis\"");
      assertThat(callers.get(Role.SUPERVISOR, path + "/timeline").body())
          .contains("\"outcome\":\"read\"");
    }
  }
}
