package dev.haven.server.desktop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.haven.server.support.TestBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at an OpenID provider: code flow with PKCE, in a real browser. */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@Timeout(180)
class OidcIT {
  @Test
  void shouldSignInAtTheProviderAndServe(@TempDir Path data) throws Exception {
    try (StubIssuer issuer = new StubIssuer();
        TestBrowser browser = TestBrowser.launch();
        DeskWorld world =
            DeskWorld.start(
                data,
                browser,
                """
                auth:
                  issuer: %1$s
                  jwksUrl: %1$s/keys
                  oidc: {issuer: "%1$s", clientId: haven-desktop}
                """
                    .formatted(issuer.url()));
        BrowserContext window = world.window("en-US")) {
      // given a node that makes no tokens itself
      Page page = window.newPage();
      page.navigate(world.url("/desktop/app"));
      assertThat(page.locator(".people")).hasCount(0);
      // when
      page.locator(".sign-in button.main").click();
      // then
      assertThat(page.locator(".top strong")).hasText("Ana Ruiz");
      assertThat(page.url())
          .as("no code is left in the address")
          .isEqualTo(world.url("/desktop/app"));
      page.locator(".empty button.main").click();
      assertThat(page.locator(".activity.available")).isVisible();
      // and an answer that nobody asked for is not believed
      page.evaluate("sessionStorage.clear()");
      page.navigate(world.url("/desktop/app?code=code-1&state=forged"));
      assertThat(page.locator("[role=alert]").first()).containsText("was not accepted");
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
