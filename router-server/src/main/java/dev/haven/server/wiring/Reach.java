package dev.haven.server.wiring;

import dev.haven.server.config.HavenConfig;
import java.net.URI;

/**
 * Whom this node may call of its own accord: what its configuration names, and platforms over https
 * that are nobody's inside, because addresses also come from what platforms and persons send.
 */
record Reach(HavenConfig config) {
  /** Platforms over https; in clear only what the configuration itself names, or development. */
  boolean allows(URI uri) {
    if (uri.getHost() == null) {
      return false;
    }
    boolean named =
        config.endpoints().stream()
                .anyMatch(
                    e -> e.apiBaseUrl() != null && uri.getHost().equals(e.apiBaseUrl().getHost()))
            || (config.auth().jwksUrl() != null
                && uri.getHost().equals(config.auth().jwksUrl().getHost()))
            || uri.equals(config.serving().distress().ladder().webhook())
            || uri.equals(config.serving().adverseEvents().webhook())
            || uri.equals(config.serving().shifts().feed())
            || uri.equals(config.serving().holidays().feed());
    if (named) {
      return true;
    }
    return "https".equals(uri.getScheme()) && !isInside(uri.getHost());
  }

  /** Addresses written as numbers, and names without a dot, are somebody's inside. */
  private static boolean isInside(String host) {
    return host.indexOf('.') < 0
        || host.startsWith("[")
        || Character.isDigit(host.charAt(host.length() - 1))
        || host.endsWith(".local")
        || host.endsWith(".internal")
        || host.endsWith(".localhost");
  }
}
