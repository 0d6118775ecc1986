package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People a site knows, and when it may reach out to them or call them back. */
class OutreachIT {
  private static final String OUTREACH = "/api/v1/outreach";
  private static final String PEOPLE = "/api/v1/people";

  @TempDir Path data;

  private HavenConfig config() {
    return QuickStart.in(data);
  }

  @Test
  void shouldReachAConsentedPersonUntilTheyTextThatItShouldStop() throws Exception {
    String person =
        """
        {
          "kind": "patient",
          "addresses": ["+15551230009"],
          "timeZone": "America/New_York",
          "consents": [{"purpose": "education", "granted": true, "at": "2026-01-01T00:00:00Z"}]
        }
        """;
    String newYear = (LocalDate.now(ZoneOffset.UTC).getYear() + 1) + "-01-01";
    String outreach =
        """
        {
          "channel": "sms",
          "personId": "p-9",
          "purpose": "education",
          "dueAt": "%sT09:30:00Z",
          "attempts": {"most": 3, "channels": ["phone"]}
        }
        """
            .formatted(newYear);
    try (Node node = Node.start(config())) {
      Callers callers = new Callers(config(), node);
      assertThat(callers.post(Role.INTEGRATOR, OUTREACH, outreach).body()).contains("no-consent");
      assertThat(callers.put(Role.INTEGRATOR, PEOPLE + "/p-9", person).status()).isEqualTo(200);

      Answer placed = callers.post(Role.INTEGRATOR, OUTREACH, outreach);

      assertThat(placed.status()).as(placed.body()).isEqualTo(201);
      assertThat(placed.body())
          .contains("\"state\":\"scheduled\"")
          .as("8 o'clock in New York, not half past 4")
          .contains("\"orderedAt\":\"" + newYear + "T13:00:00Z\"");
      String stop = "{\"channel\":\"sms\",\"from\":\"+15551230009\",\"text\":\"¡ALTO!\"}";
      assertThat(callers.post(Role.INTEGRATOR, Callers.CONTACTS, stop).status()).isEqualTo(201);
      String contact = Callers.CONTACTS + "/" + Callers.field(placed, "id");
      assertThat(callers.get(Role.INTEGRATOR, contact).body())
          .contains("\"state\":\"closed\"")
          .contains("consent_withdrawn");
      assertThat(callers.get(Role.INTEGRATOR, PEOPLE + "/p-9").body())
          .contains("\"purpose\":\"education\",\"granted\":false");
      assertThat(callers.post(Role.INTEGRATOR, OUTREACH, outreach).status()).isEqualTo(409);
      shouldKnowWhoIsWho(callers);
    }
  }

  /** A part of the test above, on its node. */
  private static void shouldKnowWhoIsWho(Callers callers) throws IOException {
    String table =
        """
        id,kind,addresses,languages
        p-10,patient,+15551230010,es
        p-11,patient,+15551230011,
        bad id,patient,,
        """;
    for (int again = 0; again < 2; again++) {
      Answer imported = callers.post(Role.INTEGRATOR, PEOPLE + ":import", table, "text/csv");
      assertThat(imported.body()).contains("\"imported\":2").contains("\"line\":4");
    }

    Answer merged = callers.post(Role.SUPERVISOR, PEOPLE + "/p-10/merge", "{\"into\":\"p-11\"}");
    assertThat(merged.body()).contains("+15551230011\",\"+15551230010").contains("[\"es\"]");
    String said = "{\"channel\":\"chat\",\"from\":\"a\",\"personId\":\"p-10\",\"text\":\"hola\"}";
    Answer contact = callers.post(Role.INTEGRATOR, Callers.CONTACTS, said);
    assertThat(contact.body()).contains("\"personId\":\"p-11\"").contains("\"language\":\"es\"");

    assertThat(callers.delete(Role.SUPERVISOR, PEOPLE + "/p-11").body())
        .contains("person-has-open-contacts");
    String path = Callers.CONTACTS + "/" + Callers.field(contact, "id");
    assertThat(callers.post(Role.INTEGRATOR, path + "/abandon", "").status()).isEqualTo(200);
    Answer split = callers.post(Role.SUPERVISOR, PEOPLE + "/p-10/split", "");
    assertThat(split.body()).contains("[\"+15551230010\"]");
    assertThat(callers.get(Role.INTEGRATOR, PEOPLE + "/p-11").body())
        .contains("[\"+15551230011\"]");

    assertThat(callers.delete(Role.SUPERVISOR, PEOPLE + "/p-11").body()).contains("\"contacts\":1");
    assertThat(callers.get(Role.INTEGRATOR, PEOPLE + "/p-11").status()).isEqualTo(404);
    assertThat(callers.get(Role.INTEGRATOR, path).body())
        .contains("\"state\":\"closed\"")
        .contains("\"personId\":null");
    assertThat(callers.get(Role.INTEGRATOR, path + "/conversation").body()).doesNotContain("hola");
  }

  @Test
  void shouldLookForTheKeyOfWhatWasDueLongAgo() throws Exception {
    try (Node node = Node.start(config())) {
      Callers callers = new Callers(config(), node);
      String known = "{\"channel\":\"chat\",\"from\":\"a\",\"idempotencyKey\":\"k\"}";
      callers.post(Role.INTEGRATOR, Callers.CONTACTS, known);
      for (String[] row : new String[][] {{"k", "idempotency-key-reused"}, {"l", "out-of-range"}}) {
        String due =
            """
            {
              "channel": "phone",
              "from": "+15551230009",
              "dueAt": "2020-01-01T09:30:00Z",
              "idempotencyKey": "%s"
            }
            """
                .formatted(row[0]);
        Answer answer = callers.post(Role.INTEGRATOR, "/api/v1/callbacks", due);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains(row[1]);
      }
    }
  }
}
