package dev.haven.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.haven.channel.WorkspaceId;
import dev.haven.navigator.NavigatorId;
import io.vertx.core.Future;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks bearer tokens: signature, {@code typ}, {@code iss}, {@code aud}, {@code sub}, {@code iat},
 * {@code exp}, role and workspace, each of which must be there (RFC 7519, RFC 9068). What was
 * checked is remembered, bounded, until it expires: the hot path is one look-up.
 *
 * <p>For one event loop.
 */
public final class Tokens {
  private static final int MAX_LENGTH = 8_192;
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@|:-]{1,128}");
  private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt", "jwt");

  /**
   * What a good token has.
   *
   * @param longestLifeSeconds from {@code iat} to {@code exp}
   * @param workspaces the first is that of a token that names none
   */
  public record Rules(
      String issuer,
      String audience,
      String workspaceClaim,
      String roleClaim,
      long clockSkewSeconds,
      long longestLifeSeconds,
      List<String> workspaces,
      int remembered) {}

  private final Rules rules;
  private final TokenKeys keys;
  private final LongSupplier epochSeconds;
  private final Map<String, Identity> known;

  public Tokens(Rules rules, TokenKeys keys, LongSupplier epochSeconds) {
    this.rules = rules;
    this.keys = keys;
    this.epochSeconds = epochSeconds;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Identity> eldest) {
            return size() > rules.remembered();
          }
        };
  }

  /**
   * Who that token speaks for; empty when it is not good. Fails when that cannot be said, because
   * its key is unknown and the issuer of keys does not answer.
   */
  public Future<Optional<Identity>> verify(String token) {
    Identity identity = recall(token);
    if (identity != null) {
      return Future.succeededFuture(Optional.of(identity));
    }
    if (token.length() > MAX_LENGTH) {
      return Future.succeededFuture(Optional.empty());
    }
    SignedJWT jwt;
    try {
      jwt = SignedJWT.parse(token);
    } catch (ParseException | IllegalArgumentException e) {
      return Future.succeededFuture(Optional.empty());
    }
    JWSVerifier verifier = keys.verifierFor(jwt.getHeader());
    if (verifier != null) {
      return Future.succeededFuture(check(token, jwt, verifier));
    }
    return keys.refresh()
        .map(
            renewed -> {
              JWSVerifier found = renewed ? keys.verifierFor(jwt.getHeader()) : null;
              return found == null ? Optional.<Identity>empty() : check(token, jwt, found);
            });
  }

  /** A token that was checked before and is still good; null when it must be checked. */
  public @Nullable Identity recall(String token) {
    Identity identity = known.get(token);
    if (identity == null) {
      return null;
    }
    if (identity.expiresAtSeconds() + rules.clockSkewSeconds() <= epochSeconds.getAsLong()) {
      known.remove(token);
      return null;
    }
    return identity;
  }

  private Optional<Identity> check(String token, SignedJWT jwt, JWSVerifier verifier) {
    try {
      if (!jwt.verify(verifier)) {
        return Optional.empty();
      }
      Identity identity = identity(jwt);
      if (identity != null) {
        known.put(token, identity);
      }
      return Optional.ofNullable(identity);
    } catch (JOSEException | ParseException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private @Nullable Identity identity(SignedJWT jwt) throws ParseException {
    String type = jwt.getHeader().getType() == null ? "" : jwt.getHeader().getType().getType();
    Map<String, Object> claims = jwt.getPayload().toJSONObject();
    if (!TYPES.contains(type.toLowerCase(java.util.Locale.ROOT)) || claims == null) {
      return null;
    }
    if (!rules.issuer().equals(claims.get("iss")) || !isForUs(claims.get("aud"))) {
      return null;
    }
    if (!(claims.get("exp") instanceof Number exp) || !(claims.get("iat") instanceof Number iat)) {
      return null;
    }
    if (!inTime(exp.longValue(), iat.longValue(), claims.get("nbf"))) {
      return null;
    }
    Role role = claims.get(rules.roleClaim()) instanceof String name ? Role.ofWireName(name) : null;
    Object workspace = claims.getOrDefault(rules.workspaceClaim(), rules.workspaces().get(0));
    if (role == null
        || !(workspace instanceof String tenant)
        || !rules.workspaces().contains(tenant)
        || !(claims.get("sub") instanceof String subject)
        || !SUBJECT.matcher(subject).matches()
        || (role == Role.NAVIGATOR && !NavigatorId.isValid(subject))) {
      return null;
    }
    return new Identity(subject, role, new WorkspaceId(tenant), exp.longValue());
  }

  private boolean inTime(long exp, long iat, @Nullable Object nbf) {
    long now = epochSeconds.getAsLong();
    long skew = rules.clockSkewSeconds();
    if (nbf != null && !(nbf instanceof Number begin && begin.longValue() <= now + skew)) {
      return false;
    }
    return exp + skew > now
        && iat <= now + skew
        && exp > iat
        && exp - iat <= rules.longestLifeSeconds();
  }

  private boolean isForUs(@Nullable Object audience) {
    return audience instanceof List<?> list
        ? list.contains(rules.audience())
        : rules.audience().equals(audience);
  }
}
