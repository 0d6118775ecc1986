package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryTest {
  private final List<Contacts.TimelineEntry> entries = new ArrayList<>();

  @Test
  void shouldSayWhyThisTierThisPlaceAndThisNavigator() {
    placed();
    line("hold.begun", "navigator", "ana", "until", "60000");
    line("step.taken", "step", "1", "lane", "3", "tier", "3");
    line("step.taken", "step", "2", "lane", "3", "tier", "2");
    line(
        "offer.created", "navigator", "ben", "tier", "2", "passed", "[\"c9:no_room\",\"c8:held\"]");
    line("offer.timeout", "navigator", "ben");
    line("something.new", "navigator", "ben");
    line("offer.created", "navigator", "ana", "tier", "2", "held", "ana");

    assertThat(Story.in("en").of(entries))
        .extracting(Contacts.Told::sentence)
        .containsExactly(
            "It came in by chat, scored routine (12 of 100).",
            "The scorer found: a.b, c.",
            "Rule \"oncology\" of the workflow placed it in queue support.",
            "The rule raised it from routine to elevated.",
            "It was held for ana.",
            "Step 1 of its plan: it now asks for less, or for others.",
            "Step 2 of its plan raised it to high distress.",
            "It was offered to ben, who was free and may serve it: the one with the least work,"
                + " then the one idle longest.",
            "c9 (no_room), c8 (held) stood better and could not be taken by ben then.",
            "ben let the offer pass.",
            "It was offered to ana, whom it was held for.");
  }

  @Test
  void shouldSayItInSpanish() {
    placed();
    line("offer.accepted", "navigator", "ana");

    List<Contacts.Told> story = Story.in("es").of(entries);

    assertThat(story)
        .extracting(Contacts.Told::sentence)
        .contains(
            "Entró por chat, con urgencia rutina (12 de 100).",
            "La regla la subió de rutina a elevada.",
            "ana aceptó.")
        .noneMatch(sentence -> sentence.contains("{"));
  }

  private void placed() {
    line(
        "contact.placed",
        "channel",
        "1",
        "queue",
        "support",
        "tier",
        "3",
        "score",
        "12",
        "codes",
        "[\"a.b\",\"c\"]",
        "order",
        "1000",
        "plan",
        "{\"rule\":\"oncology\",\"scored\":4}");
  }

  private void line(String type, String... facts) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      all.put(facts[i], facts[i + 1]);
    }
    entries.add(
        new Contacts.TimelineEntry(entries.size() + 1, Instant.ofEpochMilli(1_000), type, all));
  }
}
