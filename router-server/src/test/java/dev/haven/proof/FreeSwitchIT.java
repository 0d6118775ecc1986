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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parked calls to the wrap-up, through a whole node and an event socket. */
class FreeSwitchIT {
  private static final String CALLER = "b7f1e2a0-1234-5678-abcd-000000000001";

  @TempDir Path folder;
  private FakeFreeSwitch freeSwitch;
  private HavenConfig config;
  private Node node;

  @BeforeEach
  void start() throws Exception {
    freeSwitch = new FakeFreeSwitch();
    String text =
        """
        mode: development
        http: {warmUp: 0s}
        serving:
          exclusion: 0s
          crisisExclusion: 0s
          rampStep: 0s
          outside:
            numbers: {hospital: "+12025550111"}
            confirm: {causes: [transfer]}
        navigators:
          - {id: ana, languages: [en, es], voice: "sip:ana@example.org"}
          - {id: bob, languages: [en, es], voice: user/nobody}
        endpoints:
          - id: pbx
            adapter: freeswitch-esl
            config: {port: "%d", announceSeconds: "1"}
            secret: {password: %s}
        """
            .formatted(freeSwitch.port(), FakeFreeSwitch.PASSWORD);
    config =
        ConfigFile.load(Files.writeString(folder.resolve("haven.yaml"), text))
            .with(folder.resolve("data").toString(), 0, 0, null);
    node = Node.start(config);
    freeSwitch.await("the session", () -> freeSwitch.subscriptions() == 1);
  }

  @AfterEach
  void stop() {
    node.close();
    freeSwitch.close();
  }

  private DesktopClient desktop(String navigator) throws IOException {
    String token = DevelopmentTokens.make(config, navigator, Role.NAVIGATOR, null);
    DesktopClient desktop =
        new DesktopClient(node.port(), "/desktop", "Authorization: Bearer " + token + "\r\n");
    desktop.command("hello", "1", "{\"activity\":\"available\"}");
    desktop.await("snapshot");
    return desktop;
  }

  private static void accept(DesktopClient desktop) throws IOException {
    String id = desktop.await("offer.created").at("/data/offerId").asText();
    desktop.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
    desktop.await("engagement.started");
  }

  private static String updated(DesktopClient desktop) throws IOException {
    return desktop.await("engagement.updated").at("/data/state").asText();
  }

  private String ringingLeg() throws InterruptedException {
    freeSwitch.await("the navigator's telephone rings", () -> freeSwitch.ringing().size() == 1);
    return freeSwitch.ringing().get(0);
  }

  @Test
  void shouldPlayMusicOfferAndConnectOnceAndWrapUpWhenTheCallerHangsUp() throws Exception {
    freeSwitch.callIn(CALLER, "+12025550123", "es");
    String broadcast = "uuid_broadcast " + CALLER + " ";
    freeSwitch.await(
        "music", () -> !freeSwitch.commands(broadcast + "local_stream://moh aleg").isEmpty());
    freeSwitch.await(
        "the place in Spanish",
        () -> !freeSwitch.commands(broadcast + "say::es\\snumber\\spronounced\\s1 aleg").isEmpty());
    try (DesktopClient desktop = desktop("ana")) {
      accept(desktop);
      String leg = ringingLeg();
      assertThat(freeSwitch.commands("originate "))
          .singleElement()
          .asString()
          .contains("haven_caller=" + CALLER)
          .contains("}user/ana &park()");

      freeSwitch.answer(leg);

      assertThat(updated(desktop)).isEqualTo("talking");
      assertThat(freeSwitch.talksWith(CALLER)).isEqualTo(leg);
      assertThat(freeSwitch.commands("uuid_bridge ")).hasSize(1);

      freeSwitch.hangUp(CALLER, "NORMAL_CLEARING");

      assertThat(updated(desktop)).isEqualTo("wrapping");
      freeSwitch.await("the leg is let go", () -> !freeSwitch.has(leg));
    }
  }

