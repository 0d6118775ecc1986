package dev.haven.adapter.msgraph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs in as the app registration, without a person: {@code tenantId} and {@code clientId} in the
 * configuration, {@code clientSecret} as a secret. A token is used until shortly before it ends. On
 * one event loop.
 */
final class GraphAccess {
  private static final String GRAPH = "https://graph.microsoft.com";
  private static final String LOGIN = "https://login.microsoftonline.com";
  private static final int UNAUTHORIZED = 401;

  /** A notification is answered within 3 s, so nothing that is asked for takes longer. */
  private static final Duration ANSWER_WITHIN = Duration.ofMillis(2_500);

  private static final Duration SPARE = Duration.ofMinutes(5);

  /** Ids that stay the same when a mail is moved to another folder. */
  private static final String PREFER = "IdType=\"ImmutableId\"";

  private final HttpSender http;
  private final InstantSource clock;
  private final URI login;
  private final String base;
  private final Form grant;
  private @Nullable Token token;

  /** Under way; whoever needs a token meanwhile has the same one. */
  private @Nullable Future<Token> asking;

  private record Token(String value, Instant until) {
    @Override
    public String toString() {
      return "Token[***]";
    }
  }

  /** The platform refuses the app or its secret. */
  static final class RefusedException extends RuntimeException {
    RefusedException() {
      super("the platform refuses the app or its secret");
    }
  }

  private GraphAccess(HttpSender http, InstantSource clock, URI login, String base, Form grant) {
    this.http = http;
    this.clock = clock;
    this.login = login;
    this.base = base;
    this.grant = grant;
  }

  /**
   * Null where the endpoint lacks what signs in.
   *
   * @throws IllegalArgumentException when {@code loginUrl} is no address
   */
  static @Nullable GraphAccess of(EndpointConfig endpoint, AdapterContext context) {
    String tenant = endpoint.text("tenantId");
    String client = endpoint.text("clientId");
    String secret = endpoint.secretOrNull("clientSecret");
    if (tenant == null || client == null || secret == null) {
      return null;
    }
    String base = endpoint.apiBaseUrl() == null ? GRAPH : endpoint.apiBaseUrl();
    Map<String, String> grant = new LinkedHashMap<>();
    grant.put("grant_type", "client_credentials");
    grant.put("client_id", client);
    grant.put("client_secret", secret);
    grant.put("scope", bare(base) + "/.default");
    String login = endpoint.text("loginUrl");
    return new GraphAccess(
        context.http(),
        context.clock(),
        URI.create(
            bare(login == null ? LOGIN : login) + "/" + Form.encode(tenant) + "/oauth2/v2.0/token"),
        bare(base),
        Form.of(grant));
  }

  private static String bare(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Without a slash at the end. */
  String base() {
    return base;
  }

  /** The header that signs in; fails with {@link RefusedException} when the app is refused. */
  Future<Map<String, String>> headers() {
    Token known = token;
    return known != null && clock.instant().isBefore(known.until())
        ? Future.succeededFuture(bearer(known))
        : shared().map(GraphAccess::bearer);
  }

  private Future<Token> shared() {
    Future<Token> under = asking;
    if (under != null) {
      return under;
    }
    Future<Token> mine = ask();
    if (!mine.isComplete()) {
      asking = mine;
      mine.onComplete(v -> asking = null);
    }
    return mine;
  }

  private static Map<String, String> bearer(Token token) {
    return Map.of("Authorization", "Bearer " + token.value());
  }

  private Future<Token> ask() {
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    return http.send(new HttpCall("POST", login, form, grant.encoded(), ANSWER_WITHIN))
        .compose(
            answer -> {
              JsonNode body = answer.isSuccess() ? Json.read(answer.body()) : null;
              String value = Json.filled(body, "access_token");
              if (value != null) {
                long life = Json.at(body, "expires_in").asLong(0);
                Duration used = Duration.ofSeconds(Math.max(0, life)).minus(SPARE);
                token = new Token(value, clock.instant().plus(used));
                return Future.succeededFuture(token);
              }
              return Future.failedFuture(
                  answer.status() >= 400 && answer.status() < 500 && answer.status() != 429
                      ? new RefusedException()
                      : new IllegalStateException("signing in: HTTP " + answer.status()));
            });
  }

  Future<HttpAnswer> get(String path) {
    return send("GET", path, new byte[0]);
  }

  /**
   * @param preference besides ids that stay the same, as header {@code Prefer} has it
   */
  Future<HttpAnswer> get(String path, String preference) {
    return send("GET", path, new byte[0], PREFER + ", " + preference, ANSWER_WITHIN);
  }

  /**
   * Any status is an answer. A token that ended before its time is asked for anew, once.
   *
   * @param path behind the base, with its query
   */
  Future<HttpAnswer> send(String method, String path, byte[] json) {
    return send(method, path, json, PREFER, ANSWER_WITHIN);
  }

  /** The same for what Graph takes its time for. */
  Future<HttpAnswer> send(String method, String path, byte[] json, Duration within) {
    return send(method, path, json, PREFER, within);
  }

  private Future<HttpAnswer> send(
      String method, String path, byte[] json, String prefer, Duration within) {
    return headers()
        .compose(
            first ->
                signedIn(first, method, path, json, prefer, within)
                    .compose(
                        answer -> {
                          if (answer.status() != UNAUTHORIZED) {
                            return Future.succeededFuture(answer);
                          }
                          drop(first);
                          return headers()
                              .compose(next -> signedIn(next, method, path, json, prefer, within));
                        }));
  }

  /** Unless another is known meanwhile. */
  private void drop(Map<String, String> refused) {
    Token known = token;
    if (known != null && bearer(known).equals(refused)) {
      token = null;
    }
  }

  private Future<HttpAnswer> signedIn(
      Map<String, String> signsIn,
      String method,
      String path,
      byte[] json,
      String prefer,
      Duration within) {
    Map<String, String> headers = new LinkedHashMap<>(signsIn);
    headers.put("Prefer", prefer);
    if (json.length > 0) {
      headers.put("Content-Type", "application/json");
    }
    return http.send(new HttpCall(method, URI.create(base + path), headers, json, within));
  }

  /** Never what signs in. */
  @Override
  public String toString() {
    return "GraphAccess[***]";
  }
}
