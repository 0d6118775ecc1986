package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How those who wait are weighed, and what a navigator who serves them sees and may do. */
class ServingIT {
  @TempDir Path data;

  private HavenConfig config() {
    return QuickStart.in(data);
  }

  @Test
  void shouldKeepAnOverridersWordsWithTheContactAndOutOfTheJournal() throws Exception {
    try (Node node = Node.start(config())) {
      // given
      Callers callers = new Callers(config(), node);
      String path = Callers.CONTACTS + "/" + callers.contact("a");
      // when
      String words = "{\"tier\":\"crisis\",\"reason\":\"Maribel rang: he has pills\"}";
      Answer raised = callers.post(Role.SUPERVISOR, path + "/urgency", words);
      // then
      assertThat(raised.status()).as(raised.body()).isEqualTo(200);
      assertThat(raised.body()).contains("\"tier\":\"crisis\"");
      assertThat(callers.get(Role.SUPERVISOR, path + "/explanation").body())
          .contains("\"overrideReason\":\"Maribel rang: he has pills\"");
      assertThat(callers.get(Role.INTEGRATOR, path + "/explanation").body())
          .contains("\"overrideReason\":null");
      assertThat(callers.get(Role.SUPERVISOR, path + "/timeline").body())
          .contains("urgency.overridden")
          .doesNotContain("Maribel", "pills");
      String code = "{\"tier\":\"elevated\",\"reason\":\"nurse_judgement\"}";
      assertThat(callers.post(Role.SUPERVISOR, path + "/urgency", code).status()).isEqualTo(200);
      assertThat(callers.get(Role.SUPERVISOR, path + "/timeline").body())
          .contains("\"reason\":\"nurse_judgement\"");
    }
  }

  @Test
  void shouldWeighThatAKnownPersonComesAgainAndJoinTheirContacts() throws Exception {
    try (Node node = Node.start(config())) {
      Callers callers = new Callers(config(), node);
      Answer last = null;
      List<String> ids = new ArrayList<>();
      for (String channel : new String[] {"email", "sms", "chat"}) {
        String body =
            """
            {"channel":"%s","personId":"p-1","from":"a","text":"where is my parcel"}
            """
                .formatted(channel);
        last = callers.post(Role.INTEGRATOR, Callers.CONTACTS, body);
        assertThat(last.status()).as(last.body()).isEqualTo(201);
        ids.add(Callers.field(last, "id"));
      }
      assertThat(last.body())
          .contains("\"tier\":\"elevated\"")
          .contains("signal.attempts")
          .contains("signal.switched_channel")
          .contains("\"members\":[\"" + ids.get(1) + "\",\"" + ids.get(0) + "\"]");
      try (DesktopClient ana = callers.onDuty("ana")) {
        JsonNode offer = ana.await("offer.created").path("data");
        assertThat(offer.at("/contact/id").asText()).isEqualTo(ids.get(2));
        String id = offer.path("offerId").asText();
        ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
        ana.await("engagement.started");
        String member = Callers.CONTACTS + "/" + ids.get(0);
        assertThat(callers.get("ana", member).body())
            .contains("\"state\":\"joined\"")
            .contains("\"leadId\":\"" + ids.get(2) + "\"");
        assertThat(callers.get("ana", member + "/explanation").body())
            .contains("was joined under " + ids.get(2));
        String done =
            "{\"engagementId\":\"" + id + "\",\"disposition\":\"resolved\",\"members\":[\"";
        ana.command("engagement.complete", "3", done + "nobody\"]}");
        assertThat(ana.await("error").at("/data/code").asText()).isEqualTo("contact-not-joined");
        ana.command("engagement.complete", "4", done + ids.get(0) + "\"]}");
        JsonNode next = ana.await("offer.created").path("data");
        assertThat(next.at("/contact/id").asText()).isEqualTo(ids.get(1));
        assertThat(callers.get("ana", member).body()).contains("\"state\":\"closed\"");
      }
    }
  }

  @Test
  void shouldSendTheBeginningOfALongMailAndAllOfItOnce() throws Exception {
    try (Node node = Node.start(config());
        DesktopClient ana = new Callers(config(), node).onDuty("ana")) {
      // given
      String text = "I have a question about my bill. ".repeat(6_000);
      String mail = "{\"channel\":\"email\",\"from\":\"a@example.org\",\"text\":\"" + text + "\"}";
      new Callers(config(), node).post(Role.INTEGRATOR, Callers.CONTACTS, mail);
      // when
      JsonNode offer = ana.await("offer.created").path("data");
      ana.command("offer.accept", "2", "{\"offerId\":\"" + offer.path("offerId").asText() + "\"}");
      JsonNode started = ana.await("engagement.started").path("data");
      ana.command("hello", "3", "{}");
      JsonNode again = ana.await("snapshot").at("/data/engagements/0");
      // then
      String preview = text.substring(0, 499) + "…";
      assertThat(offer.at("/contact/preview").asText()).isEqualTo(preview);
      for (JsonNode engagement : List.of(started, again)) {
        assertThat(engagement.at("/contact/preview").asText()).isEqualTo(preview);
        assertThat(engagement.path("conversation")).hasSize(1);
        assertThat(engagement.at("/conversation/0/text").asText()).isEqualTo(text);
      }
    }
  }

  @Test
  void shouldSayOfEveryEngagementThatIsNotTheirsThatThereIsNone() throws Exception {
    try (Node node = Node.start(config());
        DesktopClient ana = new Callers(config(), node).onDuty("ana");
        DesktopClient bob = new Callers(config(), node).onDuty("bob")) {
      // given
      bob.command("activity.set", "0", "{\"activity\":\"unavailable\"}");
      bob.answer("0");
      new Callers(config(), node).contact("a", "my bill is wrong");
      String offer = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.accept", "2", "{\"offerId\":\"" + offer + "\"}");
      ana.await("engagement.started");
      String[][] commands = {
        {"message", ",\"text\":\"hola\""},
        {"message", ",\"text\":\"psst\",\"to\":\"navigator\""},
        {"hold", ""},
        {"mute", ""},
        {"resume", ""},
        {"park", ""},
        {"transfer", ",\"to\":{\"queue\":\"support\"},\"mode\":\"cold\""},
        {"transfer", ",\"to\":{\"queue\":\"support\"},\"mode\":\"warm\""},
        {"transfer", ",\"to\":{\"navigator\":\"ana\"},\"mode\":\"cold\""},
        {"transfer", ",\"to\":{\"outside\":\"hospital\"}"},
        {"consult", ",\"to\":{\"navigator\":\"ana\"}"},
        {"conference", ""},
        {"take_back", ""},
        {"interpreter", ",\"language\":\"fr\""},
        {"finish", ""},
        {"complete", ",\"disposition\":\"resolved\""},
      };
      for (String id : List.of(offer, "nobody.1", "not an id")) {
        for (int i = 0; i < commands.length; i++) {
          // when
          String frame = id + i;
          bob.command(
              "engagement." + commands[i][0],
              frame,
              "{\"engagementId\":\"" + id + "\"" + commands[i][1] + "}");
          // then
          assertThat(bob.answer(frame).at("/data/code").asText())
              .as(commands[i][0] + " of " + id)
              .isEqualTo("engagement-not-found");
        }
        for (String command : List.of("accept", "reject")) {
          String frame = id + command;
          bob.command("offer." + command, frame, "{\"offerId\":\"" + id + "\"}");
          assertThat(bob.answer(frame).at("/data/code").asText())
              .as(command + " of " + id)
              .isEqualTo("offer-not-found");
        }
      }
    }
  }
}
