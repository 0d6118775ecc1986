package dev.haven.simulation;

import static io.gatling.javaapi.http.HttpDsl.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.loadtest.Tokens;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Haven under load, from system properties.
 *
 * <p>{@code haven.url} (default {@code http://127.0.0.1:8080}) and either {@code haven.data}, the
 * data folder of a development node (its keys sign tokens and webhooks), or {@code haven.access}, a
 * JSON file for any other site:
 *
 * <pre>{"integrator": "token", "navigators": ["token", ...],
 *  "hooks": {"standard": {"path": "/hooks/x", "key": "base64"},
 *            "twilio": {"path": "/hooks/y", "publicUrl": "https://...", "key": "auth token"},
 *            "telnyx": {"path": "/hooks/z", "key": "base64 PKCS#8 of the test's Ed25519 key"},
 *            "meta": {"path": "/hooks/m", "key": "app secret"},
 *            "slack": {"path": "/hooks/s", "key": "signing secret"}}}
 * </pre>
 *
 * <p>{@code haven.doors}, a JSON file of the form of {@code hooks}, adds to the doors that a
 * development node has of itself.
 *
 * <p>A door that is not named is not used. Immutable; any thread.
 */
final class Site {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NONE = "";

  /**
   * A signed door.
   *
   * @param path below the site's URL
   * @param publicUrl what the platform believes it calls, signed by Twilio
   * @param key secret in the form that the platform's signature takes
   */
  record Hook(String path, String publicUrl, String key) {}

  private final String url;
  private final @Nullable Tokens keys;
  private final String integrator;
  private final List<String> navigators;
  private final Map<String, Hook> hooks;
  private final Map<Integer, String> made = new ConcurrentHashMap<>();

  private Site(
      String url,
      @Nullable Tokens keys,
      String integrator,
      List<String> navigators,
      Map<String, Hook> hooks) {
    this.url = url;
    this.keys = keys;
    this.integrator = integrator;
    this.navigators = navigators;
    this.hooks = hooks;
  }

  /**
   * @throws IllegalStateException naming what is missing
   */
  static Site fromProperties() {
    String url = System.getProperty("haven.url", "http://127.0.0.1:8080");
    String access = System.getProperty("haven.access", NONE);
    if (!access.isEmpty()) {
      return ofAccess(url, Path.of(access));
    }
    Path data = Path.of(System.getProperty("haven.data", "haven-data"));
    if (!Files.exists(data.resolve("development.json"))) {
      throw new IllegalStateException(
          "neither -Dhaven.access=FILE nor -Dhaven.data=FOLDER of a development node; no "
              + data.resolve("development.json"));
    }
    return ofDevelopment(url, data);
  }

  private static Site ofDevelopment(String url, Path data) {
    JsonNode endpoints = read(data.resolve("development.json")).path("endpoints");
    String secret = endpoints.path("dev-webhook").path("secret").asText();
    Map<String, Hook> hooks = new ConcurrentHashMap<>();
    hooks.put(
        "standard", new Hook("/hooks/dev-webhook", NONE, secret.substring("whsec_".length())));
    hooks.put(
        "twilio",
        new Hook(
            "/hooks/dev-twilio",
            url + "/hooks/dev-twilio",
            endpoints.path("dev-twilio").path("authToken").asText()));
    String more = System.getProperty("haven.doors", NONE);
    if (!more.isEmpty()) {
      hooks.putAll(hooks(url, read(Path.of(more))));
    }
    Tokens keys = Tokens.of(data);
    return new Site(url, keys, keys.token("simulation", "integrator"), List.of(), hooks);
  }

  private static Site ofAccess(String url, Path file) {
    JsonNode root = read(file);
    Map<String, Hook> hooks = hooks(url, root.path("hooks"));
    List<String> navigators =
        JSON.convertValue(
            root.path("navigators"),
            JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    return new Site(url, null, root.path("integrator").asText(), navigators, hooks);
  }

  private static Map<String, Hook> hooks(String url, JsonNode named) {
    Map<String, Hook> hooks = new ConcurrentHashMap<>();
    named
        .properties()
        .forEach(
            hook ->
                hooks.put(
                    hook.getKey(),
                    new Hook(
                        hook.getValue().path("path").asText(),
                        hook.getValue()
                            .path("publicUrl")
                            .asText(url + hook.getValue().path("path").asText()),
                        hook.getValue().path("key").asText())));
    return hooks;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is not readable JSON", e);
    }
  }

  HttpProtocolBuilder protocol() {
    URI at = URI.create(url);
    String sockets = (at.getScheme().equals("https") ? "wss://" : "ws://") + at.getAuthority();
    return http.baseUrl(url)
        .wsBaseUrl(sockets)
        .shareConnections()
        .wsUnmatchedInboundMessageBufferSize(1_000)
        .disableFollowRedirect()
        .disableCaching();
  }

  String integrator() {
    return "Bearer " + integrator;
  }

  /** How many navigators can sign in; unbounded for a development node. */
  int mostNavigators() {
    return keys == null ? navigators.size() : Integer.MAX_VALUE;
  }

  String navigator(int number) {
    Tokens own = keys;
    return "Bearer "
        + (own == null
            ? navigators.get(number)
            : made.computeIfAbsent(number, n -> own.token("sim-" + n, "navigator")));
  }

  @Nullable Hook hook(String platform) {
    return hooks.get(platform);
  }

  static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
