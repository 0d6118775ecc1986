package dev.haven.server.desktop;

import dev.haven.server.http.HttpDoor.Page;
import dev.haven.server.http.HttpDoor.StaticPage;
import dev.haven.server.http.SignIn;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The pages under {@code /desktop} and what they are made of: HTML, style sheets, ES modules and
 * words, as they stand in the jar. Nothing is built, nothing comes from elsewhere.
 */
public final class DesktopPages {
  private static final String FOLDER = "/desktop/";
  private static final String LIBRARY = "/META-INF/resources/_static/lit-html/";
  private static final String LIBRARY_FACTS = "/META-INF/maven/org.mvnpm/lit-html/pom.properties";

  /** Pages: their path is their name without the ending. */
  static final List<String> PAGES = List.of("app.html", "wall.html", "setup.html");

  static final List<String> PARTS =
      List.of(
          "alarm.js",
          "app.css",
          "app.js",
          "consult.js",
          "desk.js",
          "drafts.js",
          "engagement.js",
          "event-stream.js",
          "files.js",
          "further.js",
          "haven-desktop.js",
          "offer.js",
          "page.js",
          "plots.js",
          "report.js",
          "session.js",
          "setup.css",
          "setup.js",
          "theme.css",
          "wall.css",
          "wall-queues.js",
          "wall.js",
          "words/en.json",
          "words/es.json");

  private static final List<String> LIBRARY_PARTS =
      List.of(
          "lit-html.js",
          "directive.js",
          "directive-helpers.js",
          "directives/live.js",
          "directives/repeat.js");

  private DesktopPages() {}

  /**
   * By path; read once.
   *
   * @param headers of every answer
   */
  public static Map<String, Page> all(SignIn signIn, Map<String, String> headers) {
    Map<String, Page> pages = new HashMap<>();
    for (String page : PAGES) {
      pages.put(FOLDER + page.replace(".html", ""), file(FOLDER + page, headers));
    }
    for (String part : PARTS) {
      pages.put(FOLDER + part, file(FOLDER + part, headers));
    }
    String library = LIBRARY + libraryVersion() + '/';
    for (String part : LIBRARY_PARTS) {
      pages.put(FOLDER + "lib/" + part, file(library + part, headers));
    }
    pages.put(SignIn.PATH, signIn);
    return pages;
  }

  private static StaticPage file(String resource, Map<String, String> headers) {
    try (InputStream in = open(resource)) {
      return new StaticPage(typeOf(resource), Buffer.buffer(in.readAllBytes()), headers);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }

  private static String libraryVersion() {
    Properties facts = new Properties();
    try (InputStream in = open(LIBRARY_FACTS)) {
      facts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(LIBRARY_FACTS + " cannot be read", e);
    }
    return facts.getProperty("version", "");
  }

  private static InputStream open(String resource) {
    InputStream in = DesktopPages.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("the jar has no " + resource);
    }
    return in;
  }

  private static String typeOf(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "json" -> "application/json";
      default -> throw new IllegalArgumentException("no type for " + name);
    };
  }
}
