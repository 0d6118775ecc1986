package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.contact.TinkSealer;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes whose key ring lost the key with which those who wait were sealed. */
class LostKeyIT {
  @TempDir Path data;

  @Test
  void shouldStillBringSomebodyToANavigatorWhoseWordsNoKeyOpens() throws Exception {
    // given somebody who waits, and a node with another ring
    HavenConfig config = QuickStart.in(data);
    String contact;
    try (Node node = Node.start(config)) {
      contact = new Callers(config, node).contact("a");
    }
    DevelopmentKeys kept = loseTheKey();
    // when, then they are offered, taken, heard and served all the same
    try (Node node = Node.start(config);
        DesktopClient desktop = new Callers(config, node).desktop("ana")) {
      Callers callers = new Callers(config, node);
      String path = Callers.CONTACTS + "/" + contact;
      desktop.command("hello", "1", "{\"activity\":\"available\"}");
      JsonNode offer = desktop.await("offer.created");
      assertThat(offer.at("/data/contact/id").asText()).isEqualTo(contact);
      assertThat(offer.at("/data/contact/preview").asText()).isEmpty();
      String id = offer.at("/data/offerId").asText();
      desktop.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      JsonNode started = desktop.await("engagement.started");
      assertThat(started.at("/data/contact/id").asText()).isEqualTo(contact);
      String more = "{\"text\":\"are you there\"}";
      assertThat(callers.post(Role.INTEGRATOR, path + "/messages", more).status()).isLessThan(300);
      assertThat(desktop.await("engagement.message").toString()).contains("are you there");
      String raise = "{\"tier\":\"crisis\",\"reason\":\"nurse_judgement\"}";
      assertThat(callers.post(Role.SUPERVISOR, path + "/urgency", raise).status()).isEqualTo(200);
      try (DesktopClient again = callers.desktop("ana")) {
        again.command("hello", "1", "{}");
        JsonNode snapshot = again.await("snapshot");
        assertThat(snapshot.toString()).contains(contact, "are you there").doesNotContain("hello");
      }
    }
    // and with the key again their words are there
    kept.save(DataFolder.open(data));
    try (Node node = Node.start(config)) {
      Answer words =
          new Callers(config, node)
              .post(
                  Role.SUPERVISOR,
                  Callers.CONTACTS + "/" + contact + "/reading",
                  "{\"reason\":\"quality_review\"}");
      assertThat(words.body()).contains("hello").doesNotContain("are you there");
    }
  }

  /** Answers what there was before. */
  private DevelopmentKeys loseTheKey() {
    DataFolder folder = DataFolder.open(data);
    DevelopmentKeys known = DevelopmentKeys.of(folder);
    new DevelopmentKeys(
            known.jwtKey(),
            TinkSealer.newKeyset(),
            known.addressKey(),
            known.redisPort(),
            known.redisPassword(),
            known.endpoints())
        .save(folder);
    return known;
  }
}