  @Test
  void shouldWithdrawTheOfferWhenTheCallerHangsUpWhileWaiting() throws Exception {
    try (DesktopClient desktop = desktop("ana")) {
      freeSwitch.callIn(CALLER, "+12025550123", "en");
      JsonNode offer = desktop.await("offer.created");

      freeSwitch.hangUp(CALLER, "ORIGINATOR_CANCEL");

      assertThat(desktop.await("offer.rescinded").at("/data/offerId"))
          .isEqualTo(offer.at("/data/offerId"));
    }
  }

  @Test
  void shouldOfferAgainWhenTheNavigatorIsBusy() throws Exception {
    try (DesktopClient desktop = desktop("ana")) {
      freeSwitch.callIn(CALLER, "+12025550123", "en");
      accept(desktop);
      freeSwitch.hangUp(ringingLeg(), "USER_BUSY");

      assertThat(desktop.await("engagement.ended").at("/data/cause").asText())
          .isEqualTo("no_answer");
      accept(desktop);
      freeSwitch.answer(ringingLeg());
      assertThat(updated(desktop)).isEqualTo("talking");
    }
  }

  @Test
  void shouldGiveTheCallBackWhenTheNavigatorsTelephoneIsNotRegistered() throws Exception {
    try (DesktopClient desktop = desktop("bob")) {
      freeSwitch.callIn(CALLER, "+12025550123", "en");
      accept(desktop);

      assertThat(desktop.await("engagement.ended").at("/data/cause").asText())
          .isEqualTo("no_answer");
      assertThat(freeSwitch.has(CALLER)).isTrue();
    }
  }

  @Test
  void shouldEndTheCallWhenTheNavigatorHangsUp() throws Exception {
    try (DesktopClient desktop = desktop("ana")) {
      freeSwitch.callIn(CALLER, "+12025550123", "en");
      accept(desktop);
      String leg = ringingLeg();
      freeSwitch.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");

      freeSwitch.hangUp(leg, "NORMAL_CLEARING");

      assertThat(updated(desktop)).isEqualTo("wrapping");
      freeSwitch.await("the caller is let go", () -> !freeSwitch.has(CALLER));
    }
  }

  @Test
  void shouldLetTheTelephonesFollowHoldMuteResumeAndATransferOutside() throws Exception {
    try (DesktopClient desktop = desktop("ana")) {
      freeSwitch.callIn(CALLER, "+12025550123", "en");
      String id = desktop.await("offer.created").at("/data/offerId").asText();
      String engagement = "{\"engagementId\":\"" + id + "\"}";
      desktop.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      String leg = ringingLeg();
      freeSwitch.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");
      String music = "uuid_broadcast " + CALLER + " local_stream://moh aleg";
      int heard = freeSwitch.commands(music).size();

      desktop.command("engagement.mute", "3", engagement);
      freeSwitch.await("the navigator is not heard", () -> freeSwitch.isSilenced(leg));
      assertThat(freeSwitch.isSilenced(CALLER)).isFalse();

      desktop.command("engagement.hold", "4", engagement);
      freeSwitch.await("music on hold", () -> freeSwitch.commands(music).size() == heard + 1);
      assertThat(freeSwitch.isSilenced(leg)).isTrue();
      assertThat(freeSwitch.isSilenced(CALLER)).isTrue();

      int broken = freeSwitch.commands("uuid_break " + CALLER).size();
      desktop.command("engagement.resume", "5", engagement);
      freeSwitch.await("both are heard", () -> !freeSwitch.isSilenced(leg));
      assertThat(freeSwitch.isSilenced(CALLER)).isFalse();
      assertThat(freeSwitch.commands("uuid_break " + CALLER)).hasSize(broken + 1);
      assertThat(freeSwitch.talksWith(CALLER)).isEqualTo(leg);

      desktop.command(
          "engagement.transfer",
          "6",
          "{\"engagementId\":\"" + id + "\",\"to\":{\"outside\":\"hospital\"}}");
      String hospital = ringingLeg();
      assertThat(freeSwitch.commands("originate "))
          .last()
          .asString()
          .contains("}loopback/+12025550111 &park()");
      freeSwitch.answer(hospital);
      freeSwitch.await(
          "the question",
          () ->
              freeSwitch
                      .commands("uuid_broadcast " + hospital + " ivr/ivr-accept_reject.wav")
                      .size()
                  == 2);
      assertThat(freeSwitch.talksWith(CALLER)).as("an answer is not enough").isEqualTo(leg);
      freeSwitch.press(leg, "2");
      freeSwitch.press(hospital, "1");
      freeSwitch.await(
          "the caller is outside", () -> freeSwitch.talksWith(CALLER).equals(hospital));
      freeSwitch.await("the navigator's line is let go", () -> !freeSwitch.has(leg));
      freeSwitch.await("the caller is heard", () -> !freeSwitch.isSilenced(CALLER));
      freeSwitch.hangUp(hospital, "NORMAL_CLEARING");
      freeSwitch.await("the caller is let go", () -> !freeSwitch.has(CALLER));
    }
  }

