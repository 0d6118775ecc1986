package dev.haven.server.support;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Debian's Chromium without a window, for tests of pages in the Maven profile {@code debian}.
 * Nothing is downloaded. What a page complains of is kept: a script that failed, a request that was
 * refused by the page's policy, an error on its console.
 *
 * <p>For one thread. Starting takes a few seconds: one for a test class.
 */
public final class TestBrowser implements AutoCloseable {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private TestBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  public static TestBrowser launch() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium())
                    // Tests run as root in containers, and in small /dev/shm; a page that a test
                    // serves itself comes from no address, so it could not call this machine.
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-dev-shm-usage",
                            "--disable-features=LocalNetworkAccessChecks")));
    return new TestBrowser(playwright, browser);
  }

  private static Path chromium() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no chromium on the PATH"));
  }

  /** A window of its own: own cookies, own storage. Actions wait at most ten seconds. */
  public BrowserContext window(Browser.NewContextOptions options) {
    BrowserContext window = browser.newContext(options);
    window.setDefaultTimeout(10_000);
    window.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    window.onWebError(error -> complaints.add("script: " + error.error()));
    return window;
  }

  /** What pages complained of since the last time this was asked. */
  public List<String> complaints() {
    List<String> since = List.copyOf(complaints);
    complaints.clear();
    return since;
  }

  /**
   * What stands between the page as it is now and WCAG 2.2 AA, as far as axe can tell. Our pages
   * have no frames, so axe runs in the page itself, which takes half the time.
   */
  public static List<String> barriers(Page page) {
    return new AxeBuilder(page)
        .setLegacyMode(true).withTags(WCAG).analyze().getViolations().stream()
            .flatMap(
                rule ->
                    rule.getNodes().stream()
                        .map(
                            node ->
                                rule.getId()
                                    + " at "
                                    + node.getTarget()
                                    + ": "
                                    + node.getHtml()
                                    + " "
                                    + node.getFailureSummary()))
            .toList();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
