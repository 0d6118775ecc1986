package dev.haven.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import com.standardwebhooks.Webhook;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.support.TestBrowser;
import dev.haven.server.wiring.DataFolder;
import dev.haven.server.wiring.DevelopmentKeys;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Node;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A real node with real Redis and real doors, and a real browser before its pages. */
final class DeskWorld implements AutoCloseable {
  final TestBrowser browser;
  final int port;
  private final HavenConfig config;
  private final HttpClient http = HttpClient.newHttpClient();
  private Node node;

  private DeskWorld(HavenConfig given, TestBrowser browser) {
    node = Node.start(given);
    port = node.port();
    config = given.with(null, port, null, null);
    this.browser = browser;
  }

  /** In that folder, with everybody's full room from the first second. */
  static DeskWorld start(Path data, TestBrowser browser) throws IOException {
    return start(data, browser, "");
  }

  /**
   * @param more settings beside the usual
   */
  static DeskWorld start(Path data, TestBrowser browser, String more) throws IOException {
    Path file = data.resolve("haven.yaml");
    Files.writeString(
        file,
        """
        mode: development
        http: {port: 0, warmUp: 0s}
        ops: {port: 0}
        serving: {rampStep: 0s, distress: {ladder: {rungs: [{after: 1s, action: supervisors}, {after: 5m, action: offers}]}}}
        desktop: {missedPings: 4}
        navigators:
          - {id: ana, name: "Ana Ruiz", languages: [en, es], queues: ["*"], voice: PJSIP/ana, capacity: {phone: 1, chat: 3, sms: 3, email: 5, fax: 5, mail: 5}}
        %s
        """
            .formatted(more));
    return new DeskWorld(ConfigFile.load(file).with(data.toString(), null, null, null), browser);
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** A fresh window of somebody whose browser speaks that language. */
  BrowserContext window(String locale) {
    return browser.window(
        new Browser.NewContextOptions()
            .setLocale(locale)
            .setViewportSize(1_440, 900)
            // Colours are there at once, not on their way from one theme to the other.
            .setReducedMotion(ReducedMotion.REDUCE));
  }

  /** Signs in as Ana and says that she is available. */
  static void begin(Page page) {
    signIn(page);
    page.locator(".empty button.main").click();
    page.locator(".activity.available").waitFor();
  }

  /** Becomes anybody of any role, behind the page's back. */
  static void become(Page page, String subject, Role role) {
    page.evaluate(
        """
        async who => {
          const answer = await fetch('/desktop/sign-in', {method: 'POST',
            headers: {'content-type': 'application/json'}, body: JSON.stringify(who)});
          sessionStorage.setItem('haven.token', (await answer.json()).token);
        }\
        """,
        Map.of("subject", subject, "role", role.wireName(), "workspace", "main"));
    page.reload();
  }

  /** Makes the window as wide as a small telephone, and waits until the page knows it. */
  static void narrow(Page page, int height) {
    page.setViewportSize(320, height);
    page.waitForFunction("window.innerWidth === 320");
  }

  /** As the page is, then in the other language and the other theme, and back to where it was. */
  static void nobodyIsKeptOut(Page page, String when) {
    for (int i = 0; i < 2; i++) {
      assertThat(TestBrowser.barriers(page)).as(when + ", view " + i).isEqualTo(List.of());
      page.evaluate(
          """
          async () => {
            const page = document.querySelector('haven-app, haven-wall, haven-setup');
            await page.changeLanguage();
            page.changeTheme();
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          }\
          """);
    }
  }

  static void signIn(Page page) {
    page.locator(".people button").first().click();
    page.locator("main.desk").waitFor();
  }

  /** A text message through the signed webhook, as a platform sends it. */
  void text(String from, String words) throws Exception {
    contact(new JsonObject().put("channel", "sms").put("from", from).put("text", words));
  }

  /** Any contact through the signed webhook. */
  void contact(JsonObject data) throws Exception {
    deliver(data.put("conversationId", "c" + data.getString("from")), "contact.created");
  }

  /** Somebody the directory knows. */
  void person(String id, String name) throws Exception {
    JsonObject person = new JsonObject().put("kind", "patient").put("name", name);
    assertThat(call("PUT", "/api/v1/people/" + id, Role.INTEGRATOR, person.encode()).statusCode())
        .isEqualTo(200);
  }

  /** More of the same matter. */
  void more(String from, String words) throws Exception {
    deliver(
        new JsonObject()
            .put("channel", "sms")
            .put("from", from)
            .put("text", words)
            .put("conversationId", "c" + from),
        "contact.message");
  }

  private void deliver(JsonObject data, String type) throws Exception {
    String body = new JsonObject().put("type", type).put("data", data).encode();
    String id = "msg-" + UUID.randomUUID();
    long now = Instant.now().getEpochSecond();
    String secret =
        DevelopmentKeys.of(DataFolder.open(Path.of(config.data())))
            .endpoints()
            .get("dev-webhook")
            .get("secret");
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url("/hooks/dev-webhook")))
                .header("content-type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", new Webhook(secret).sign(id, now, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
  }

  HttpResponse<String> call(String method, String path, Role role, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(path)))
            .header("content-type", "application/json")
            .header(
                "authorization",
                "Bearer " + DevelopmentTokens.make(config, role.wireName() + "-1", role, null))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A token as the site's own sign-in would give it. */
  String token(String subject, Role role) {
    return DevelopmentTokens.make(config, subject, role, null);
  }

  /** An answer that goes on. */
  HttpResponse<InputStream> stream(String path, Role role) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(path)))
            .header(
                "authorization",
                "Bearer " + DevelopmentTokens.make(config, role.wireName() + "-1", role, null))
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  /** The node goes away, as in a deployment. */
  void stopNode() {
    node.close();
  }

  /** And comes back at the same port with the same data. */
  void startNode() {
    node = Node.start(config);
  }

  @Override
  public void close() {
    node.close();
  }
}
