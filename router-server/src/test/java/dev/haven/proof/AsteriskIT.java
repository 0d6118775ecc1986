package dev.haven.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls from the first ring to the wrap-up, through a whole node and an Asterisk on sockets. */
class AsteriskIT {
  private static final String CALLER = "1767225597.42";

  @TempDir Path folder;
  private FakeAsterisk asterisk;
  private HavenConfig config;
  private Node node;

  @BeforeEach
  void start() throws Exception {
    asterisk = new FakeAsterisk("router");
    config =
        ConfigFile.load(Files.writeString(folder.resolve("haven.yaml"), configuration(asterisk)))
            .with(folder.resolve("data").toString(), 0, 0, null);
    node = Node.start(config);
    asterisk.await("the session", () -> asterisk.sockets() == 1);
  }

  @AfterEach
  void stop() {
    node.close();
    asterisk.close();
  }

  static String configuration(FakeAsterisk asterisk) {
    return """
    mode: development
    http: {warmUp: 0s}
    serving:
      exclusion: 0s
      crisisExclusion: 0s
      rampStep: 0s
      nodeLease: 1s
      outside:
        numbers: {hospital: "+12025550111", on_call: "+12025550122"}
        interpreters: {any: "+12025550133"}
        prefixes: ["+1202555"]
      distress:
        ladder:
          rungs:
            - {after: 1s, action: call, to: on_call}
            - {after: 1s, action: call, to: hospital}
    workflow:
      - name: crisis
        when: language == "fr"
        queue: support
        tierFloor: crisis
      - name: interpreted
        when: language == "it"
        queue: support
        steps: [{after: 1s, interpreter: true}]
      - name: partner
        when: attributes["partner"] == "yes"
        queue: support
        steps: [{after: 1s, outside: hospital}]
    navigators:
      - {id: ana, languages: [en, es], voice: PJSIP/ana}
      - {id: bob, languages: [en, es], voice: PJSIP/bob}
    endpoints:
      - id: pbx
        adapter: asterisk-ari
        apiBaseUrl: %s
        config: {app: router, announceSeconds: "2"}
        secret: {user: %s, password: %s}
    """
        .formatted(asterisk.url(), FakeAsterisk.USER, FakeAsterisk.PASSWORD);
  }

  private DesktopClient desktop() throws IOException {
    return desktop("ana");
  }

  private DesktopClient desktop(String navigator) throws IOException {
    String token = DevelopmentTokens.make(config, navigator, Role.NAVIGATOR, null);
    DesktopClient desktop =
        new DesktopClient(node.port(), "/desktop", "Authorization: Bearer " + token + "\r\n");
    desktop.command("hello", "1", "{\"activity\":\"available\"}");
    desktop.await("snapshot");
    return desktop;
  }

  private static String accept(DesktopClient desktop) throws IOException {
    JsonNode offer = desktop.await("offer.created");
    assertThat(offer.at("/data/contact/channel").asText()).isEqualTo("phone");
    String id = offer.at("/data/offerId").asText();
    desktop.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
    assertThat(desktop.await("engagement.started").at("/data/controls"))
        .hasToString("[\"hold\",\"mute\",\"consult\",\"outside\",\"interpreter\"]");
    return id;
  }

  private static String updated(DesktopClient desktop) throws IOException {
    return desktop.await("engagement.updated").at("/data/state").asText();
  }

  private String ringingLeg() throws InterruptedException {
    asterisk.await("the navigator's telephone rings", () -> asterisk.ringing().size() == 1);
    return asterisk.ringing().get(0);
  }

  @Test
  void shouldHoldOfferAndConnectExactlyOnceAndWrapUpWhenTheCallerHangsUp() throws Exception {
    asterisk.callIn(CALLER, "+12025550123", "lang=es", "programme=oncology");
    asterisk.await("music", () -> asterisk.waitingWithMusic().contains(CALLER));
    asterisk.await(
        "place in Spanish",
        () ->
            asterisk.requests("POST /channels/" + CALLER + "/play").stream()
                .anyMatch(r -> r.contains("queue-youarenext") && r.endsWith("lang=es")));
    try (DesktopClient desktop = desktop()) {
      String engagement = accept(desktop);
      String leg = ringingLeg();
      assertThat(leg).isEqualTo("haven-leg-" + engagement + ".connect");
      assertThat(asterisk.requests("POST /channels/" + leg))
          .singleElement()
          .asString()
          .contains("endpoint=PJSIP%2Fana")
          .contains("app=router")
          .contains("originator=" + CALLER);

      asterisk.answer(leg);

      assertThat(updated(desktop)).isEqualTo("talking");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg));
      assertThat(asterisk.waitingWithMusic()).isEmpty();

