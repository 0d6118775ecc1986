package dev.haven.server.desktop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.haven.server.http.Role;
import dev.haven.server.support.Specification;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The supervisor's wall and the stream it rests on. */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@Timeout(180)
class WallIT extends PageTests {
  private static final String SCRIPT =
      "<img src=x onerror=\"window.stolen=1\"><script>window.stolen=1</script>";
  private static final String WORDS = "quiero terminar con todo esto, no puedo respirar";

  WallIT() {
    super("/desktop/wall");
  }

  private void begin() {
    page.locator(".people button").first().click();
    assertThat(page.locator(".tile")).hasCount(5);
  }

  @Test
  void shouldShowWhoWaitsWithoutAWordAndLetASupervisorLookReadAndRaise() throws Exception {
    // given
    begin();
    assertThat(
            world
                .call(
                    "PUT",
                    "/api/v1/navigators/eve",
                    Role.SUPERVISOR,
                    new JsonObject()
                        .put("name", SCRIPT)
                        .put("languages", List.of("en"))
                        .put("queues", List.of("support"))
                        .encode())
                .statusCode())
        .isEqualTo(200);
    // when
    world.person("p-x", SCRIPT);
    world.contact(
        new JsonObject()
            .put("channel", "sms")
            .put("from", "+15551240001")
            .put("personId", "p-x")
            .put("text", "necesito saber cuando es mi cita " + SCRIPT));
    // then
    Locator routine = page.locator(".tile.routine .big");
    assertThat(routine).containsText("1");
    assertThat(page.locator("#waiting tbody tr")).hasCount(1);
    assertThat(page.locator("haven-wall")).not().containsText("cita");
    // and why it stands where it stands
    page.locator("#waiting td:last-child button").click();
    Locator contact = page.locator("dialog");
    assertThat(contact).containsText("It is number 1 in queue support.");
    assertThat(contact).not().containsText("cita");
    // and its words, for a reason that is kept
    contact.locator("#read-why").selectOption("safety_concern");
    contact.locator("form:has(#read-why) button").click();
    assertThat(contact.locator(".words")).containsText("necesito saber cuando es mi cita");
    assertThat(contact.locator(".words")).containsText("<script>window.stolen=1</script>");
    assertThat(page.locator(".team")).containsText("<script>window.stolen=1</script>");
    assertThat(
            page.evaluate(
                "window.stolen === undefined && document.querySelectorAll('haven-wall :is(img,"
                    + " script)').length === 0"))
        .isEqualTo(true);
    // and it can be raised
    contact.locator("#raise-tier").selectOption("crisis");
    contact.locator("form:has(#raise-tier) button").click();
    assertThat(contact.locator(".tier").first()).containsText("Crisis");
    assertThat(contact.locator(".timeline")).containsText("read by a supervisor");
    assertThat(contact.locator(".timeline")).containsText("urgency set by a person");
    page.keyboard().press("Escape");
    assertThat(contact).hasCount(0);
    assertThat(page.locator(".tile.crisis .big")).containsText("1");
    assertThat(routine).containsText("0");
    // and somebody answers for whom nobody takes
    Locator escalated = page.locator("#waiting .chip.alarm");
    assertThat(escalated).containsText("Escalated, step 1");
    page.locator("#waiting .chip.alarm + button").click();
    assertThat(page.locator("#say")).containsText("You answer for it");
    page.locator("#waiting td:last-child button").click();
    assertThat(contact.locator(".timeline")).containsText("somebody answers for it");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldChangeWhatANavigatorDoesWhomTheyServeAndWhetherAQueueIsOpen() throws Exception {
    begin();
    try (BrowserContext other = world.window("en-US")) {
      Page desk = other.newPage();
      desk.navigate(world.url("/desktop/app"));
      DeskWorld.begin(desk);
      Locator activity = page.locator("#act-ana");
      assertThat(activity).hasValue("available");
      activity.selectOption("break");
      assertThat(desk.locator("#activity")).hasValue("break");
      assertThat(page.locator(".figures")).containsText("0 / 1");
      activity.selectOption("available");
      assertThat(desk.locator(".activity.available")).isVisible();
      // and gives somebody to a navigator who had refused them
      world.text("+15551240009", "when is my appointment");
      assertThat(desk.locator(".offer")).isVisible();
      desk.keyboard().press("Alt+R");
      desk.locator("[data-first=reject]").click();
      assertThat(desk.locator(".offer")).hasCount(0);
      page.locator("#waiting td:last-child button").click();
      page.locator("form:has(#assign-to) button").click();
      assertThat(page.locator("dialog")).hasCount(0);
      assertThat(desk.locator(".offer")).isVisible();
      page.keyboard().press("Escape");
    }
    // and sees what was promised
    world.call(
        "POST",
        "/api/v1/callbacks",
        Role.INTEGRATOR,
        "{\"channel\":\"phone\",\"from\":\"+15551240008\",\"dueAt\":\""
            + Instant.now().plusSeconds(86_400)
            + "\"}");
    assertThat(page.locator("#owed li")).containsText("Callback");
    // and declares an emergency, for a reason, and ends it
    Locator queue = page.locator(".queues li");
    queue.locator("[data-switch=emergency]").click();
    assertThat(page.locator("#switch-why")).isFocused();
    DeskWorld.nobodyIsKeptOut(page, "emergency");
    page.locator("#switch-why").selectOption("outage");
    queue.locator("button.danger").dblclick();
    assertThat(queue.locator(".chip.alarm")).containsText("Emergency since");
    queue.locator("[data-switch=emergency]").click();
    queue.locator("button.main").click();
    assertThat(queue.locator(".chip.alarm")).hasCount(0);
    // and pauses it with the keyboard, and however often that is pressed it stays paused
    queue.locator("[data-switch=pause]").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#switch-why")).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    page.keyboard().press("Enter");
    assertThat(queue.locator(".chip")).containsText("Paused since");
    assertThat(queue.locator("[data-switch=pause]")).containsText("End the pause");
    DeskWorld.nobodyIsKeptOut(page, "paused");
    queue.locator("[data-switch=pause]").click();
    queue.locator("button.main").click();
    assertThat(queue.locator(".chip")).hasCount(0);
  }

  @Test
  void shouldComeBackAfterTheNodeDidWithWhatThatOneCounted() throws Exception {
    begin();
    Locator figures = page.locator(".figures dd");
    assertThat(figures.nth(1)).hasText("–");
    try (BrowserContext other = world.window("en-US")) {
      Page desk = other.newPage();
      desk.navigate(world.url("/desktop/app"));
      DeskWorld.begin(desk);
      world.text("+15551240012", "when is my appointment");
      assertThat(desk.locator(".offer")).isVisible();
      assertThat(figures.nth(2)).hasText("100 %");
    }
    world.stopNode();
    assertThat(page.locator(".top .chip")).containsText("Connection lost");
    world.startNode();
    assertThat(page.locator(".top .chip"))
        .containsText(
            "Connected",
            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                .setTimeout(40_000));
    // then the new node, which offered nobody, tells what the one before it did
    assertThat(figures.nth(1)).not().hasText("–");
    assertThat(figures.nth(2)).hasText("100 %");
  }

  @Test
  void shouldRefuseAnotherRole() {
    DeskWorld.become(page, "ana", Role.NAVIGATOR);
    assertThat(page.locator("[role=alert]").first()).containsText("may not use this page");
  }

  @Test
  void shouldHaveNoBarriersInBothLanguagesAndThemesOnAnySize() throws Exception {
    DeskWorld.nobodyIsKeptOut(page, "sign-in");
    begin();
    world.text("+15551240002", WORDS);
    assertThat(page.locator("#waiting tbody tr")).hasCount(1);
    DeskWorld.nobodyIsKeptOut(page, "wall");
    page.locator("#waiting td:last-child button").click();
    assertThat(page.locator("dialog")).isVisible();
    DeskWorld.nobodyIsKeptOut(page, "contact");
    page.keyboard().press("Escape");
    for (int width : new int[] {320, 3840}) {
      page.setViewportSize(width, 1_200);
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("width " + width)
          .isEqualTo(true);
    }
  }

  @Test
  void shouldTellAnyWallWhatTheSpecificationSays() throws Exception {
    world.text("+15551240003", WORDS);
    Specification spec = Specification.of("/api/asyncapi.yaml");
    HttpResponse<InputStream> stream = world.stream("/supervision", Role.SUPERVISOR);
    assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream");
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      conforms(spec, events, "history", "SupervisionHistory");
      JsonNode state = conforms(spec, events, "state", "SupervisionState");
      assertThat(state.toString()).doesNotContain("respirar", "+1555", "ana@");
      conforms(spec, events, "sample", "SupervisionSample");
    }
    assertThat(world.stream("/supervision", Role.NAVIGATOR).statusCode()).isEqualTo(403);
  }

  /** The next event of that name, checked against its schema. */
  private static JsonNode conforms(
      Specification spec, BufferedReader events, String name, String schema) throws Exception {
    String line = events.readLine();
    while (!("event: " + name).equals(line)) {
      assertThat(line).as("the stream goes on").isNotNull();
      line = events.readLine();
    }
    JsonNode data = new ObjectMapper().readTree(events.readLine().substring("data: ".length()));
    assertThat(spec.schema(spec.root().at("/components/schemas/" + schema)).validate(data))
        .as(data.toString())
        .isEmpty();
    return data;
  }
}
