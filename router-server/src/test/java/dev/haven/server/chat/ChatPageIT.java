package dev.haven.server.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.TestBrowser;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Node;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The chat in a real browser. */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@Timeout(120)
class ChatPageIT {
  @TempDir static Path data;
  private static Node node;
  private static TestBrowser browser;

  @BeforeAll
  static void start() {
    node = Node.start(config());
    browser = TestBrowser.launch();
  }

  @AfterAll
  static void stop() {
    browser.close();
    node.close();
  }

  private static HavenConfig config() {
    return QuickStart.in(data);
  }

  private static String url() {
    return "http://127.0.0.1:" + node.port() + "/chat/dev-chat";
  }

  private static Browser.NewContextOptions small(ColorScheme scheme) {
    return new Browser.NewContextOptions()
        .setViewportSize(320, 568)
        .setLocale("es-MX")
        .setColorScheme(scheme);
  }

  private static void leave(Page page, String end, String sure) {
    page.getByText(end).click();
    page.getByText(sure).click();
    assertThat(page.locator(".log p")).hasCount(0);
  }

  @Test
  void shouldTalkBothWaysAndKeepTheConversationOverAReload() throws Exception {
    try (BrowserContext window = browser.window(small(ColorScheme.LIGHT));
        DesktopClient desktop =
            DesktopClient.of(
                node.port(), DevelopmentTokens.make(config(), "nav-1", Role.NAVIGATOR, null))) {
      // given
      desktop.command("hello", "1", "{\"activity\":\"available\"}");
      Page page = window.newPage();
      page.navigate(url());
      page.getByLabel("Su mensaje").fill("hola, ¿hay alguien?");
      // when
      page.getByLabel("Su mensaje").press("Enter");
      // then
      JsonNode offer = desktop.await("offer.created");
      assertThat(offer.at("/data/contact/preview").asText()).isEqualTo("hola, ¿hay alguien?");
      String id = offer.at("/data/offerId").asText();
      desktop.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      desktop.command(
          "engagement.message",
          "3",
          "{\"engagementId\":\"" + id + "\",\"text\":\"<b>sí</b>, aquí estoy\"}");
      Locator log = page.locator(".log");
      assertThat(log).containsText("<b>sí</b>, aquí estoy");
      assertThat(page.locator(".status")).hasText("Está hablando con un navegador.");
      assertThat(TestBrowser.barriers(page)).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
      // when
      page.reload();
      // then
      assertThat(page.locator(".log p")).hasCount(2);
      assertThat(log).containsText("hola, ¿hay alguien?");
      assertThat(log).containsText("aquí estoy");
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldKeepWhatIsWrittenWithoutAConnectionAndSendItOnce() {
    try (BrowserContext window = browser.window(small(ColorScheme.DARK))) {
      Page page = window.newPage();
      page.navigate(url());
      assertThat(page.locator(".status")).hasText("Escríbanos. Le responderá una persona.");
      page.evaluate("document.querySelector('haven-chat').line.socket.close()");
      window.setOffline(true);

      page.getByLabel("Su mensaje").fill("sin red");
      page.getByLabel("Su mensaje").press("Enter");

      assertThat(page.locator(".log .mark")).hasText("por enviar");
      assertThat(TestBrowser.barriers(page)).isEmpty();
      window.setOffline(false);
      assertThat(page.locator(".log .mark")).hasText("enviado");
      page.reload();
      assertThat(page.locator(".log p")).hasCount(1);
      leave(page, "Terminar el chat", "¿Terminar ahora?");
      // The browser itself says on the console that there was no connection.
      browser.complaints();
    }
  }

  @Test
  void shouldSitInTheCornerOfAPageAndBeUsedByKeyboardAlone() {
    try (BrowserContext window = browser.window(new Browser.NewContextOptions().setLocale("en"))) {
      Page page = window.newPage();
      page.navigate(url());
      page.evaluate(
          """
          () => {
            const heading = document.createElement('h1');
            heading.textContent = 'A clinic';
            document.querySelector('main').replaceChildren(heading);
            document.body.append(document.createElement('haven-chat'));
          }
          """);
      Locator launcher = page.locator(".launcher");
      launcher.focus();

      page.keyboard().press("Enter");

      assertThat(page.getByLabel("Your message")).isFocused();
      assertThat(TestBrowser.barriers(page)).isEmpty();
      page.keyboard().type("hello");
      page.keyboard().press("Enter");
      assertThat(page.locator(".log p")).hasCount(1);
      page.keyboard().press("Escape");
      assertThat(launcher).isFocused();
      assertThat(browser.complaints()).isEmpty();
      page.keyboard().press("Enter");
      leave(page, "End chat", "End it now?");
    }
  }
}
