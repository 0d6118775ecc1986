package dev.haven.server.wiring;

import dev.haven.server.config.DesktopConfig;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.HttpConfig;
import dev.haven.server.desktop.Limits;
import dev.haven.server.http.HttpDoor;
import dev.haven.server.http.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What the public doors are told of the configuration, each in its own terms. */
final class DoorSettings {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  /** Bodies that are being collected may take an eighth of the heap, and as much to grow. */
  private static final int BODY_SHARE = 8;

  private DoorSettings() {}

  static Tokens.Rules tokenRules(HavenConfig config) {
    return new Tokens.Rules(
        config.auth().issuer(),
        config.auth().audience(),
        config.auth().workspaceClaim(),
        config.auth().roleClaim(),
        config.auth().clockSkew().toSeconds(),
        config.auth().longestLife().toSeconds(),
        config.workspaces(),
        config.auth().cachedTokens());
  }

  static HttpDoor.Settings http(HavenConfig config) {
    HttpConfig http = config.http();
    Set<String> hosts = new HashSet<>();
    http.allowedHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    if (hosts.isEmpty()) {
      hosts.addAll(LOOPBACK);
    }
    return new HttpDoor.Settings(
        http.host(),
        http.port(),
        hosts,
        address -> http.trustedProxies().stream().anyMatch(proxy -> proxy.contains(address)),
        http.maxConnections(),
        Runtime.getRuntime().maxMemory() / BODY_SHARE / http.eventLoops(),
        http.headWithin(),
        http.bodyWithin(),
        http.idleFor());
  }

  static Set<String> origins(HttpConfig http) {
    Set<String> origins = new HashSet<>(http.allowedOrigins());
    URI publicUrl = http.publicUrl();
    if (publicUrl != null) {
      origins.add(publicUrl.getScheme() + "://" + publicUrl.getAuthority());
    }
    return origins;
  }

  static Limits limits(DesktopConfig d) {
    return new Limits(
        d.ping(),
        d.missedPings(),
        d.helloWithin(),
        d.slowReaderFor(),
        Duration.ofSeconds(1),
        d.maxPendingBytes(),
        d.maxFrameBytes(),
        d.maxMessageBytes(),
        d.messagesPerSecond(),
        d.burst(),
        d.badMessagesPerMinute(),
        d.socketsPerNavigator());
  }
}
