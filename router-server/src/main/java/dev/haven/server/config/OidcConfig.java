package dev.haven.server.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How people sign in to the pages: the code flow with PKCE at an OpenID provider, done in the
 * browser without a secret. Tokens are then checked as {@link AuthConfig} says.
 *
 * @param issuer the provider; its {@code /.well-known/openid-configuration} tells the rest
 * @param clientId a public client, whose redirect URIs are this server's pages
 * @param scope what is asked for
 * @param use which of the provider's tokens is shown to Haven
 */
public record OidcConfig(URI issuer, String clientId, String scope, Use use) {
  /** The two tokens that may be JWTs of the provider. */
  public enum Use {
    ACCESS_TOKEN,
    ID_TOKEN;

    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Null when the block names no issuer. */
  static @Nullable OidcConfig read(Block block) {
    URI issuer = Forms.url(block, "issuer");
    String clientId = block.optionalText("clientId", Forms.NAME, Forms.NAME_RANGE);
    String scope = block.text("scope", "openid", Forms.NAME, Forms.NAME_RANGE);
    Use use = block.choice("use", Use.ACCESS_TOKEN, Use.values(), Use::wireName);
    if (issuer != null && clientId == null) {
      block.problem("clientId", "is missing: the provider must know who asks");
    }
    block.done();
    return issuer == null || clientId == null ? null : new OidcConfig(issuer, clientId, scope, use);
  }
}