  @Test
  void shouldRaiseACallerWhoPressesTheDigitForDistress() throws Exception {
    try (DesktopClient desktop = desktop("ana")) {
      freeSwitch.callIn(CALLER, "+12025550123", "en");
      desktop.await("offer.created");

      freeSwitch.press(CALLER, "1");

      assertThat(desktop.await("contact.urgency").at("/data/urgency/tier").asText())
          .isEqualTo("high_distress");
    }
  }

  @Test
  void shouldAbandonACallerWhoHungUpWhileNobodyListened() throws Exception {
    freeSwitch.callIn(CALLER, "+12025550123", "en");
    try (DesktopClient desktop = desktop("ana")) {
      desktop.await("offer.created");

      freeSwitch.dropAndHangUp(CALLER);

      desktop.await("offer.rescinded");
    }
  }

  /** A session that begins now asks for that caller, and hears everything that is told after. */
  private void begunAgain(int session) throws InterruptedException {
    freeSwitch.drop();
    freeSwitch.await("the session", () -> freeSwitch.subscriptions() == session);
    freeSwitch.await(
        "the caller is asked for",
        () -> freeSwitch.commands("uuid_exists " + CALLER).size() >= session - 1);
  }

  @Test
  void shouldKeepACallerWhoIsNotListedOrWhenNothingIs() throws Exception {
    freeSwitch.callIn(CALLER, "+12025550123", "en");
    try (DesktopClient desktop = desktop("ana")) {
      String offer = desktop.await("offer.created").at("/data/offerId").asText();

      freeSwitch.unlist(CALLER);
      begunAgain(2);
      freeSwitch.listNothing();
      begunAgain(3);

      desktop.command("offer.accept", "2", "{\"offerId\":\"" + offer + "\"}");
      String leg = ringingLeg();
      freeSwitch.answer(leg);
      assertThat(updated(desktop)).isEqualTo("talking");
      assertThat(freeSwitch.talksWith(CALLER)).isEqualTo(leg);

      freeSwitch.dropAndHangUp(CALLER);
      assertThat(updated(desktop)).as("the hang-up nobody heard").isEqualTo("wrapping");
    }
  }

  @Test
  void shouldFindCallersAndAnswersAgainAfterTheConnectionBroke() throws Exception {
    freeSwitch.drop();
    freeSwitch.callIn(CALLER, "+12025550123", "es");
    freeSwitch.await("another session", () -> freeSwitch.subscriptions() == 2);
    try (DesktopClient desktop = desktop("ana")) {
      accept(desktop);
      String leg = ringingLeg();

      freeSwitch.drop();
      freeSwitch.set(CALLER, "haven_joined", leg);
      freeSwitch.answer(leg);

      assertThat(updated(desktop)).as("the answer nobody heard").isEqualTo("talking");
      assertThat(freeSwitch.talksWith(CALLER)).isEqualTo(leg);
    }
  }
}
