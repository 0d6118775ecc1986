package dev.haven.server.desktop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.haven.server.http.Role;
import dev.haven.server.support.Specification;
import dev.haven.server.support.TestBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The operator's page. */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@Timeout(180)
class SetupIT {
  @Test
  void shouldShowEndpointsAndTryAMessageForOperatorsOnly(@TempDir Path data) throws Exception {
    try (TestBrowser browser = TestBrowser.launch();
        DeskWorld world = DeskWorld.start(data, browser);
        BrowserContext window = world.window("en-US")) {
      // given
      Page page = window.newPage();
      page.navigate(world.url("/desktop/setup"));
      page.locator(".people button").last().click();
      Locator endpoint = page.locator(".endpoint:has(#e-dev-webhook)");
      assertThat(endpoint).containsText("Nothing came yet");
      assertThat(endpoint.locator("code.url")).hasText(world.url("/hooks/dev-webhook"));
      // when something comes
      world.text("+15551250001", "hello");
      // then it is seen
      assertThat(endpoint).containsText("1 since the start");
      assertThat(endpoint).hasClass("endpoint card good");
      endpoint.locator("summary").click();
      assertThat(endpoint.locator("li").first()).isVisible();
      // and a message can be tried, which is told as text
      page.locator("#try-text").fill("ya no quiero vivir <b onclick=alert(1)>x</b>");
      assertThat(page.locator("[role=status] .tier")).containsText("Crisis");
      assertThat(page.locator(".found mark").first()).containsText("no quiero vivir");
      assertThat(page.locator(".found")).containsText("<b onclick");
      assertThat(page.locator(".found b")).hasCount(0);
      DeskWorld.nobodyIsKeptOut(page, "set-up");
      DeskWorld.narrow(page, 900);
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo(true);
      assertThat(browser.complaints()).isEmpty();
      // and nobody else sees it
      DeskWorld.become(page, "ana", Role.NAVIGATOR);
      assertThat(page.locator("[role=alert]").first()).containsText("may not use this page");
      Specification spec = Specification.of("/api/openapi.yaml");
      String answer = world.call("GET", "/api/v1/setup", Role.OPS, "").body();
      assertThat(
              spec.schema(spec.root().at("/components/schemas/Setup"))
                  .validate(new ObjectMapper().readTree(answer)))
          .as(answer)
          .isEmpty();
    }
  }
}