      asterisk.hangUp(CALLER);

      assertThat(updated(desktop)).isEqualTo("wrapping");
      asterisk.await("the leg is let go", () -> !asterisk.has(leg));
      asterisk.await("no bridge of two is left", () -> asterisk.talks().isEmpty());
      assertThat(
              asterisk.requests("POST /bridges/haven-talk-" + engagement + ".connect/addChannel"))
          .hasSize(1);
    }
  }

  @Test
  void shouldWithdrawTheOfferWhenTheCallerHangsUpWhileWaiting() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      JsonNode offer = desktop.await("offer.created");

      asterisk.hangUp(CALLER);

      JsonNode withdrawn = desktop.await("offer.rescinded");
      assertThat(withdrawn.at("/data/offerId")).isEqualTo(offer.at("/data/offerId"));
      assertThat(asterisk.ringing()).isEmpty();
    }
  }

  @Test
  void shouldKeepTheCallerWaitingWhenTheNavigatorDoesNotAnswerAndOfferAgain() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      accept(desktop);

      asterisk.refuse(ringingLeg());

      assertThat(desktop.await("engagement.ended").at("/data/cause").asText())
          .isEqualTo("no_answer");
      asterisk.await("music", () -> asterisk.waitingWithMusic().equals(Set.of(CALLER)));
      String second = accept(desktop);
      String leg = ringingLeg();
      assertThat(leg).isEqualTo("haven-leg-" + second + ".connect");
      asterisk.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg));
    }
  }

  @Test
  void shouldStopRingingWhenTheCallerHangsUpMeanwhile() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      accept(desktop);
      String leg = ringingLeg();

      asterisk.hangUp(CALLER);

      asterisk.await("it rings no more", () -> !asterisk.has(leg));
      assertThat(desktop.await("engagement.ended").at("/data/cause").asText())
          .isEqualTo("caller_gone");
    }
  }

  @Test
  void shouldWrapUpAndEndTheCallWhenTheNavigatorHangsUp() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      accept(desktop);
      String leg = ringingLeg();
      asterisk.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");

      asterisk.hangUp(leg);

      assertThat(updated(desktop)).isEqualTo("wrapping");
      asterisk.await("the caller is let go", () -> !asterisk.has(CALLER));
    }
  }

  @Test
  void shouldEndBothLinesWhenTheNavigatorFinishesAtTheDesktop() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      String engagement = accept(desktop);
      String leg = ringingLeg();
      asterisk.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");

      desktop.command("engagement.finish", "3", "{\"engagementId\":\"" + engagement + "\"}");

      asterisk.await("both are let go", () -> !asterisk.has(CALLER) && !asterisk.has(leg));
    }
  }

  @Test
  void shouldMuteTheNavigatorAndHoldTheCallerAndBringBothTogetherAgain() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      String engagement = accept(desktop);
      String id = "{\"engagementId\":\"" + engagement + "\"}";
      String leg = ringingLeg();
      asterisk.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");

      desktop.command("engagement.mute", "m", id);
      assertThat(updated(desktop)).isEqualTo("muted");
      asterisk.await("the navigator is not heard", () -> asterisk.isMuted(leg));
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg));

      desktop.command("engagement.hold", "h", id);
      assertThat(updated(desktop)).isEqualTo("on_hold");
      asterisk.await("music", () -> asterisk.waitingWithMusic().contains(CALLER));
      assertThat(asterisk.talks()).containsExactly(Set.of(leg));
      assertThat(asterisk.isMuted(leg)).isFalse();

      int before = asterisk.sockets();
      asterisk.drop();
      asterisk.await("another session", () -> asterisk.sockets() == before + 1);
      asterisk.callIn("9.9", "+12025550199");
      asterisk.await("the session hears", () -> asterisk.waitingWithMusic().contains("9.9"));
      assertThat(asterisk.has(leg)).as("the navigator's line is still there").isTrue();
      desktop.command("engagement.resume", "r", id);
      asterisk.await("both talk", () -> asterisk.talks().contains(Set.of(CALLER, leg)));
      assertThat(asterisk.waitingWithMusic()).doesNotContain(CALLER);
    }
  }

  private static void sendOutside(DesktopClient desktop, String engagement, String to)
      throws IOException {
    desktop.command(
        "engagement.transfer",
        "o",
        "{\"engagementId\":\"" + engagement + "\",\"to\":{\"outside\":\"" + to + "\"}}");
  }

  @Test
  void shouldBringTheCallerToANumberOutsideOrBackToTheNavigator() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      String engagement = accept(desktop);
      String leg = ringingLeg();
      asterisk.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");

      sendOutside(desktop, engagement, "+15005550100");
      assertThat(desktop.await("error").at("/data/code").asText())
          .isEqualTo("destination-not-allowed");

      sendOutside(desktop, engagement, "+1 202 555 0177");
      assertThat(updated(desktop)).isEqualTo("on_hold");
      asterisk.await("music", () -> asterisk.waitingWithMusic().contains(CALLER));
      String busy = ringingLeg();
      assertThat(asterisk.requests("POST /channels/" + busy + "?"))
          .singleElement()
          .asString()
          .contains("endpoint=Local%2F%2B12025550177%40haven-outside");
      asterisk.refuse(busy);
      assertThat(updated(desktop)).isEqualTo("talking");
      asterisk.await("both talk again", () -> asterisk.talks().contains(Set.of(CALLER, leg)));

      sendOutside(desktop, engagement, "hospital");
      assertThat(updated(desktop)).isEqualTo("on_hold");
      String hospital = ringingLeg();
      asterisk.answer(hospital);

      JsonNode wrapping = desktop.await("engagement.updated");
      assertThat(wrapping.at("/data/state").asText()).isEqualTo("wrapping");
      assertThat(wrapping.at("/data/cause").asText()).isEqualTo("outside");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, hospital));
      asterisk.await("the navigator's line is let go", () -> !asterisk.has(leg));

      asterisk.hangUp(hospital);
      asterisk.await("the caller is let go", () -> !asterisk.has(CALLER));
    }
  }

  @Test
  void shouldBringAWaitingCallerOutsideByAStepOfTheWorkflow() throws Exception {
    asterisk.callIn(CALLER, "+12025550123", "partner=yes");
    String hospital = askedLeg("en");
    assertThat(asterisk.waitingWithMusic()).as("an answer is not enough").contains(CALLER);
    asterisk.press(hospital, "1");

    asterisk.await("both talk", () -> asterisk.talks().contains(Set.of(CALLER, hospital)));
    asterisk.hangUp(CALLER);
    asterisk.await("the line outside is let go", () -> !asterisk.has(hospital));
  }

  /** Something answered the number outside that rings, and hears the question. */
  private String askedLeg(String language) throws InterruptedException {
    String leg = ringingLeg();
    asterisk.answer(leg);
    asterisk.await(
        "the question",
        () ->
            asterisk.requests("POST /channels/" + leg + "/play").stream()
                .anyMatch(r -> r.contains("followme%2Foptions") && r.endsWith("lang=" + language)));
    return leg;
  }

  @Test
  void shouldCallWhoIsOnCallAndThenTheNextForSomebodyInCrisisUntilAPersonTakesThem()
      throws Exception {
    asterisk.callIn(CALLER, "+12025550123", "lang=fr");

    String onCall = askedLeg("fr");
    assertThat(asterisk.requests("POST /channels/" + onCall + "?"))
        .singleElement()
        .asString()
        .contains("12025550122");
    asterisk.press(onCall, "2");
    asterisk.await("who declines is let go", () -> !asterisk.has(onCall));
    assertThat(asterisk.waitingWithMusic()).containsExactly(CALLER);

    String hospital = askedLeg("fr");
    asterisk.press(hospital, "1");
    asterisk.await("both talk", () -> asterisk.talks().contains(Set.of(CALLER, hospital)));
    asterisk.press(hospital, "2");
    asterisk.hangUp(hospital);
    asterisk.await("the caller is let go", () -> !asterisk.has(CALLER));
  }

  private static String interpreter(DesktopClient desktop) throws IOException {
    JsonNode told = desktop.await("engagement.interpreter");
    assertThat(told.at("/data/interpreter/language").asText()).isEqualTo("it");
    return told.at("/data/interpreter/state").asText();
  }

  @Test
  void shouldBringAnInterpreterToANavigatorWhoDoesNotSpeakTheLanguage() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123", "lang=it");
      String engagement = accept(desktop);
      String leg = ringingLeg();
      asterisk.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");

      assertThat(interpreter(desktop)).isEqualTo("ringing");
      String first = ringingLeg();
      assertThat(asterisk.requests("POST /channels/" + first + "?"))
          .singleElement()
          .asString()
          .contains("12025550133");
      asterisk.refuse(first);
      assertThat(interpreter(desktop)).as("nobody came").isEqualTo("ended");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg));

      desktop.command("engagement.interpreter", "i", "{\"engagementId\":\"" + engagement + "\"}");
      assertThat(interpreter(desktop)).isEqualTo("ringing");
      String second = ringingLeg();
      asterisk.answer(second);
      assertThat(interpreter(desktop)).isEqualTo("joined");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg, second));

      desktop.command("engagement.finish", "f", "{\"engagementId\":\"" + engagement + "\"}");
      assertThat(updated(desktop)).isEqualTo("wrapping");
      asterisk.await(
          "everybody is let go",
          () -> !asterisk.has(CALLER) && !asterisk.has(leg) && !asterisk.has(second));
    }
  }

  @Test
  void shouldKeepTheCallersPlaceWhenNobodyAnswersOutside() throws Exception {
    asterisk.callIn(CALLER, "+12025550123", "partner=yes");
    asterisk.refuse(ringingLeg());
    try (DesktopClient desktop = desktop()) {
      accept(desktop);
      String leg = ringingLeg();
      asterisk.answer(leg);

      assertThat(updated(desktop)).isEqualTo("talking");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg));
    }
  }

  @Test
  void shouldTakeTheCallerBackAndBringThemToTheNextNavigatorWhenGivenOn() throws Exception {
    try (DesktopClient ana = desktop();
        DesktopClient bob = desktop("bob")) {
      bob.command("activity.set", "b", "{\"activity\":\"break\"}");
      bob.await("activity.updated");
      asterisk.callIn(CALLER, "+12025550123");
      String first = accept(ana);
      String leg = ringingLeg();
      asterisk.answer(leg);
      assertThat(updated(ana)).isEqualTo("talking");
      bob.command("activity.set", "c", "{\"activity\":\"available\"}");

      ana.command(
          "engagement.transfer",
          "t",
          "{\"engagementId\":\"" + first + "\",\"to\":{\"queue\":\"support\"},\"mode\":\"cold\"}");

      ana.await("engagement.ended");
      asterisk.await("the first leg is let go", () -> !asterisk.has(leg));
      assertThat(asterisk.waitingWithMusic()).containsExactly(CALLER);
      accept(bob);
      String second = ringingLeg();
      asterisk.answer(second);
      assertThat(updated(bob)).isEqualTo("talking");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, second));
    }
  }

  @Test
  void shouldLetASecondNavigatorTalkWithTheFirstThenWithAllThenTakeTheCallerOver()
      throws Exception {
    try (DesktopClient ana = desktop();
        DesktopClient bob = desktop("bob")) {
      bob.command("activity.set", "b", "{\"activity\":\"break\"}");
      bob.await("activity.updated");
      asterisk.callIn(CALLER, "+12025550123");
      String first = accept(ana);
      String leg = ringingLeg();
      asterisk.answer(leg);
      assertThat(updated(ana)).isEqualTo("talking");
      bob.command("activity.set", "c", "{\"activity\":\"available\"}");
      bob.await("activity.updated");
      String engagement = "{\"engagementId\":\"" + first + "\"";

      ana.command("engagement.consult", "d", engagement + ",\"to\":{\"navigator\":\"bob\"}}");
      String consult = accept(bob);
      String second = ringingLeg();
      assertThat(second).isEqualTo("haven-leg-" + consult + ".connect");
      asterisk.answer(second);
      asterisk.await("both navigators talk", () -> asterisk.talks().contains(Set.of(leg, second)));
      assertThat(asterisk.waitingWithMusic()).containsExactly(CALLER);
      assertThat(bob.await("engagement.consult").at("/data/consult/state").asText())
          .isEqualTo("consulting");

      ana.command("engagement.conference", "e", engagement + "}");
      asterisk.await(
          "all three talk", () -> asterisk.talks().contains(Set.of(leg, second, CALLER)));

      ana.command(
          "engagement.transfer",
          "f",
          engagement + ",\"to\":{\"navigator\":\"bob\"},\"mode\":\"warm\"}");
      asterisk.await(
          "the caller is with the second",
          () -> !asterisk.has(leg) && asterisk.talks().contains(Set.of(second, CALLER)));
      assertThat(updated(bob)).isEqualTo("talking");

      asterisk.hangUp(second);
      assertThat(updated(bob)).isEqualTo("wrapping");
    }
  }

  @Test
  void shouldRaiseACallerWhoPressesTheDigitForDistress() throws Exception {
    try (DesktopClient desktop = desktop()) {
      asterisk.callIn(CALLER, "+12025550123");
      desktop.await("offer.created");

      asterisk.press(CALLER, "1");

      JsonNode raised = desktop.await("contact.urgency");
      assertThat(raised.at("/data/urgency/tier").asText()).isEqualTo("high_distress");
    }
  }

  @Test
  void shouldAbandonACallerWhoHungUpWhileNobodyListened() throws Exception {
    asterisk.callIn(CALLER, "+12025550123");
    asterisk.await("music", () -> asterisk.waitingWithMusic().contains(CALLER));
    try (DesktopClient desktop = desktop()) {
      JsonNode offer = desktop.await("offer.created");

      asterisk.dropAndHangUp(CALLER);

      assertThat(desktop.await("offer.rescinded").at("/data/offerId"))
          .isEqualTo(offer.at("/data/offerId"));
    }
  }

  @Test
  void shouldKeepACallerWhoIsNotListed() throws Exception {
    asterisk.callIn(CALLER, "+12025550123");
    asterisk.await("music", () -> asterisk.waitingWithMusic().contains(CALLER));
    try (DesktopClient desktop = desktop()) {
      desktop.await("offer.created");
      asterisk.unlist(CALLER);
      int asked = asterisk.requests("GET /channels/" + CALLER).size();

      asterisk.drop();
      asterisk.await(
          "the caller is asked for",
          () -> asterisk.requests("GET /channels/" + CALLER).size() > asked);
      asterisk.press(CALLER, "1");

      assertThat(desktop.await("contact.urgency").at("/data/urgency/tier").asText())
          .as("still waiting, and heard")
          .isEqualTo("high_distress");
    }
  }

  @Test
  void shouldFindEverybodyAgainAfterTheWebSocketBroke() throws Exception {
    asterisk.callIn(CALLER, "+12025550123", "lang=es");
    asterisk.await("music", () -> asterisk.waitingWithMusic().contains(CALLER));

    asterisk.drop();
    asterisk.await("another session", () -> asterisk.sockets() == 2);

    try (DesktopClient desktop = desktop()) {
      accept(desktop);
      String leg = ringingLeg();
      asterisk.drop();
      asterisk.answer(leg);
      assertThat(updated(desktop)).as("the answer nobody heard").isEqualTo("talking");
      assertThat(asterisk.talks()).containsExactly(Set.of(CALLER, leg));

      asterisk.drop();
      asterisk.hangUp(CALLER);
      assertThat(updated(desktop)).as("the hang-up nobody heard").isEqualTo("wrapping");
      asterisk.await("the leg is let go", () -> !asterisk.has(leg));
    }
  }
}
