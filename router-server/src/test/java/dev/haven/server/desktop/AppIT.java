package dev.haven.server.desktop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ViewportSize;
import dev.haven.proof.FakeAsterisk;
import dev.haven.server.http.Role;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The navigator's desktop, used as a person uses it. */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@Timeout(180)
class AppIT extends PageTests {
  private static final String SCRIPT =
      "<img src=x onerror=\"window.stolen=1\"><script>window.stolen=1</script>";

  private static final String WIDER_THAN_THEIR_PLACE =
      """
      () => ['html', '.offer', '.offer .body > .stack', '.offer blockquote', '.offer .reasons'].filter(what => {
        const element = document.querySelector(what);
        return element.scrollWidth > element.clientWidth;
      })""";

  private static FakeAsterisk telephones;

  AppIT() {
    super("/desktop/app");
  }

  @BeforeAll
  static void plugIn() throws Exception {
    telephones = new FakeAsterisk("router");
  }

  @AfterAll
  static void unplug() {
    telephones.close();
  }

  @Override
  String settings() {
    return """
    endpoints:
      - id: pbx
        adapter: asterisk-ari
        apiBaseUrl: %s
        config: {app: router}
        secret: {user: %s, password: %s}
    """
        .formatted(telephones.url(), FakeAsterisk.USER, FakeAsterisk.PASSWORD);
  }

  private Locator offer() {
    return page.locator(".offer");
  }

  private Locator panel() {
    return page.locator(".panel");
  }

  /** Completes what the keyboard began, so that the next test finds an empty desk. */
  private void complete(String notes) {
    page.keyboard().press("Alt+W");
    Locator field = panel().locator("form.wrap textarea");
    assertThat(panel().locator("form.wrap h3")).hasText(Pattern.compile("Wrap-up|Cierre"));
    field.fill(notes);
    panel().locator("form.wrap button.main").click();
    assertThat(panel()).hasCount(0);
  }

