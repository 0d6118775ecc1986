package dev.haven.server.demo;

import dev.haven.channel.WorkspaceId;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.server.config.EndpointSettings;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.NavigatorConfig;
import dev.haven.server.config.Secret;
import dev.haven.server.http.Role;
import dev.haven.server.wiring.DataFolder;
import dev.haven.server.wiring.DevelopmentKeys;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running demo: a real node, and around it, on an event loop of their own, the platform, the
 * people and the navigators. The node is started first and stopped last. Start and stop block.
 */
public final class Demo implements AutoCloseable {
  private static final long START_SECONDS = 10;

  private final Vertx outside;
  private final Node node;
  private final DemoPlatform platform;
  private final DemoPlatformDoor platformDoor;
  private final DemoPeople people;
  private final List<DemoNavigator> navigators = new ArrayList<>();
  private boolean closed;

  private Demo(
      HavenConfig config, int count, DemoPace pace, DemoWatch watch, Random random, Vertx outside) {
    this.outside = outside;
    Dice dice = new Dice(random);
    DemoScript script = DemoScript.load();
    DevelopmentKeys keys = DevelopmentKeys.of(DataFolder.open(Path.of(config.data())));
    String telephoneToken = secret(keys, DemoPlatform.ENDPOINT, "authToken");
    platform = new DemoPlatform(outside, dice, pace, telephoneToken);
    platformDoor = new DemoPlatformDoor(platform, dice);
    String hook = "http://127.0.0.1:" + config.http().port() + "/hooks/" + DemoPlatform.ENDPOINT;
    String workspace = config.workspaces().get(0);
    HavenConfig whole =
        config.plus(
            everybody(workspace, count),
            List.of(telephone(workspace, hook, await(platformDoor.open(outside)), telephoneToken)));
    DemoCounts counts = new DemoCounts();
    DemoPage page = new DemoPage(new WorkspaceId(workspace), counts);
    node = Node.start(whole, page);
    DemoClient client = new DemoClient(outside, node.port());
    platform.connect(client, hook);
    DemoDoors doors =
        new DemoDoors(
            client,
            platform,
            dice,
            secret(keys, DemoDoors.WEBHOOK, "secret"),
            DevelopmentTokens.make(whole, "demo-crm", Role.INTEGRATOR, workspace),
            counts,
            watch);
    people = new DemoPeople(outside, dice, pace, script, doors, page::waiting);
    WebSocketClient sockets = outside.createWebSocketClient();
    for (NavigatorConfig entry : roster(workspace, count)) {
      String id = entry.navigator().id().value();
      String token = DevelopmentTokens.make(whole, id, Role.NAVIGATOR, workspace);
      navigators.add(
          new DemoNavigator(outside, sockets, id, token, node.port(), dice, pace, script, watch));
    }
  }

  /**
   * Starts everything; the page is up when it returns.
   *
   * @param config of a development node
   * @param navigators how many, 1 to 50
   */
  public static Demo start(
      HavenConfig config, int navigators, DemoPace pace, DemoWatch watch, Random random) {
    if (!config.development()) {
      throw new IllegalStateException("the demo runs in development mode only");
    }
    Vertx outside = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Demo demo = new Demo(config, navigators, pace, watch, random, outside);
      outside.runOnContext(v -> demo.begin());
      return demo;
    } catch (RuntimeException e) {
      outside.close();
      throw e;
    }
  }

  private void begin() {
    navigators.forEach(DemoNavigator::start);
    people.start();
  }

  public int port() {
    return node.port();
  }

  public int opsPort() {
    return node.opsPort();
  }

  /** People stop coming, navigators leave, then the node stops as it always does. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Promise<Void> left = Promise.promise();
      outside.runOnContext(
          v -> {
            people.stop();
            navigators.forEach(DemoNavigator::stop);
            platform.close();
            platformDoor.close();
            left.complete();
          });
      await(left.future().compose(v -> outside.close()));
    } finally {
      node.close();
    }
  }

  /** Two for whoever looks on and wants to work with Haven, then the simulated ones. */
  private static List<NavigatorConfig> everybody(String workspace, int count) {
    List<NavigatorConfig> all = new ArrayList<>();
    all.add(guest(workspace, "guest", "Guest"));
    all.add(guest(workspace, "guest-2", "Second guest"));
    all.addAll(roster(workspace, count));
    return all;
  }

  private static NavigatorConfig guest(String workspace, String id, String name) {
    Navigator usual = Navigator.development(new NavigatorId(id));
    return new NavigatorConfig(
        new WorkspaceId(workspace),
        new Navigator(
            usual.id(),
            name,
            usual.languages(),
            usual.skills(),
            usual.queues(),
            null,
            usual.capacity(),
            "sip:" + id + "@example.org"));
  }

  /** Both languages for two of three, English only for the third; everybody takes calls. */
  private static List<NavigatorConfig> roster(String workspace, int count) {
    List<NavigatorConfig> roster = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      NavigatorId id = new NavigatorId("nav-" + i);
      Navigator usual = Navigator.development(id);
      roster.add(
          new NavigatorConfig(
              new WorkspaceId(workspace),
              new Navigator(
                  id,
                  "Navigator " + i,
                  i % 3 == 0 ? List.of("en") : List.of("en", "es"),
                  usual.skills(),
                  usual.queues(),
                  null,
                  usual.capacity(),
                  "sip:nav-" + i + "@example.org")));
    }
    return roster;
  }

  private static EndpointSettings telephone(
      String workspace, String hook, String api, String token) {
    return new EndpointSettings(
        DemoPlatform.ENDPOINT,
        workspace,
        "twilio",
        null,
        URI.create(hook),
        URI.create(api),
        Map.of("accountSid", DemoPlatform.ACCOUNT),
        Map.of("authToken", List.of(new Secret(token))));
  }

  private static String secret(DevelopmentKeys keys, String endpoint, String name) {
    String secret = keys.endpoints().getOrDefault(endpoint, Map.of()).get(name);
    if (secret == null) {
      throw new IllegalStateException(
          DevelopmentKeys.FILE + " has no " + name + " of " + endpoint + "; remove it");
    }
    return secret;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the demo's surroundings did not answer", e);
    }
  }
}
