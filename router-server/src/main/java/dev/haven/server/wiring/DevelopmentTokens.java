package dev.haven.server.wiring;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.http.Role;
import dev.haven.server.http.TokenIssue;
import dev.haven.server.http.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tokens of development mode, made with the keys of the data folder. */
public final class DevelopmentTokens {
  private static final Duration LIFE = Duration.ofHours(12);

  private DevelopmentTokens() {}

  /**
   * @param workspace null takes the first
   * @throws IllegalStateException outside development
   */
  public static String make(
      HavenConfig config, String subject, Role role, @Nullable String workspace) {
    if (!config.development()) {
      throw new IllegalStateException("tokens are made here in development mode only");
    }
    DevelopmentKeys development = DevelopmentKeys.of(DataFolder.open(Path.of(config.data())));
    String key = Keys.of(config, development).jwtKey();
    if (key == null) {
      throw new IllegalStateException("tokens of this configuration come from its issuer");
    }
    Tokens.Rules rules = DoorSettings.tokenRules(config);
    String chosen = workspace == null ? config.workspaces().get(0) : workspace;
    if (!config.workspaces().contains(chosen)) {
      throw new IllegalStateException("'" + chosen + "' is not a workspace of this configuration");
    }
    return TokenIssue.token(rules, key, subject, role, chosen, Instant.now(), LIFE);
  }
}