  @Test
  void shouldBringADistressedTextFromTheSignedWebhookToItsWrapUp() throws Exception {
    // given
    world.person("p-1", "María Gómez");
    DeskWorld.begin(page);
    // when
    world.contact(
        new JsonObject()
            .put("channel", "sms")
            .put("from", "+15551230101")
            .put("personId", "p-1")
            .put("text", "ya no puedo más con la quimio, ya no quiero vivir"));
    // then the offer says who it is, how urgent and why
    assertThat(offer()).containsText("Crisis");
    assertThat(offer()).containsText("María Gómez");
    assertThat(offer().locator("mark").first()).containsText("no");
    assertThat(offer().locator(".reasons li").first()).not().isEmpty();
    assertThat(page.locator("#say-now")).containsText("Crisis");
    assertThat(page).hasTitle(Pattern.compile("● Crisis.*|Somebody is waiting.*"));
    // and it can be taken, answered and closed
    offer().locator("button.main").click();
    assertThat(panel().locator("h2")).hasText("María Gómez");
    panel().locator("textarea").fill("Estoy aquí con usted.");
    panel().locator(".composer button.main").click();
    assertThat(panel().locator(".line.navigator:not(.sending)"))
        .containsText("Estoy aquí con usted.");
    world.more("+15551230101", "gracias por contestar");
    assertThat(panel().locator(".line.person").nth(1)).containsText("gracias por contestar");
    complete("Called back, sister is with her.");
    assertThat(page.locator(".empty h2")).hasText("You are available");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldOfferTheBeginningOfALetterAndThenShowAllOfIt() throws Exception {
    // given
    DeskWorld.begin(page);
    String text =
        "I have a question about my bill. ".repeat(14)
            + "I am so tired of it all. I want to die. It is too much.";
    JsonObject letter = new JsonObject().put("channel", "mail").put("from", "12 Main St");
    // when
    world.contact(letter.put("text", text));
    // then the part of a reason that is there is marked
    assertThat(offer().locator("blockquote")).hasText(text.substring(0, 499) + "…");
    assertThat(offer().locator("mark").last()).containsText("want to di…");
    offer().locator("button.main").click();
    assertThat(panel().locator(".paper")).hasText(text);
    assertThat(panel().locator(".paper mark").last()).containsText("want to die");
    complete("");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldShowWordsThatComeLaterToALetterWithoutAny() throws Exception {
    // given
    DeskWorld.begin(page);
    world.contact(new JsonObject().put("channel", "mail").put("from", "+15551230177"));
    offer().locator("button.main").click();
    assertThat(panel().locator(".paper .soft")).isVisible();
    // when
    world.more("+15551230177", "my bill is wrong");
    // then
    assertThat(panel().locator(".paper").last()).hasText("my bill is wrong");
    assertThat(panel().locator(".paper .soft")).hasCount(0);
    complete("");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldServeFiveAtOnceWithTheKeyboardAloneInSpanish() throws Exception {
    page.locator("button[lang=es]").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("html")).hasAttribute("lang", "es");
    page.locator(".people button").first().focus();
    page.keyboard().press("Enter");
    page.locator(".empty button.main").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator(".empty h2")).hasText("Está disponible");
    for (int i = 0; i < 5; i++) {
      world.contact(
          new JsonObject()
              .put("channel", i < 2 ? "sms" : "email")
              .put("from", i < 2 ? "+1555123020" + i : "p" + i + "@example.org")
              .put("text", "necesito ayuda con mi medicina numero " + i));
      assertThat(offer()).isVisible();
      page.keyboard().press("Alt+A");
      assertThat(panel()).hasCount(i + 1);
    }
    for (int i = 4; i >= 0; i--) {
      page.keyboard().press("Alt+J");
      Locator reply = page.locator(":focus");
      assertThat(reply).hasAttribute("maxlength", "5000");
      page.keyboard().type("Le ayudo con gusto.");
      page.keyboard().press("Control+Enter");
      assertThat(page.locator(".panel:has(:focus) .line.navigator:not(.sending)")).hasCount(1);
      page.keyboard().press("Alt+W");
      Locator notes = page.locator(".panel form.wrap h3 >> nth=0");
      assertThat(notes).hasText("Cierre");
      assertThat(page.locator(":focus")).hasJSProperty("tagName", "SELECT");
      page.keyboard().press("Tab");
      page.keyboard().type("listo");
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      assertThat(panel()).hasCount(i);
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldGiveAnOfferBackWithAReasonAndTakeItAgain() throws Exception {
    DeskWorld.begin(page);
    world.contact(
        new JsonObject()
            .put("channel", "email")
            .put("from", "a@b.example")
            .put("text", "Hello there"));
    assertThat(offer()).isVisible();
    page.keyboard().press("Alt+R");
    assertThat(page.locator(":focus")).hasText("I am in the middle of something");
    page.keyboard().press("Enter");
    assertThat(offer()).hasCount(0);
    // The contact waits for this navigator's exclusion to end; a supervisor need not wait.
    assertThat(world.call("GET", "/api/v1/queues", Role.SUPERVISOR, "").body())
        .contains("\"routine\":1");
  }

  @Test
  void shouldLoseNoKeystrokeWhenThePageIsReloadedOrTheNodeRestarts() throws Exception {
    DeskWorld.begin(page);
    world.text("+15551230301", "I feel so alone since the diagnosis");
    offer().locator("button.main").click();
    panel().locator("textarea").fill("I am writing this when");
    // when the page is reloaded
    page.reload();
    assertThat(panel().locator("textarea")).hasValue("I am writing this when");
    assertThat(page.locator(".activity.available")).isVisible();
    // when the node goes away and comes back
    world.stopNode();
    assertThat(page.locator(".top .chip").first()).containsText("Connection lost");
    panel().locator("textarea").fill("I am writing this when the node is away");
    panel().locator(".composer button.main").click();
    assertThat(panel().locator(".line.sending")).isVisible();
    world.startNode();
    // then what was said meanwhile is said, once
    assertThat(panel().locator(".line.navigator:not(.sending)"))
        .hasText(
            Pattern.compile(".*when the node is away.*"),
            new LocatorAssertions.HasTextOptions().setTimeout(30_000));
    assertThat(panel().locator(".line.navigator")).hasCount(1);
    complete("");
  }

  @Test
  void shouldServeOnASlowNetworkAndDrawOnceAFrameHoweverMuchIsTold() throws Exception {
    // given a line on which each word takes 300 ms, either way
    page.addInitScript(
        """
        const later = what => setTimeout(what, 300);
        const ask = window.fetch;
        window.fetch = async (...given) => {
          const answer = await ask(...given);
          return new Promise(done => later(() => done(answer)));
        };
        window.WebSocket = class extends WebSocket {
          send(data) { later(() => { if (this.readyState === WebSocket.OPEN) super.send(data); }); }
          set onmessage(hear) { super.onmessage = event => later(() => hear.call(this, event)); }
        };\
        """);
    page.reload();
    DeskWorld.begin(page);
    world.text("+15551230601", "I feel so alone since the diagnosis");
    assertThat(offer()).isVisible();
    // when impatient hands press everything twice
    page.keyboard().press("Alt+A");
    page.keyboard().press("Alt+A");
    panel().locator("textarea").fill("I am here.");
    page.keyboard().press("Control+Enter");
    page.keyboard().press("Control+Enter");
    // then it is seen that the words are on their way, and they are said once
    assertThat(panel().locator(".line.sending")).hasCount(1);
    assertThat(panel().locator(".line.navigator:not(.sending)"))
        .hasText(Pattern.compile("I am here\\..*"));
    assertThat(panel().locator(".line.navigator")).hasCount(1);
    // and two hundred changes at once are one drawing
    assertThat(
            page.evaluate(
                """
                async () => {
                  const app = document.querySelector('haven-app');
                  const [{contact}] = app.desk.engagements.values();
                  const next = () => new Promise(done => requestAnimationFrame(done));
                  let drawings = 0;
                  const drawn = app.drawn;
                  app.drawn = function () { drawings++; drawn.call(this); };
                  await next();
                  const before = drawings;
                  for (let score = 0; score < 200; score++) {
                    app.hear({type: 'contact.urgency', data: {contactId: contact.id, urgency: {...contact.urgency, score: score % 100}}});
                  }
                  const atOnce = drawings - before;
                  await next();
                  await next();
                  return [atOnce, drawings - before <= 2, document.querySelector('.panel .tier').textContent.includes('99')];
                }\
                """))
        .isEqualTo(List.of(0, true, true));
    complete("");
  }

  @Test
  void shouldAskAColleagueFirstAndHandThePersonOver() throws Exception {
    DeskWorld.begin(page);
    world.text("+15551230701", "I need help with a letter of my insurer");
    offer().locator("button.main").click();
    try (BrowserContext there = world.window("es-MX")) {
      Page colleague = there.newPage();
      colleague.navigate(world.url("/desktop/app"));
      DeskWorld.become(colleague, "bob", Role.NAVIGATOR);
      colleague.locator(".empty button.main").click();
      colleague.locator(".activity.available").waitFor();
      page.reload();
      // when somebody is asked before anything is handed over
      action("Transfer").click();
      panel().locator("select[name=to]").selectOption("navigator:bob");
      panel().locator("input[value=first]").check();
      panel().locator("form.fill button.main").click();
      assertThat(panel().locator(".consult")).containsText("bob is asked.");
      assertThat(colleague.locator(".offer h2")).containsText("Ana Ruiz le pide consejo");
      colleague.keyboard().press("Alt+A");
      assertThat(panel().locator(".consult")).containsText("bob is with you");
      DeskWorld.nobodyIsKeptOut(page, "consult");
      // then they can write to each other, and the person is not sent it
      panel().locator(".composer select").first().selectOption("navigator");
      panel().locator(".composer textarea").fill("Do you know this insurer?");
      page.keyboard().press("Control+Enter");
      assertThat(colleague.locator(".line.colleague")).containsText("Do you know this insurer?");
      // and all three come together, and the first goes on alone, and asks once more
      consult("Bring all together").click();
      assertThat(colleague.locator(".panel header")).containsText("todos juntos");
      colleague.locator(".composer textarea").fill("Hello, I am Bob.");
      colleague.keyboard().press("Control+Enter");
      assertThat(panel().locator(".line.navigator").last()).containsText("Hello, I am Bob.");
      consult("Go on alone").click();
      assertThat(colleague.locator(".panel")).hasCount(0);
      assertThat(panel().locator(".consult")).hasCount(0);
      action("Transfer").click();
      panel().locator("select[name=to]").selectOption("navigator:bob");
      panel().locator("input[value=first]").check();
      panel().locator("form.fill button.main").click();
      assertThat(colleague.locator(".offer")).isVisible();
      colleague.keyboard().press("Alt+A");
      // and one of them goes on with the person
      consult("Hand over").click();
      assertThat(panel()).hasCount(0);
      assertThat(colleague.locator(".panel .consult")).hasCount(0);
      assertThat(colleague.locator(".panel .line.person")).containsText("insurer");
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldMuteAndHoldACallAndOfferOnlyWhatItsPlatformCanDo() throws Exception {
    DeskWorld.begin(page);
    telephones.await("the session", telephones::isConnected);
    telephones.callIn("1767225597.1", "+12025550123");
    assertThat(offer()).isVisible();
    page.keyboard().press("Alt+A");
    telephones.await("it rings", () -> telephones.ringing().size() == 1);
    assertThat(panel().locator(".call .state")).hasText("Connecting the call…");
    String leg = telephones.ringing().get(0);
    telephones.answer(leg);
    assertThat(panel().locator(".call .state")).hasText("On the call");
    // when the navigator coughs
    page.keyboard().press("Alt+M");
    assertThat(panel().locator(".call .state")).hasText("You are muted");
    telephones.await("nobody hears the navigator", () -> telephones.isMuted(leg));
    DeskWorld.nobodyIsKeptOut(page, "muted");
    page.reload();
    assertThat(panel().locator(".call .state")).hasText("You are muted");
    action("Unmute").click();
    telephones.await("the navigator is heard", () -> !telephones.isMuted(leg));
    // and looks something up
    action("Hold").click();
    assertThat(panel().locator(".call .state")).hasText("On hold");
    telephones.await("music", () -> telephones.waitingWithMusic().size() == 1);
    action("Resume").click();
    telephones.await("both talk", () -> telephones.waitingWithMusic().isEmpty());
    // then a colleague could be spoken with first, for this platform can do that
    action("Transfer").click();
    assertThat(panel().locator("input[value=first]")).isVisible();
    action("Hang up").click();
    assertThat(panel().locator(".call .state")).hasText("The call has ended");
    telephones.await("both are let go", () -> !telephones.has(leg));
    panel().locator("form.wrap button.main").click();
    assertThat(panel()).hasCount(0);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldNoticeThatTheComputerSlept() throws Exception {
    DeskWorld.begin(page);
    world.text("+15551230401", "hello, it is about my appointment");
    offer().locator("button.main").click();
    // when the network is gone without a word, as with a closed lid
    window.setOffline(true);
    page.evaluate("document.querySelector('haven-app').connection.socket.onmessage = null");
    world.more("+15551230401", "are you there?");
    window.setOffline(false);
    page.evaluate("dispatchEvent(new Event('online'))");
    // then the desktop finds out by itself and has what was missed
    assertThat(panel().locator(".line.person").nth(1))
        .containsText(
            "are you there?", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
    complete("");
  }

  @Test
  void shouldLetTheDesktopOfTheDocumentationServeSomebody() throws Exception {
    String example = Files.readString(Path.of("..", "docs", "examples", "crm.html"));
    page.route(
        "**/crm",
        route ->
            route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(example)));
    page.route(
        "**/crm/haven-token",
        route ->
            route.fulfill(new Route.FulfillOptions().setBody(world.token("ana", Role.NAVIGATOR))));
    page.navigate(world.url("/crm"));
    assertThat(page.locator("#state")).hasText("online");
    world.text("+15551230901", "I feel so alone " + SCRIPT);
    assertThat(page.locator("#offers h2")).containsText("+15551230901");
    page.locator("#offers button").first().click();
    assertThat(page.locator("#work h2")).hasText("+15551230901, talking");
    page.locator("#work textarea").fill("I am here.");
    page.locator("#work button").first().click();
    assertThat(page.locator("#work li").last()).hasText("navigator: I am here.");
    // and a reload loses nothing
    page.reload();
    assertThat(page.locator("#work li").first()).containsText("<script>");
    page.locator("#work button").last().click();
    assertThat(page.locator("#work article")).hasCount(0);
    assertThat(page.locator("#said")).isEmpty();
    assertThat(page.evaluate("window.stolen === undefined")).isEqualTo(true);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldTellTheOlderOfTwoWindowsAndLetItComeBack() {
    DeskWorld.begin(page);
    try (BrowserContext other = world.window("en-US")) {
      Page second = other.newPage();
      second.navigate(world.url("/desktop/app"));
      DeskWorld.signIn(second);
      assertThat(page.locator("[role=alertdialog]")).containsText("open in another window");
      page.locator("[role=alertdialog] button").click();
      assertThat(page.locator("[role=alertdialog]")).hasCount(0);
      assertThat(second.locator("[role=alertdialog]")).isVisible();
    }
  }

  @Test
  void shouldRefuseAnotherRole() {
    DeskWorld.become(page, "boss", Role.OPS);
    assertThat(page.locator("[role=alert]").first()).containsText("may not use this page");
  }

  @Test
  void shouldShowAScriptAsTextInEveryFieldAPatientCanWrite() throws Exception {
    world.person("p-x", SCRIPT);
    DeskWorld.begin(page);
    world.contact(
        new JsonObject()
            .put("channel", "email")
            .put("from", "x@evil.example")
            .put("subject", SCRIPT)
            .put("personId", "p-x")
            .put("text", "I want to die " + SCRIPT));
    assertThat(offer()).containsText("<script>window.stolen=1</script>");
    offer().locator("button.main").click();
    assertThat(panel().locator("h2")).hasText(SCRIPT);
    assertThat(panel().locator(".talk")).containsText("onerror=");
    world.contact(
        new JsonObject()
            .put("channel", "chat")
            .put("from", SCRIPT.substring(0, 40))
            .put("text", SCRIPT));
    assertThat(offer()).containsText("onerror");
    page.keyboard().press("Alt+A");
    assertThat(panel()).hasCount(2);
    assertThat(
            page.evaluate(
                "window.stolen === undefined && document.querySelectorAll('haven-app :is(img,"
                    + " script)').length === 0"))
        .isEqualTo(true);
    // and nothing that a contact carries leads its record to another place
    assertThat(
            page.evaluate(
                """
                async name => {
                  const {screenPop} = await import('/desktop/haven-desktop.js');
                  const contact = {id: 'c1', channel: 'sms', language: 'es', queue: 'support', person: {id: name}};
                  return ['https://crm.example.org/p/{person}?c={contact}', 'https://{person}/', 'javascript:{person}//crm.example.org']
                    .map(url => screenPop(url, ['crm.example.org'], contact));
                }\
                """,
                "../@evil.example/?x=1#"))
        .isEqualTo(
            Arrays.asList(
                "https://crm.example.org/p/..%2F%40evil.example%2F%3Fx%3D1%23?c=c1", null, null));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldArrangeACallbackReportAnAdverseEventAndSaveAFile() throws Exception {
    DeskWorld.begin(page);
    page.route(
        "**/api/v1/contacts/*/attachments/1",
        route -> route.fulfill(new Route.FulfillOptions().setBody("scan")));
    world.contact(
        new JsonObject()
            .put("channel", "email")
            .put("from", "eva@example.org")
            .put("text", "When does the pharmacy open?"));
    offer().locator("button.main").click();
    // then a file that came with it can be saved, and is not opened here
    assertThat(panel()).hasCount(1);
    page.evaluate(
        """
        name => {
          const app = document.querySelector('haven-app');
          const [{contact}] = app.desk.engagements.values();
          const file = {n: '1', name, type: 'text/plain', contentType: 'text/plain', bytes: 4, at: '2026-01-01T00:00:00Z'};
          app.hear({type: 'contact.attachments', data: {contactId: contact.id, attachments: [
            {...file, state: 'stored'}, {...file, n: '2', state: 'pending'}]}});
        }\
        """,
        SCRIPT);
    assertThat(panel().locator(".files")).containsText("on its way");
    assertThat(panel().locator(".files")).containsText("<script>");
    Download file = page.waitForDownload(() -> panel().locator(".files button").click());
    assertThat(Files.readString(file.path())).isEqualTo("scan");
    // and a callback can be arranged, once
    action("Later").click();
    panel().locator("[id^=about-]").fill("how the scan went");
    Response arranged =
        page.waitForResponse(
            "**/api/v1/callbacks", () -> panel().locator("form.fill button.main").click());
    assertThat(arranged.status()).isEqualTo(201);
    assertThat(new JsonObject(arranged.text()).getString("state")).isEqualTo("scheduled");
    assertThat(page.locator(".stage > .notice")).containsText("It is arranged.");
    // and an adverse event that was told by the way is flagged, written down and sent
    action("Adverse event").click();
    panel().locator(".fill button.main").click();
    assertThat(panel().locator(".chip.alarm")).hasText("Report due");
    for (String criterion : List.of("reporter", "patient", "product", "event")) {
      panel().locator("[id^=" + criterion + "-]").fill("the " + criterion);
    }
    panel().locator("form.fill button[type=button]").first().click();
    assertThat(page.locator(".stage > .notice")).containsText("The draft is kept");
    panel().locator("form.fill button.main").click();
    assertThat(panel().locator(".fill")).containsText("Submitted");
    complete("");
    // and one that was flagged by mistake is dismissed for a reason
    world.contact(
        new JsonObject().put("channel", "email").put("from", "b@x.example").put("text", "Hello"));
    offer().locator("button.main").click();
    action("Adverse event").click();
    panel().locator(".fill button.main").click();
    panel().locator(".fill summary").click();
    panel()
        .locator(".fill details button", new Locator.LocatorOptions().setHasText("no adverse"))
        .click();
    assertThat(panel().locator(".fill")).containsText("Nothing is to be reported.");
    assertThat(panel().locator("header")).containsText("No report");
    // and who does not want to be reached is not, which the navigator is told in words
    page.route(
        "**/api/v1/callbacks",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(409)
                    .setContentType("application/problem+json")
                    .setBody("{\"code\":\"no-consent\",\"detail\":\"\"}")));
    action("Later").click();
    panel().locator("form.fill button.main").click();
    assertThat(page.locator(".stage > .notice")).containsText("has asked not to be");
    assertThat(panel().locator("[id^=due-]").first()).isVisible();
    complete("");
    // the browser itself notes that there was no report at first, and the refusal
    assertThat(browser.complaints())
        .allSatisfy(complaint -> assertThat(complaint).containsPattern("status of 40[49]"));
  }

  private Locator consult(String name) {
    return panel().locator(".consult button", new Locator.LocatorOptions().setHasText(name));
  }

  private Locator action(String name) {
    return panel().locator(".actions button", new Locator.LocatorOptions().setHasText(name));
  }

  @Test
  void shouldHaveNoBarriersInBothLanguagesAndThemes() throws Exception {
    DeskWorld.nobodyIsKeptOut(page, "sign-in");
    DeskWorld.signIn(page);
    DeskWorld.nobodyIsKeptOut(page, "away");
    page.locator(".empty button.main").click();
    DeskWorld.nobodyIsKeptOut(page, "available");
    world.person("p-long", "Anna Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh");
    world.contact(
        new JsonObject()
            .put("channel", "sms")
            .put("from", "+15551230501")
            .put("personId", "p-long")
            .put("text", "I am so scared, when is my appointment"));
    assertThat(offer().locator(".reasons li").first()).isVisible();
    DeskWorld.nobodyIsKeptOut(page, "offer");
    ViewportSize wide = page.viewportSize();
    DeskWorld.narrow(page, 800);
    assertThat(page.evaluate(WIDER_THAN_THEIR_PLACE))
        .as("nothing scrolls sideways, and nothing is cut off where it cannot")
        .isEqualTo(List.of());
    page.setViewportSize(wide.width, wide.height);
    offer().locator("button.main").click();
    assertThat(panel()).isVisible();
    panel().locator("summary").click();
    action("Transfer").click();
    DeskWorld.nobodyIsKeptOut(page, "conversation");
    action("Later").click();
    DeskWorld.nobodyIsKeptOut(page, "for later");
    action("Adverse event").click();
    panel().locator(".fill button.main").click();
    assertThat(panel().locator(".fill textarea")).hasCount(4);
    DeskWorld.nobodyIsKeptOut(page, "report");
    page.keyboard().press("Alt+W");
    assertThat(panel().locator("form.wrap h3")).isVisible();
    DeskWorld.nobodyIsKeptOut(page, "wrap-up");
    DeskWorld.narrow(page, 800);
    assertThat(page.evaluate("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
    DeskWorld.nobodyIsKeptOut(page, "wrap-up, narrow");
    panel().locator("form.wrap button.main").click();
    assertThat(panel()).hasCount(0);
  }
}
