package dev.haven.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.http.Role;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two router nodes on one Redis, 200 navigators, contacts on all six channels, every event sent
 * three times and to both nodes at once, rejects, offers that pass, desktops that vanish and
 * return, one router killed in the middle: every contact ends served exactly once.
 */
class TwoNodesIT {
  private static final int NAVIGATORS = 200;
  private static final int CONTACTS = Integer.getInteger("proof.contacts", 1_000);
  private static final String[] CHANNELS = {"phone", "chat", "sms", "fax", "email", "mail"};
  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "crisis", List.of("I want to kill myself tonight", "ya no quiero vivir, me voy a matar"),
          "urgent_medical",
              List.of(
                  "I had chemo 5 days ago and my temperature is 101.5",
                  "tengo dolor en el pecho y no puedo respirar"),
          "routine",
              List.of(
                  "can you tell me the status of my refill",
                  "quiero cambiar mi cita del martes",
                  "what are your opening hours"));
  private static final String CONFIGURATION =
      """
      mode: development
      http: {warmUp: 0s}
      serving:
        offer: 4s
        phoneOffer: 4s
        exclusion: 2s
        rampStep: 0s
      desktop:
        handshakesPerMinute: 100000
      """;

  @TempDir Path folder;

  @Test
  void shouldServeEveryContactExactlyOnceThoughARouterIsKilled() throws Exception {
    long seed = Long.getLong("proof.seed", 7L);
    System.out.println("two nodes, seed " + seed);
    Random random = new Random(seed);
    Vertx vertx = Vertx.vertx();
    try (Site site = new Site(folder, CONFIGURATION)) {
      Site.Router first = site.startRouter();
      Site.Router second = site.startRouter();
      List<Integer> ports = new CopyOnWriteArrayList<>(List.of(first.port, second.port));
      Ledger ledger = new Ledger();
      List<Robot> robots = robots(vertx, site, ports, random, ledger);

      Map<String, String> keys = new ConcurrentHashMap<>();
      ExecutorService senders = Executors.newFixedThreadPool(6);
      List<Site.Router> targets = new CopyOnWriteArrayList<>(List.of(first, second));
      CountDownLatch half = new CountDownLatch(CONTACTS / 2);
      CountDownLatch all = new CountDownLatch(CONTACTS);
      for (int i = 0; i < CONTACTS; i++) {
        String body = contact(i, random);
        int n = i;
        senders.submit(
            () -> {
              sendThrice(site, targets, body, "k" + n, keys);
              half.countDown();
              all.countDown();
            });
      }
      assertThat(half.await(120, TimeUnit.SECONDS)).as("half of the contacts are in").isTrue();
      second.kill();
      targets.remove(second);
      ports.remove((Integer) second.port);
      Site.Router third = site.startRouter();
      targets.add(third);
      ports.add(third.port);
      assertThat(all.await(180, TimeUnit.SECONDS)).as("all contacts are in").isTrue();
      senders.shutdown();
      vertx.runOnContext(v -> robots.forEach(Robot::calmDown));

      assertThat(keys).hasSize(CONTACTS);
      assertThat(new HashSet<>(keys.values())).as("each event made one contact").hasSize(CONTACTS);
      Map<String, String> open = awaitClosed(site, first, keys);
      assertThat(open).as("contacts not served in time").isEmpty();
      assertThat(
              ledger.startedBy().entrySet().stream()
                  .filter(e -> e.getValue().size() > 1)
                  .map(Map.Entry::getKey))
          .as("contacts that two navigators began")
          .isEmpty();
      assertOneAcceptEach(site, first, keys);
      for (Site.Router router : List.of(first, third)) {
        assertThat(site.metrics(router)).contains("haven_match_repaired_total 0.0");
      }
      vertx.runOnContext(v -> robots.forEach(Robot::stop));
      String audit = site.run("audit");
      assertThat(audit)
          .as("what the audit of the journal says")
          .startsWith("0\n")
          .contains("0 inversions");
    } finally {
      vertx.close();
    }
  }

  private static List<Robot> robots(
      Vertx vertx, Site site, List<Integer> ports, Random random, Ledger ledger) {
    WebSocketClient client =
        vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(1_000));
    List<Robot> robots = new ArrayList<>();
    for (int i = 0; i < NAVIGATORS; i++) {
      String navigator = "nav-" + i;
      robots.add(
          new Robot(
              vertx,
              client,
              navigator,
              site.token(navigator, Role.NAVIGATOR),
              () -> ports,
              new Random(random.nextLong()),
              ledger));
    }
    vertx.runOnContext(v -> robots.forEach(Robot::connect));
    return robots;
  }

  private static String contact(int i, Random random) {
    int dice = random.nextInt(10);
    String tier = dice < 2 ? "crisis" : dice < 4 ? "urgent_medical" : "routine";
    List<String> texts = TEXTS.get(tier);
    String channel = CHANNELS[i % CHANNELS.length];
    return new JsonObject()
        .put("channel", channel)
        .put("from", "+1555010" + (1000 + i % 9000))
        .put("to", "support")
        .put("text", texts.get(random.nextInt(texts.size())))
        .put("idempotencyKey", "k" + i)
        .encode();
  }

  private static void sendThrice(
      Site site, List<Site.Router> targets, String body, String key, Map<String, String> keys) {
    int told = 0;
    for (int attempt = 0; told < 3 && attempt < 200; attempt++) {
      Site.Router router = targets.get(attempt % targets.size());
      try {
        HttpResponse<String> answer =
            site.call(
                router, "POST", "/api/v1/contacts", site.token("platform", Role.INTEGRATOR), body);
        if (answer.statusCode() == 201 || answer.statusCode() == 200) {
          String id = new JsonObject(answer.body()).getString("id");
          String before = keys.putIfAbsent(key, id);
          assertThat(before == null || before.equals(id)).as("one contact for %s", key).isTrue();
          told++;
        } else {
          assertThat(answer.statusCode()).as("answer to %s: %s", key, answer.body()).isEqualTo(503);
        }
      } catch (IOException e) {
        // the router was killed under this request: the sender tries again, elsewhere
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Asks until every contact is closed, or two minutes are over; answers those that are not. */
  private static Map<String, String> awaitClosed(
      Site site, Site.Router router, Map<String, String> keys) throws Exception {
    String supervisor = site.token("boss", Role.SUPERVISOR);
    Set<String> open = new HashSet<>(keys.values());
    Map<String, String> states = new ConcurrentHashMap<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
    while (!open.isEmpty() && System.nanoTime() < end) {
      for (String id : List.copyOf(open)) {
        HttpResponse<String> answer =
            site.call(router, "GET", "/api/v1/contacts/" + id, supervisor, null);
        String state =
            answer.statusCode() == 200
                ? new JsonObject(answer.body()).getString("state")
                : "HTTP " + answer.statusCode();
        if (state.equals("closed")) {
          open.remove(id);
          states.remove(id);
        } else {
          states.put(id, state);
        }
      }
    }
    return states;
  }

  private static void assertOneAcceptEach(Site site, Site.Router router, Map<String, String> keys)
      throws Exception {
    String supervisor = site.token("boss", Role.SUPERVISOR);
    for (String id : keys.values().stream().limit(300).toList()) {
      HttpResponse<String> answer =
          site.call(router, "GET", "/api/v1/contacts/" + id + "/timeline", supervisor, null);
      JsonArray entries = new JsonObject(answer.body()).getJsonArray("entries");
      long accepted =
          entries.stream()
              .filter(e -> ((JsonObject) e).getString("type").equals("offer.accepted"))
              .count();
      assertThat(accepted).as("accepts of %s: %s", id, answer.body()).isEqualTo(1);
    }
  }
}
