package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.support.DesktopClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mailbox of Microsoft 365, from its subscription to the desktop, through a whole node. */
class GraphMailIT {
  @TempDir Path folder;

  @Test
  void shouldKeepItsSubscriptionAndBringEveryMailWithItsWords() throws Exception {
    try (FakeGraph graph = new FakeGraph()) {
      HavenConfig config = config(graph);
      graph.mail("AAMk-before", mail("before", "Before", "came while nobody listened"), 0);
      try (Node node = Node.start(config);
          DesktopClient desktop = new Callers(config, node).onDuty("nav-1")) {
        graph.await("a subscription", () -> graph.made() == 1);
        assertThat(served(desktop).toString()).contains("came while nobody listened");

        graph.mail("AAMk-first=", mail("first", "Ayuda", "no puedo dormir"), 0);
        assertThat(graph.notify("AAMk-first=")).isEqualTo(202);
        JsonNode first = served(desktop);
        assertThat(first.toString()).contains("no puedo dormir", "first@example.net", "Ayuda");

        // Not to be got while the notification waits for its answer: announced, then completed.
        graph.mail("AAMk-second", mail("second", "Pills", "which pills can I take"), 1);
        assertThat(graph.notify("AAMk-second")).isEqualTo(202);
        assertThat(graph.notify("AAMk-second")).as("a repeat is nothing new").isEqualTo(202);
        JsonNode second = served(desktop);
        assertThat(second.toString().contains("which pills") ? second : said(desktop))
            .asString()
            .contains("which pills can I take");

        // The same with the words in a file beside an empty body.
        graph.mail("AAMk-letter", letter("my words are in the letter"), 1);
        assertThat(graph.notify("AAMk-letter")).isEqualTo(202);
        String letter = served(desktop).toString();
        while (!letter.contains("my words are in the letter")) {
          letter = said(desktop).toString();
        }

        graph.removeSubscription();
        assertThat(graph.lifecycle("subscriptionRemoved")).isEqualTo(202);
        assertThat(graph.made()).isEqualTo(2);
        assertThat(graph.lifecycle("reauthorizationRequired")).isEqualTo(202);
        assertThat(graph.asked("PATCH /v1.0/subscriptions/sub-2")).hasSize(1);

        graph.mail("AAMk-missed", mail("missed", "Missed", "nobody was told of this"), 0);
        assertThat(graph.lifecycle("missed")).isEqualTo(202);
        assertThat(served(desktop).toString()).contains("nobody was told of this");
      }
    }
  }

  private static String mail(String who, String subject, String text) {
    return "From: "
        + who
        + "@example.net\nTo: help@example.org\nSubject: "
        + subject
        + "\nMessage-ID: <"
        + who
        + "@x>\n\n"
        + text
        + "\n";
  }

  /** A mail that says something in a file only. */
  private static String letter(String text) {
    return """
        From: letter@example.net
        To: help@example.org
        Subject: A letter
        Message-ID: <letter@x>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain


        --b
        Content-Type: text/plain; name=letter.txt
        Content-Disposition: attachment; filename=letter.txt

        %s
        --b--
        """
        .formatted(text);
  }

  private HavenConfig config(FakeGraph graph) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path file =
        Files.writeString(
            folder.resolve("haven.yaml"),
            """
            mode: development
            http: {warmUp: 0s}
            endpoints:
              - id: m365
                adapter: msgraph
                publicUrl: http://127.0.0.1:%d/hooks/m365
                apiBaseUrl: %s
                config:
                  tenantId: t
                  clientId: c
                  mailbox: help@example.org
                  loginUrl: %s
                  mediaHosts: [127.0.0.1]
                  mediaPrivate: true
                secret: {clientState: %s, clientSecret: s}
            """
                .formatted(port, graph.url(), graph.url(), FakeGraph.STATE));
    return ConfigFile.load(file).with(folder.resolve("data").toString(), port, 0, null);
  }

  /** The next contact, as it is when the navigator takes it. */
  private static JsonNode served(DesktopClient desktop) throws IOException {
    JsonNode offer = desktop.await("offer.created");
    assertThat(offer.at("/data/contact/channel").asText()).isEqualTo("email");
    String id = offer.at("/data/offerId").asText();
    desktop.command("offer.accept", "a" + id, "{\"offerId\":\"" + id + "\"}");
    return desktop.await("engagement.started");
  }

  private static JsonNode said(DesktopClient desktop) throws IOException {
    return desktop.await("engagement.message");
  }
}
