package dev.haven.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.record.Audit;
import dev.haven.record.Breach;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Journals;
import dev.haven.server.wiring.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of other routers complain about, on two whole nodes: one Redis, real sockets, desktops
 * on either node and contacts from the other. Each case has a workspace of its own; at the end the
 * journal of all of them must hold.
 */
@Timeout(120)
class AcceptanceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WORKSPACES =
      IntStream.range(0, 18).mapToObj(i -> "case-" + i).toList();
  private static final Iterator<String> UNUSED = WORKSPACES.iterator();

  /**
   * A call's offer passes soon, any other stays; and whoever comes has room for one contact for as
   * long as a case lasts.
   */
  private static final String CONFIGURATION =
      """
      workspaces: [%s]
      http: {warmUp: 0s}
      ops: {bearer: operators-only}
      desktop: {ping: %s, missedPings: 2, offerGrace: 0s, engagementGrace: 1s}
      serving: {phoneOffer: 1s, offer: 10m, rampStep: 1m, exclusion: 10m, missedOffers: 2}
      queues: [{id: support}, {id: billing}, {id: elsewhere}]
      workflow:
        - {name: bill, when: 'attributes["about"] == "bill"', queue: billing, tierFloor: elevated}
        - {name: fever, when: 'attributes["about"] == "fever"', tierFloor: urgent_medical}
        - {name: sos, when: 'attributes["about"] == "sos"', tierFloor: crisis}
      """;

  @TempDir private static Path folder;
  private static Node first;
  private static Node second;
  private static HavenConfig started;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private String workspace;

  @BeforeAll
  static void startTwoNodes() throws IOException {
    write(configuration("60s"));
    started = config();
    first = Node.start(config());
    second = Node.start(config());
    first.reloadFrom(AcceptanceIT::config);
    second.reloadFrom(AcceptanceIT::config);
  }

  @AfterAll
  static void stopThemAndCheckTheirJournal() throws IOException {
    for (Node node : List.of(first, second)) {
      assertThat(RawClient.call(node.opsPort(), "GET", "/metrics", "operators-only", "", "").body())
          .contains("haven_match_repaired_total 0.0");
    }
    second.close();
    first.close();
    List<Breach> breaches = new ArrayList<>();
    Audit audit = new Audit(breaches::add);
    new Journals(audit::take, audit::breach).data(config());
    assertThat(breaches).isEmpty();
    assertThat(audit.extents()).containsKeys(WORKSPACES.toArray(String[]::new));
  }

  @BeforeEach
  void takeAWorkspace() {
    workspace = UNUSED.next();
  }

  @Test
  void shouldLeaveTheStatusThatSomebodyChoseAfterAMissedOffer() throws Exception {
    place(first, "phone", "a");
    place(second, "phone", "b");
    try (DesktopClient ana = onDuty(first, "ana");
        DesktopClient bob = onDuty(second, "bob")) {
      ana.await("offer.created");
      bob.await("offer.created");
      ana.await("offer.timeout");
      bob.await("offer.timeout");
      bob.await("offer.created");

      bob.command("activity.set", "b", "{\"activity\":\"break\"}");

      assertThat(bob.answer("b").path("type").asText()).isEqualTo("ack");
      until(second, "/navigators/ana", n -> n.path("activity").asText().equals("missed"));
      bob.await("offer.timeout");
      JsonNode chosen = get(first, "/navigators/bob");
      assertThat(chosen.path("activity").asText()).isEqualTo("break");
      assertThat(chosen.path("nextActivity").isNull()).isTrue();

      String next = place(second, "chat", "c");
      ana.command("activity.set", "a", "{\"activity\":\"available\"}");
      assertThat(ana.answer("a").path("type").asText()).isEqualTo("ack");
      until(first, "/contacts/" + next, c -> c.path("navigatorId").asText().equals("ana"));
    }
  }

  @Test
  void shouldKeepTheWrapUpWhenTheStatusChanges() throws Exception {
    String contact = place(second, "chat", "a");
    try (DesktopClient ana = onDuty(first, "ana")) {
      String engagement = accept(ana);
      ana.command("engagement.finish", "f", named(engagement, ""));
      ana.answer("f");

      ana.command("activity.set", "b", "{\"activity\":\"break\"}");
      ana.answer("b");

      assertThat(get(second, "/contacts/" + contact).path("state").asText()).isEqualTo("wrapping");
      JsonNode wrapping = get(second, "/navigators/ana");
      assertThat(wrapping.path("activity").asText()).isEqualTo("available");
      assertThat(wrapping.path("nextActivity").asText()).isEqualTo("break");
      complete(ana, engagement);
      assertThat(get(second, "/navigators/ana").path("activity").asText()).isEqualTo("break");
      assertThat(get(second, "/contacts/" + contact).path("disposition").asText())
          .isEqualTo("resolved");
    }
  }

  @Test
  void shouldNotOfferTheSameRejectedContactAgainAndAgain() throws Exception {
    String rejected = place(second, "chat", "a");
    try (DesktopClient ana = onDuty(first, "ana")) {
      String offer = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.reject", "r", "{\"offerId\":\"" + offer + "\",\"reason\":\"busy\"}");
      ana.answer("r");
      for (String activity : new String[] {"break", "available", "break", "available"}) {
        ana.command("activity.set", activity, "{\"activity\":\"" + activity + "\"}");
        ana.answer(activity);
      }

      String next = place(second, "chat", "b");

      assertThat(offered(ana)).as("the next offer").isEqualTo(next);
      assertThat(get(first, "/contacts/" + rejected).path("state").asText()).isEqualTo("waiting");
      try (DesktopClient bob = onDuty(second, "bob")) {
        assertThat(offered(bob)).isEqualTo(rejected);
      }
    }
  }

  @Test
  void shouldMoveAContactWhosePriorityChanges() throws Exception {
    String before = place(first, "chat", "a");
    String raised = place(second, "chat", "b");
    assertThat(get(first, "/contacts/" + raised).path("position").asInt()).isEqualTo(2);

    post(
        second, "/contacts/" + raised + "/urgency", "{\"tier\":\"elevated\",\"reason\":\"known\"}");

    assertThat(get(first, "/contacts/" + raised).path("position").asInt()).isEqualTo(1);
    assertThat(get(first, "/contacts/" + before).path("position").asInt()).isEqualTo(2);
    try (DesktopClient ana = onDuty(first, "ana")) {
      assertThat(offered(ana)).isEqualTo(raised);
    }
  }

  @Test
  void shouldLetAnUrgentCallerPassTheRuleOfAnotherQueue() throws Exception {
    String bill = place(first, "chat", "bill");
    String urgent = place(second, "chat", "fever");
    assertThat(get(second, "/contacts/" + bill).path("queue").asText()).isEqualTo("billing");
    assertThat(get(first, "/contacts/" + urgent).path("queue").asText()).isEqualTo("support");

    try (DesktopClient ana = onDuty(first, "ana")) {
      assertThat(offered(ana)).isEqualTo(urgent);
      assertThat(get(second, "/contacts/" + bill).path("state").asText()).isEqualTo("waiting");
    }
  }

  @Test
  void shouldNotGiveTheBacklogToWhoLogsInFirst() throws Exception {
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiting.add(place(i % 2 == 0 ? first : second, "chat", "a" + i));
    }
    try (DesktopClient ana = onDuty(first, "ana")) {
      accept(ana);
      try (DesktopClient bob = onDuty(second, "bob")) {
        accept(bob);

        assertThat(get(second, "/navigators/ana").path("contacts"))
            .extracting(JsonNode::asText)
            .containsExactly(waiting.get(0));
        assertThat(get(first, "/navigators/bob").path("contacts"))
            .extracting(JsonNode::asText)
            .containsExactly(waiting.get(1));
        for (String other : waiting.subList(2, 6)) {
          assertThat(get(first, "/contacts/" + other).path("state").asText()).isEqualTo("waiting");
        }
      }
    }
  }

  @Test
  void shouldNotBindAContactToANavigatorWhoIsNotThere() throws Exception {
    for (String person : new String[] {"p-1", "p-2", "p-3"}) {
      know(person, "bob");
    }
    String unbound = placeOf(second, "p-1");
    try (DesktopClient ana = onDuty(first, "ana")) {
      assertThat(offered(ana)).as("bob has not come yet").isEqualTo(unbound);
    }
    String held;
    try (DesktopClient eva = onDuty(first, "eva")) {
      complete(eva, accept(eva));
      try (DesktopClient bob = onDuty(second, "bob")) {
        String own = placeOf(first, "p-2");
        accept(bob);
        assertThat(get(second, "/contacts/" + own).path("navigatorId").asText()).isEqualTo("bob");
        held = placeOf(first, "p-3");
        assertThat(get(first, "/contacts/" + held).path("state").asText())
            .as("eva is free, and it is held for bob")
            .isEqualTo("waiting");
      }
      assertThat(offered(eva)).as("bob's browser is closed").isEqualTo(held);
    }
  }

  @Test
  void shouldNotTakeAnAssignmentBackByARule() throws Exception {
    String contact = place(second, "chat", "later");
    try (DesktopClient ana = onDuty(first, "ana");
        DesktopClient bob = onDuty(second, "bob")) {
      DesktopClient taker =
          get(first, "/contacts/" + contact).path("navigatorId").asText().equals("ana") ? ana : bob;
      String engagement = accept(taker);
      String navigator = get(first, "/contacts/" + contact).path("navigatorId").asText();

      write(
          configuration("60s")
              + "  - {name: later, when: 'attributes[\"about\"] == \"later\"', queue: elsewhere,"
              + " tierFloor: crisis}\n");
      for (Node node : List.of(first, second)) {
        Answer reloaded =
            RawClient.call(node.opsPort(), "POST", "/config/reload", "operators-only", "", "");
        assertThat(reloaded.status()).as(reloaded.body()).isEqualTo(200);
      }
      String moved = placed(first, "chat", "later", "another", "null");
      post(second, "/contacts/" + contact + "/messages", "{\"text\":\"I want to die tonight\"}");
      post(
          first, "/contacts/" + contact + "/urgency", "{\"tier\":\"crisis\",\"reason\":\"known\"}");

      assertThat(get(second, "/contacts/" + moved).path("queue").asText()).isEqualTo("elsewhere");
      JsonNode now = get(second, "/contacts/" + contact);
      assertThat(now.path("state").asText()).isEqualTo("engaged");
      assertThat(now.path("navigatorId").asText()).isEqualTo(navigator);
      assertThat(now.path("queue").asText()).isEqualTo("support");
      complete(taker, engagement);
    }
  }

  @Test
  void shouldTakeTheOfferBackWhenThePersonHangsUp() throws Exception {
    String gone = place(second, "chat", "a");
    try (DesktopClient ana = onDuty(first, "ana")) {
      String ghost = ana.await("offer.created").at("/data/offerId").asText();

      post(second, "/contacts/" + gone + "/abandon", "");

      assertThat(ana.await("offer.rescinded").at("/data/offerId").asText()).isEqualTo(ghost);
      ana.command("offer.accept", "g", "{\"offerId\":\"" + ghost + "\"}");
      assertThat(ana.answer("g").path("type").asText()).isEqualTo("error");
      assertThat(get(first, "/contacts/" + gone).path("state").asText()).isEqualTo("closed");
      String next = place(second, "chat", "b");
      assertThat(offered(ana)).isEqualTo(next);
    }
  }

  @Test
  void shouldCallBackAPersonInDistressWhoHangsUp() throws Exception {
    String contact = place(second, "chat", "sos");
    try (DesktopClient ana = onDuty(first, "ana")) {
      String ghost = ana.await("offer.created").at("/data/offerId").asText();

      JsonNode before = get(first, "/contacts/" + contact);
      post(second, "/contacts/" + contact + "/abandon", "");

      JsonNode again = ana.await("offer.created");
      assertThat(again.at("/data/contact/id").asText()).isEqualTo(contact);
      assertThat(again.at("/data/offerId").asText()).isNotEqualTo(ghost);
      JsonNode after = get(first, "/contacts/" + contact);
      assertThat(after.path("kind").asText()).isEqualTo("callback");
      assertThat(after.path("orderedAt")).isEqualTo(before.path("orderedAt"));
    }
  }

  @Test
  void shouldOfferNothingToAClosedBrowser() throws Exception {
    String contact = place(second, "chat", "a");
    try (DesktopClient bob = DesktopClient.of(second.port(), token("bob", Role.NAVIGATOR))) {
      try (DesktopClient ana = onDuty(first, "ana")) {
        assertThat(offered(ana)).isEqualTo(contact);
      }
      until(second, "/contacts/" + contact, c -> c.path("state").asText().equals("waiting"));
      until(second, "/navigators/ana", n -> !n.path("connected").asBoolean());

      String next = place(first, "chat", "b");

      assertThat(get(second, "/contacts/" + next).path("state").asText()).isEqualTo("waiting");
      bob.command("hello", "1", "{\"activity\":\"available\"}");
      assertThat(offered(bob)).as("it kept its place").isEqualTo(contact);
    }
  }

  @Test
  void shouldTakeWorkFromASleepingLaptop() throws Exception {
    Path file = Files.writeString(folder.resolve("attentive.yaml"), configuration("1s"));
    HavenConfig attentive = ConfigFile.load(file).with(data(), 0, 0, null);
    String contact = place(second, "chat", "a");
    try (Node third = Node.start(attentive);
        DesktopClient asleep = DesktopClient.of(third.port(), token("ana", Role.NAVIGATOR))) {
      asleep.command("hello", "1", "{\"activity\":\"available\"}");
      String offer = asleep.await("offer.created").at("/data/offerId").asText();

      asleep.ignorePings();

      until(first, "/contacts/" + contact, c -> c.path("state").asText().equals("waiting"));

      try (DesktopClient bob = onDuty(second, "bob")) {
        String taken = bob.await("offer.created").at("/data/offerId").asText();
        assertThat(taken).startsWith(contact).isNotEqualTo(offer);
        assertThat(asleep.awaitClose().code()).as("what it finds when it wakes").isNotEqualTo(1000);
        try (DesktopClient awake = onDuty(first, "ana")) {
          awake.command("offer.accept", "late", "{\"offerId\":\"" + offer + "\"}");
          assertThat(awake.answer("late").path("type").asText()).isEqualTo("error");
          bob.command("offer.accept", "b", "{\"offerId\":\"" + taken + "\"}");
          assertThat(bob.answer("b").path("type").asText()).isEqualTo("ack");
        }
      }
    }
  }

  @Test
  void shouldEstimateTheWaitAnewOnEachNode() throws Exception {
    place(first, "chat", "a");
    place(second, "chat", "b");
    String third = place(first, "chat", "c");
    try (DesktopClient ana = onDuty(first, "ana")) {
      String engagement = accept(ana);
      List<Long> before = new ArrayList<>();
      for (Node node : List.of(first, second)) {
        before.add(estimate(node, third, seconds -> seconds > 0));
      }

      complete(ana, engagement);
      ana.await("offer.created");

      assertThat(get(second, "/contacts/" + third).path("position").asInt()).isEqualTo(1);
      assertThat(estimate(first, third, s -> s < before.get(0))).isLessThan(before.get(0));
      assertThat(estimate(second, third, s -> s < before.get(1))).isLessThan(before.get(1));
    }
  }

  @Test
  void shouldNotLetANewerContactPassAnOlderOne() throws Exception {
    String older = place(first, "sms", "a");
    String newer = place(second, "chat", "b");
    String newest = place(first, "email", "c");
    try (DesktopClient ana = onDuty(second, "ana")) {
      for (String next : List.of(older, newer, newest)) {
        JsonNode offer = ana.await("offer.created").path("data");
        assertThat(offer.at("/contact/id").asText()).isEqualTo(next);
        String id = offer.path("offerId").asText();
        ana.command("offer.accept", "a" + id, "{\"offerId\":\"" + id + "\"}");
        ana.answer("a" + id);
        complete(ana, id);
      }
    }
  }

  @Test
  void shouldSpreadABurstOverEverybody() throws Exception {
    List<DesktopClient> desktops = new ArrayList<>();
    try {
      for (String id : List.of("ana", "bob", "eva", "ida")) {
        desktops.add(onDuty(desktops.size() % 2 == 0 ? first : second, id));
      }
      List<Callable<String>> burst = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Node node = i % 2 == 0 ? second : first;
        String key = "burst" + i;
        burst.add(() -> place(node, "chat", key));
      }
      List<String> placed = together(burst);

      List<String> offered = new ArrayList<>();
      for (DesktopClient desktop : desktops) {
        offered.add(offered(desktop));
      }

      assertThat(offered).doesNotHaveDuplicates().isSubsetOf(placed);
      List<String> rest = new ArrayList<>(placed);
      rest.removeAll(offered);
      for (String id : rest) {
        assertThat(get(first, "/contacts/" + id).path("state").asText()).isEqualTo("waiting");
      }
    } finally {
      for (DesktopClient desktop : desktops) {
        desktop.close();
      }
    }
  }

  @Test
  void shouldNotLeaveANavigatorReservedForAnOfferThatPassed() throws Exception {
    place(second, "phone", "a");
    try (DesktopClient ana = onDuty(first, "ana")) {
      String passed = ana.await("offer.created").at("/data/offerId").asText();
      assertThat(ana.await("offer.timeout").at("/data/offerId").asText()).isEqualTo(passed);

      String next = place(second, "chat", "b");

      assertThat(offered(ana)).isEqualTo(next);
    }
  }

  @Test
  void shouldMakeOneContactOfOneEventThatComesToBothNodes() throws Exception {
    try (DesktopClient ana = onDuty(first, "ana");
        DesktopClient bob = onDuty(second, "bob")) {
      List<Callable<String>> sent = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Node node = i % 2 == 0 ? first : second;
        sent.add(() -> place(node, "chat", "same"));
      }
      List<String> ids = together(sent);
      assertThat(Collections.frequency(ids, ids.get(0))).isEqualTo(8);

      DesktopClient taker =
          get(first, "/contacts/" + ids.get(0)).path("navigatorId").asText().equals("ana")
              ? ana
              : bob;
      DesktopClient other = taker == ana ? bob : ana;
      String offer = taker.await("offer.created").at("/data/offerId").asText();
      other.command("offer.accept", "o", "{\"offerId\":\"" + offer + "\"}");
      assertThat(other.answer("o").path("type").asText()).isEqualTo("error");
      taker.command("offer.accept", "t", "{\"offerId\":\"" + offer + "\"}");
      assertThat(taker.answer("t").path("type").asText()).isEqualTo("ack");
    }
  }

  @Test
  void shouldCountNothingTwice() throws Exception {
    String contact = place(second, "email", "a");
    String engagement;
    try (DesktopClient ana = onDuty(first, "ana")) {
      engagement = ana.await("offer.created").at("/data/offerId").asText();
      twice(ana, "offer.accept", "{\"offerId\":\"" + engagement + "\"}");
      twice(ana, "engagement.park", named(engagement, ""));
      twice(ana, "engagement.resume", named(engagement, ""));
      twice(ana, "engagement.park", named(engagement, ""));
    }
    try (DesktopClient ana = onDuty(second, "ana")) {
      assertThat(get(first, "/navigators/ana").path("contacts"))
          .extracting(JsonNode::asText)
          .containsExactly(contact);
      twice(ana, "engagement.resume", named(engagement, ""));
      twice(ana, "engagement.finish", named(engagement, ""));
      twice(ana, "engagement.complete", named(engagement, ",\"disposition\":\"resolved\""));

      for (Node node : List.of(first, second)) {
        JsonNode now = get(node, "/navigators/ana");
        assertThat(now.path("load").asInt()).isZero();
        assertThat(now.path("contacts")).isEmpty();
        assertThat(get(node, "/queues").at("/queues/0/waiting"))
            .allSatisfy(n -> assertThat(n.asInt()).isZero());
      }
      assertThat(offered(ana, place(first, "chat", "b"))).isTrue();
    }
  }

  private static void twice(DesktopClient desktop, String type, String data) throws IOException {
    for (String id : new String[] {type + 1, type + 2}) {
      desktop.command(type, id, data);
      desktop.answer(id);
    }
  }

  private static String named(String engagement, String more) {
    return "{\"engagementId\":\"" + engagement + "\"" + more + "}";
  }

  private static String offered(DesktopClient desktop) throws IOException {
    return desktop.await("offer.created").at("/data/contact/id").asText();
  }

  private static boolean offered(DesktopClient desktop, String contact) throws IOException {
    return offered(desktop).equals(contact);
  }

  /** Takes the next offer; answers the engagement. */
  private static String accept(DesktopClient desktop) throws IOException {
    String offer = desktop.await("offer.created").at("/data/offerId").asText();
    desktop.command("offer.accept", "accept", "{\"offerId\":\"" + offer + "\"}");
    assertThat(desktop.answer("accept").path("type").asText()).isEqualTo("ack");
    return offer;
  }

  private static void complete(DesktopClient desktop, String engagement) throws IOException {
    desktop.command(
        "engagement.complete", "done", named(engagement, ",\"disposition\":\"resolved\""));
    assertThat(desktop.answer("done").path("type").asText()).isEqualTo("ack");
  }

  private DesktopClient onDuty(Node node, String navigator) throws IOException {
    return DesktopClient.onDuty(node.port(), token(navigator, Role.NAVIGATOR));
  }

  private String place(Node node, String channel, String about) throws IOException {
    return placed(node, channel, about, about, "null");
  }

  private String placeOf(Node node, String person) throws IOException {
    return placed(node, "chat", "own", "of-" + person, '"' + person + '"');
  }

  /** The contact of what somebody sends; the same one for the same key. */
  private String placed(Node node, String channel, String about, String key, String person)
      throws IOException {
    String body =
        """
        {"channel":"%s","from":"%s","text":"hello","personId":%s,
         "attributes":{"about":"%s"},"idempotencyKey":"%s"}
        """
            .formatted(channel, key, person, about, key);
    Answer answer = call(node, "POST", "/contacts", Role.INTEGRATOR, body);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return JSON.readTree(answer.body()).path("id").asText();
  }

  private void know(String person, String designated) throws IOException {
    String body = "{\"kind\":\"patient\",\"designatedNavigatorId\":\"" + designated + "\"}";
    Answer answer = call(second, "PUT", "/people/" + person, Role.INTEGRATOR, body);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private void post(Node node, String path, String body) throws IOException {
    Role role = path.endsWith("/urgency") ? Role.SUPERVISOR : Role.INTEGRATOR;
    Answer answer = call(node, "POST", path, role, body);
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
  }

  private JsonNode get(Node node, String path) throws IOException {
    Answer answer = call(node, "GET", path, Role.SUPERVISOR, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** Asks until it is so; the class's time-out ends it when it never is. */
  private JsonNode until(Node node, String path, Predicate<JsonNode> wanted) throws IOException {
    JsonNode found = get(node, path);
    while (!wanted.test(found)) {
      found = get(node, path);
    }
    return found;
  }

  /** Queues are looked at once a second, so an estimate may be a look old. */
  private long estimate(Node node, String contact, Predicate<Long> wanted) throws IOException {
    return until(
            node,
            "/contacts/" + contact,
            c ->
                c.path("estimatedWaitSeconds").isNumber()
                    && wanted.test(c.path("estimatedWaitSeconds").asLong()))
        .path("estimatedWaitSeconds")
        .asLong();
  }

  private Answer call(Node node, String method, String path, Role role, String body)
      throws IOException {
    String somebody = token("somebody", role);
    return RawClient.call(
        node.port(), method, "/api/v1" + path, somebody, body, "application/json");
  }

  private String token(String subject, Role role) {
    return tokens.computeIfAbsent(
        subject + ' ' + role, k -> DevelopmentTokens.make(started, subject, role, workspace));
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdown();
    }
  }

  private static String configuration(String ping) {
    return CONFIGURATION.formatted(String.join(", ", WORKSPACES), ping);
  }

  private static void write(String configuration) throws IOException {
    Files.writeString(folder.resolve("haven.yaml"), configuration);
  }

  private static HavenConfig config() {
    return ConfigFile.load(folder.resolve("haven.yaml")).with(data(), 0, 0, null);
  }

  private static String data() {
    return folder.resolve("data").toString();
  }
}
