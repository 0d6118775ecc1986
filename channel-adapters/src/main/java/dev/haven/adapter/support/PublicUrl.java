package dev.haven.adapter.support;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RawRequest;
import org.jspecify.annotations.Nullable;

/**
 * The URL that a sender signed. It comes from configuration, never from {@code Host} or forwarding
 * headers (OWASP ASVS 4.1.3); the query comes from the request, since ours adds to it. Neither is
 * normalised.
 */
public final class PublicUrl {
  private PublicUrl() {}

  /** The URL without its fragment, which is never sent. */
  public static String of(EndpointConfig endpoint, RawRequest request) {
    String configured = endpoint.publicUrl();
    String query = request.rawQuery();
    if (configured == null || configured.isBlank()) {
      return withoutFragment(request.uri());
    }
    String url = withPath(withoutFragment(configured), request);
    if (query == null || query.isEmpty()) {
      return url;
    }
    int question = url.indexOf('?');
    return (question < 0 ? url : url.substring(0, question)) + "?" + query;
  }

  /**
   * The configured URL with a further query parameter, for the URLs we tell a platform. Encoded
   * already.
   */
  public static String with(@Nullable String configured, String query) {
    String url = withoutFragment(configured == null ? "" : configured);
    return url + (url.indexOf('?') < 0 ? "?" : "&") + query;
  }

  /** A configured URL of scheme and host alone takes the request's path. */
  private static String withPath(String configured, RawRequest request) {
    int authority = configured.indexOf("://") + 3;
    if (authority < 3 || configured.indexOf('/', authority) >= 0 || configured.contains("?")) {
      return configured;
    }
    String target = withoutFragment(request.uri());
    int question = target.indexOf('?');
    String bare = question < 0 ? target : target.substring(0, question);
    int scheme = bare.indexOf("://");
    int path = bare.indexOf('/', scheme < 0 ? 0 : scheme + 3);
    return path < 0 ? configured : configured + bare.substring(path);
  }

  private static String withoutFragment(String url) {
    int hash = url.indexOf('#');
    return hash < 0 ? url : url.substring(0, hash);
  }
}
