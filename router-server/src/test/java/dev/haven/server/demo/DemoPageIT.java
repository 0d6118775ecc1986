package dev.haven.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.haven.server.config.QuickStart;
import dev.haven.server.support.TestBrowser;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The demo's page in a real browser. */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@Timeout(120)
class DemoPageIT {
  @Test
  void shouldBeReadableByEverybodyInBothThemes(@TempDir Path data) {
    // given
    try (Demo demo =
            Demo.start(
                QuickStart.in(data),
                2,
                DemoPace.busyMorning(2),
                DemoWatch.NONE,
                new Random(20_260_102));
        TestBrowser browser = TestBrowser.launch()) {
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        // when
        try (BrowserContext window =
            browser.window(new Browser.NewContextOptions().setColorScheme(scheme))) {
          Page page = window.newPage();
          page.navigate("http://127.0.0.1:" + demo.port() + "/");
          page.locator("#tiers li").nth(4).waitFor();
          // then
          assertThat(TestBrowser.barriers(page)).as("barriers, " + scheme).isEmpty();
        }
      }
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
