package dev.haven.server.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks, or answers 401; 503 when that cannot be found out. An address that keeps
 * sending bad tokens is told 429. For one event loop.
 */
public final class Auth {
  private static final String PREFIX = "Bearer ";

  private final Tokens tokens;
  private final Attempts attempts;

  public Auth(Tokens tokens, Attempts attempts) {
    this.tokens = tokens;
    this.attempts = attempts;
  }

  /** Goes on with who asks; otherwise the exchange is answered here. */
  public void authenticate(Exchange x, BiConsumer<Exchange, Identity> then) {
    String token = bearer(x);
    if (token == null) {
      refuse(x, Trouble.TOKEN_MISSING, "Bearer realm=\"haven\"");
      return;
    }
    Identity known = tokens.recall(token);
    if (known != null) {
      then.accept(x, known);
      return;
    }
    if (!attempts.mayTry(x.remote())) {
      tooMany(x);
      return;
    }
    Future<Optional<Identity>> verified = tokens.verify(token);
    if (!verified.isComplete()) {
      x.request().pause();
    }
    verified.onComplete(
        done -> {
          if (done.failed()) {
            unknown(x);
          } else if (done.result().isPresent()) {
            then.accept(x, done.result().get());
          } else if (attempts.failed(x.remote())) {
            refuse(x, Trouble.TOKEN_INVALID, "Bearer realm=\"haven\", error=\"invalid_token\"");
          } else {
            tooMany(x);
          }
          x.request().resume();
        });
  }

  /**
   * The token of the one Authorization header; null when there is none, or two, or another scheme.
   */
  static @Nullable String bearer(Exchange x) {
    List<String> all = x.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    if (all.size() != 1 || !all.get(0).regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return null;
    }
    return all.get(0).substring(PREFIX.length()).trim();
  }

  /** Whoever issues tokens does not answer, and this one needs a key of theirs. */
  private static void unknown(Exchange x) {
    x.request().response().putHeader("retry-after", "2");
    x.problem(Trouble.UNAVAILABLE, "Who you are cannot be found out now; send it again.");
  }

  static void tooMany(Exchange x) {
    x.request().response().putHeader("retry-after", "60");
    x.problem(Trouble.RATE_LIMITED, "Too many bad attempts from this address.");
  }

  private static void refuse(Exchange x, Trouble trouble, String challenge) {
    x.request().response().putHeader("www-authenticate", challenge);
    x.problem(trouble, "Send one Authorization header with a valid bearer token.");
  }
}
