package dev.haven.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.server.http.HttpDoor.Page;
import dev.haven.server.http.HttpDoor.StaticPage;
import dev.haven.server.http.PageHeaders;
import dev.haven.server.http.SignIn;
import dev.haven.server.http.Trouble;
import dev.haven.store.redis.LuaLibrary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DesktopPagesTest {
  private static final int MOST_BYTES = 300 * 1_024;
  private static final Pattern WORDS = Pattern.compile("\\bt\\('([a-z_-]+\\.[a-z_-]+)'");

  /** What a contact's timeline may tell; dynamic names stand in the catalogue beside these. */
  private static final Pattern JOURNALED =
      Pattern.compile(
          "journal\\('((?:contact|engagement|offer|consult|report|urgency|escalation|exclusion"
              + "|hold|drain|step|outreach|message|files|adverse_event)\\.[a-z_]+)'");

  private static final Pattern IMPORT = Pattern.compile("(?:from|import) '\\./([^']+)'");

  private static final Pattern IMPORTS =
      Pattern.compile("(?:from|import)\\s*[\"'](\\.[^\"']+)[\"']");
  private static final Pattern PRELOAD =
      Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">");

  private final Map<String, String> headers = PageHeaders.of(false, List.of(), List.of());
  private final Map<String, Page> pages =
      DesktopPages.all(new SignIn(null, List.of(), Set.of("main"), null, headers), headers);

  private static Path folder() {
    try {
      return Path.of(DesktopPages.class.getResource("/desktop/app.html").toURI()).getParent();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TreeMap<String, String> words(String language) throws IOException {
    return new ObjectMapper()
        .readValue(
            folder().resolve("words/" + language + ".json").toFile(), new TypeReference<>() {});
  }

  private static Stream<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      List<String> sources = new java.util.ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".js")).toList()) {
        sources.add(Files.readString(file));
      }
      return sources.stream();
    }
  }

  @Test
  void shouldServeEveryFileOfItsFolderAndAllThatScriptsImport() throws IOException {
    Set<String> wanted = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder())) {
      files
          .filter(Files::isRegularFile)
          .map(f -> "/desktop/" + folder().relativize(f))
          .map(path -> path.endsWith(".html") ? path.replace(".html", "") : path)
          .forEach(wanted::add);
    }
    scripts()
        .flatMap(source -> IMPORT.matcher(source).results().map(r -> "/desktop/" + r.group(1)))
        .forEach(wanted::add);
    assertThat(pages.keySet()).containsAll(wanted);
  }

  @Test
  void shouldAskForEveryModuleOfAPageAtOnce() throws IOException {
    for (String page : DesktopPages.PAGES) {
      Set<String> wanted = new TreeSet<>();
      String script = "/desktop/" + page.replace(".html", ".js");
      modules(script, wanted);
      wanted.remove(script);
      assertThat(
              PRELOAD
                  .matcher(Files.readString(folder().resolve(page)))
                  .results()
                  .map(r -> r.group(1)))
          .as(page)
          .containsExactlyElementsOf(wanted);
    }
  }

  private void modules(String script, Set<String> found) {
    if (found.add(script)) {
      String source = ((StaticPage) pages.get(script)).body().toString();
      IMPORTS
          .matcher(source)
          .results()
          .forEach(r -> modules(URI.create(script).resolve(r.group(1)).toString(), found));
    }
  }

  @Test
  void shouldSpeakBothLanguagesCompletely() throws IOException {
    Map<String, String> english = words("en");
    Map<String, String> spanish = words("es");
    assertThat(spanish.keySet()).isEqualTo(english.keySet());
    Pattern filled = Pattern.compile("\\{\\w+}");
    english.forEach(
        (key, words) -> {
          assertThat(spanish.get(key)).as(key).isNotBlank();
          assertThat(filled.matcher(spanish.get(key)).results().map(m -> m.group()).sorted())
              .as(key)
              .containsExactlyElementsOf(
                  filled.matcher(words).results().map(m -> m.group()).sorted().toList());
        });
    scripts()
        .flatMap(source -> WORDS.matcher(source).results().map(r -> r.group(1)))
        .forEach(key -> assertThat(english).containsKey(key));
  }

  @Test
  void shouldHaveWordsForWhateverMayHappenToAContactAndWhateverMayBeRefused() throws IOException {
    Map<String, String> english = words("en");
    Matcher told = JOURNALED.matcher(LuaLibrary.instance().source());
    int kinds = 0;
    while (told.find()) {
      kinds++;
      assertThat(english).containsKey("journal." + told.group(1));
    }
    assertThat(kinds).isGreaterThan(50);
    for (Trouble trouble :
        List.of(
            Trouble.ROLE_FORBIDDEN,
            Trouble.TOKEN_INVALID,
            Trouble.NOT_FOUND,
            Trouble.SCHEMA,
            Trouble.BODY_TOO_LARGE,
            Trouble.IDEMPOTENCY_KEY_REUSED,
            Trouble.RATE_LIMITED,
            Trouble.INTERNAL,
            Trouble.UNAVAILABLE,
            Trouble.NOT_CONFIRMED)) {
      assertThat(english).containsKey("refused." + trouble.code());
    }
  }

  @Test
  void shouldStaySmall() {
    int bytes =
        pages.values().stream()
            .filter(StaticPage.class::isInstance)
            .mapToInt(page -> ((StaticPage) page).body().length())
            .sum();
    assertThat(bytes).isBetween(50_000, MOST_BYTES);
  }

  @Test
  void shouldHaveNoScriptOrStyleInItsMarkupAndNothingFromElsewhere() throws IOException {
    for (String page : DesktopPages.PAGES) {
      assertThat(Files.readString(folder().resolve(page)))
          .doesNotContainPattern("<script(?![^>]*src=)")
          .doesNotContainPattern("\\son[a-z]+=")
          .doesNotContain("style=", "<style", "://");
    }
    scripts()
        .forEach(
            source ->
                assertThat(source)
                    .doesNotContain("innerHTML", "unsafeHTML", "eval(", "document.write"));
  }

  @Test
  void shouldLetOnlyThoseCallAndFrameWhoAreNamed() {
    assertThat(headers.get("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .contains("connect-src 'self';", "frame-ancestors 'none';")
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(headers).doesNotContainKey("strict-transport-security");
    Map<String, String> open =
        PageHeaders.of(
            true, List.of("https://login.example.org"), List.of("https://crm.example.org"));
    Matcher policy =
        Pattern.compile("connect-src ([^;]+);.*frame-ancestors ([^;]+);")
            .matcher(open.get("content-security-policy"));
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1)).isEqualTo("'self' https://login.example.org");
    assertThat(policy.group(2)).isEqualTo("https://crm.example.org");
    assertThat(open).containsKey("strict-transport-security");
  }
}
