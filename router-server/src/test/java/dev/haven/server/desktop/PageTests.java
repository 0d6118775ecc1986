package dev.haven.server.desktop;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.haven.server.support.TestBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One browser for all tests of a page; for each test a node of its own and a fresh window. */
abstract class PageTests {
  static TestBrowser browser;

  @TempDir Path data;
  DeskWorld world;
  BrowserContext window;
  Page page;

  private final String path;

  /**
   * @param path of the page that stands open when a test begins
   */
  PageTests(String path) {
    this.path = path;
  }

  @BeforeAll
  static void launch() {
    browser = TestBrowser.launch();
  }

  @AfterAll
  static void quit() {
    browser.close();
  }

  /** Settings of the node beside the usual. */
  String settings() {
    return "";
  }

  @BeforeEach
  void open() throws Exception {
    world = DeskWorld.start(data, browser, settings());
    window = world.window("en-US");
    page = window.newPage();
    page.navigate(world.url(path));
  }

  @AfterEach
  void leave() {
    window.close();
    world.close();
    browser.complaints();
  }
}
