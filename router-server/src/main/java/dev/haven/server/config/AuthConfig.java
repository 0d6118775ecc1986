package dev.haven.server.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who is who: JWTs of one issuer, checked with a shared key or with the issuer's published keys.
 *
 * @param sharedKey HS256 key in base64, 32 bytes or more; development makes one when it is missing
 * @param jwksUrl the issuer's key set; RS256, PS256 or ES256
 * @param workspaceClaim claim that names the token's workspace
 * @param roleClaim claim that names the token's role
 * @param oidc where people sign in to the pages; null when they do not
 */
public record AuthConfig(
    String issuer,
    String audience,
    @Nullable Secret sharedKey,
    @Nullable URI jwksUrl,
    String workspaceClaim,
    String roleClaim,
    Duration clockSkew,
    Duration longestLife,
    int cachedTokens,
    @Nullable OidcConfig oidc) {
  static AuthConfig read(Block block) {
    AuthConfig config =
        new AuthConfig(
            block.text("issuer", "haven", Forms.NAME, Forms.NAME_RANGE),
            block.text("audience", "haven", Forms.NAME, Forms.NAME_RANGE),
            block.secret("sharedKey"),
            Forms.url(block, "jwksUrl"),
            block.text("workspaceClaim", "workspace", Forms.NAME, Forms.NAME_RANGE),
            block.text("roleClaim", "role", Forms.NAME, Forms.NAME_RANGE),
            block.duration("clockSkew", ofSeconds(30), Duration.ZERO, ofMinutes(5)),
            block.duration("longestLife", ofHours(24), ofMinutes(1), Duration.ofDays(30)),
            block.integer("cachedTokens", 20_000, 0, 1_000_000),
            OidcConfig.read(block.block("oidc")));
    if (config.sharedKey != null && config.jwksUrl != null) {
      block.problem("jwksUrl", "give sharedKey or jwksUrl, not both");
    }
    if (config.sharedKey != null && !isKey(config.sharedKey.reveal())) {
      block.problem("sharedKey", "is not 32 bytes or more in base64");
    }
    block.done();
    return config;
  }

  static boolean isKey(String base64) {
    try {
      return java.util.Base64.getDecoder().decode(base64).length >= 32;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
