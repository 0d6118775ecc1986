package dev.haven.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.PersonId;
import dev.haven.flow.DesktopFrame;
import dev.haven.offer.OfferId;
import dev.haven.server.support.FakeAttachments;
import dev.haven.server.support.Specification;
import dev.haven.urgency.Reason;
import dev.haven.urgency.Tier;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every frame to the desktop against its schema in the AsyncAPI file. */
class FramesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Specification SPEC = Specification.of("/api/asyncapi.yaml");
  private static final Instant AT = Instant.parse("2026-11-22T01:02:03.004Z");
  private static final ContactId CONTACT = new ContactId("c1");
  private static final OfferId OFFER = new OfferId("c1.1");

  private static DesktopFrame.Card card(boolean known) {
    return card(known, "ya no quiero vivir");
  }

  private static DesktopFrame.Card card(boolean known, String text) {
    return new DesktopFrame.Card(
        CONTACT,
        Channel.SMS,
        "es",
        "support",
        Tier.CRISIS,
        92,
        List.of(
            new Reason("crisis.active", "They speak of it.", "Habla de ello.", 2, 9),
            Reason.withoutSpan("repeat", "Again.", "Otra vez.")),
        known ? new PersonId("p-1") : null,
        known ? "Ana" : null,
        known ? "+15551230001" : null,
        null,
        text,
        AT,
        "inbound",
        known ? new ContactId("c0") : null,
        known ? List.of(new ContactId("c9")) : List.of(),
        known);
  }

  static List<Buffer> frames() {
    DesktopFrame.Line line = new DesktopFrame.Line("person", "hola", AT);
    DesktopFrame.Offer offer = new DesktopFrame.Offer(OFFER, card(true), AT);
    DesktopFrame.Offer longer = new DesktopFrame.Offer(OFFER, card(true, "x".repeat(9_000)), AT);
    DesktopFrame.Engagement engagement =
        new DesktopFrame.Engagement(OFFER, card(false), "talking", AT, List.of(line));
    DesktopFrame.Consult consult =
        new DesktopFrame.Consult(new OfferId("c1.2"), true, "nav-2", "ended");
    DesktopFrame.Offer consultOffer =
        new DesktopFrame.Offer(new OfferId("c1.2"), card(true), AT, "nav-1");
    DesktopFrame.Engagement consulted =
        new DesktopFrame.Engagement(
            new OfferId("c1.2"),
            card(false),
            "consulting",
            AT,
            List.of(new DesktopFrame.Line("colleague", "psst", AT)),
            List.of("hold", "mute", "consult"),
            new DesktopFrame.Consult(new OfferId("c1.2"), false, "nav-1", "consulting"),
            new DesktopFrame.Interpreter("fr", "joined"));
    DesktopFrame.Self self =
        new DesktopFrame.Self("nav-1", "Nia", "available", "break", List.of("en"));
    List<Buffer> all = new ArrayList<>();
    for (DesktopFrame frame :
        List.of(
            new DesktopFrame.Snapshot(3, self, List.of(offer), List.of(engagement)),
            new DesktopFrame.ActivityUpdated(4, "break", null),
            new DesktopFrame.OfferCreated(5, offer),
            new DesktopFrame.OfferCreated(5, longer),
            new DesktopFrame.OfferEnded(6, OFFER, CONTACT, true, "timeout"),
            new DesktopFrame.OfferEnded(7, OFFER, CONTACT, false, "preempted"),
            new DesktopFrame.EngagementStarted(8, engagement),
            new DesktopFrame.EngagementUpdated(9, OFFER, CONTACT, "on_hold", null),
            new DesktopFrame.EngagementUpdated(9, OFFER, CONTACT, "parked", "preempted"),
            new DesktopFrame.OfferCreated(5, consultOffer),
            new DesktopFrame.EngagementStarted(8, consulted),
            new DesktopFrame.EngagementConsult(9, OFFER, CONTACT, consult, "rejected"),
            new DesktopFrame.EngagementInterpreter(
                9, OFFER, CONTACT, new DesktopFrame.Interpreter("fr", "ended"), "no_answer"),
            new DesktopFrame.EngagementInterpreter(
                9, OFFER, CONTACT, new DesktopFrame.Interpreter("ar", "needed"), null),
            new DesktopFrame.EngagementMessage(10, OFFER, CONTACT, line),
            new DesktopFrame.EngagementMessage(
                10, OFFER, CONTACT, new DesktopFrame.Line("navigator", "hi", AT, "m1", "sent")),
            new DesktopFrame.EngagementDelivery(10, OFFER, CONTACT, "m1", "delivered"),
            new DesktopFrame.EngagementEnded(11, OFFER, CONTACT, "wrap_up_timeout"),
            new DesktopFrame.Escalations(
                List.of(
                    new DesktopFrame.Escalation(
                        CONTACT,
                        Channel.CHAT,
                        "es",
                        "support",
                        Tier.CRISIS,
                        92,
                        AT,
                        "waiting",
                        2,
                        AT))),
            new DesktopFrame.ContactMembers(12, CONTACT, List.of(new ContactId("c9"))),
            new DesktopFrame.ContactUrgency(12, CONTACT, Tier.HIGH_DISTRESS, 70, List.of()))) {
      all.add(Frames.of(AT, frame));
    }
    all.add(
        Frames.files(
            AT, CONTACT, new FakeAttachments().list(new WorkspaceId("main"), CONTACT).result()));
    all.add(Frames.welcome(AT, "h", "s1", 3));
    all.add(Frames.ack(AT, "a"));
    all.add(Frames.pong(AT, "p", 3));
    all.add(Frames.error(AT, "e", "offer-expired", "The offer has ended."));
    all.add(Frames.error(AT, null, "bad-message", "Not JSON."));
    return all;
  }

  @ParameterizedTest
  @MethodSource("frames")
  void shouldFitItsSchema(Buffer frame) throws IOException {
    JsonNode json = JSON.readTree(frame.getBytes());
    JsonNode message = messageOf(json.path("type").asText());
    assertThat(SPEC.schema(message.path("payload")).validate(json)).as(frame.toString()).isEmpty();
  }

  @Test
  void shouldWriteEveryFrameOfTheSpecification() throws IOException {
    Set<String> written = new HashSet<>();
    for (Buffer frame : frames()) {
      written.add(JSON.readTree(frame.getBytes()).path("type").asText());
    }
    assertThat(written).isEqualTo(names("Frame"));
  }

  @Test
  void shouldReadEveryCommandOfTheSpecification() {
    Set<String> read = new HashSet<>(names("Command"));
    assertThat(read.remove("hello")).isTrue();
    assertThat(read.remove("ping")).isTrue();
    assertThat(read).allMatch(type -> Commands.of(type, "1") != null).hasSize(16);
  }

  @Test
  void shouldSpeakTheContactsLanguageInItsReasons() throws IOException {
    JsonNode frame = JSON.readTree(frames().get(2).getBytes());
    assertThat(frame.at("/data/contact/urgency/reasons/0/message").asText())
        .isEqualTo("Habla de ello.");
  }

  @Test
  void shouldCutAPreviewBetweenCharacters() {
    assertThat(card(true, "x".repeat(500)).preview()).isEqualTo("x".repeat(500));
    assertThat(card(true, "x".repeat(501)).preview()).isEqualTo("x".repeat(499) + "…");
    assertThat(card(true, "x".repeat(498) + "😀y").preview()).isEqualTo("x".repeat(498) + "…");
    assertThat(card(true, "x".repeat(497) + "😀yz").preview()).isEqualTo("x".repeat(497) + "😀…");
  }

  private static JsonNode messageOf(String type) {
    for (JsonNode message : SPEC.root().at("/components/messages")) {
      String payload = message.at("/payload/$ref").asText();
      if (payload.endsWith("Frame") && message.path("name").asText().equals(type)) {
        return message;
      }
    }
    throw new AssertionError("no frame " + type);
  }

  private static Set<String> names(String kind) {
    Set<String> names = new HashSet<>();
    for (JsonNode message : SPEC.root().at("/components/messages")) {
      if (message.at("/payload/$ref").asText().endsWith(kind)) {
        names.add(message.path("name").asText());
      }
    }
    return names;
  }
}
