package dev.haven.server.desktop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.haven.server.http.Role;
import dev.haven.server.support.TestBrowser;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of the documentation into {@code target/pictures}; docs/images has copies. */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@Timeout(180)
class PicturesIT {
  private static final Path FOLDER = Path.of("target", "pictures");

  @Test
  void shouldTakeThePicturesOfTheDocumentation(@TempDir Path data) throws Exception {
    try (TestBrowser browser = TestBrowser.launch();
        DeskWorld world = DeskWorld.start(data, browser);
        BrowserContext window = world.window("en-US")) {
      Page desk = window.newPage();
      desk.setViewportSize(1_200, 700);
      desk.navigate(world.url("/desktop/app"));
      DeskWorld.begin(desk);
      world.person("p-1", "María Gómez");
      world.contact(
          new JsonObject()
              .put("channel", "sms")
              .put("from", "+12025550142")
              .put("personId", "p-1")
              .put("text", "ya no puedo más con la quimio, ya no quiero vivir"));
      assertThat(desk.locator(".offer")).isVisible();
      take(desk, "offer.png");
      desk.keyboard().press("Alt+A");
      desk.locator(".composer textarea").fill("Estoy aquí con usted, María.");
      desk.keyboard().press("Control+Enter");
      assertThat(desk.locator(".line.navigator:not(.sending)")).hasCount(1);
      world.contact(
          new JsonObject()
              .put("channel", "chat")
              .put("from", "visitor")
              .put("text", "My copay card was declined again, who can help?"));
      assertThat(desk.locator(".offer")).isVisible();
      desk.keyboard().press("Alt+A");
      assertThat(desk.locator(".panel")).hasCount(2);
      take(desk, "desktop.png");
      world.contact(
          new JsonObject()
              .put("channel", "phone")
              .put("from", "+12025550143")
              .put("text", "fever of 103 since the infusion and I can not breathe well"));
      desk.keyboard().press("Alt+R");
      Page wall = window.newPage();
      wall.setViewportSize(1_200, 800);
      wall.navigate(world.url("/desktop/wall"));
      DeskWorld.become(wall, "supervisor", Role.SUPERVISOR);
      assertThat(wall.locator(".decided li").first()).isVisible();
      take(wall, "wall.png");
      Page setup = window.newPage();
      setup.setViewportSize(1_200, 700);
      setup.navigate(world.url("/desktop/setup"));
      DeskWorld.become(setup, "operator", Role.OPS);
      setup.locator("#try-text").fill("she can not breathe since the infusion, tengo mucho miedo");
      assertThat(setup.locator(".found mark").first()).isVisible();
      take(setup, "setup.png");
    }
  }

  private static void take(Page page, String name) throws Exception {
    Path file = FOLDER.resolve(name);
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    assertThat(Files.size(file)).isBetween(10_000L, 400_000L);
  }
}
