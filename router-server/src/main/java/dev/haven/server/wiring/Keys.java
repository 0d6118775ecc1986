package dev.haven.server.wiring;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The keys a node works with: the configuration's, or in development those of the data folder.
 *
 * @param addressKey base64 of 32 bytes or more
 * @param jwtKey null when tokens are checked with the issuer's published keys
 */
record Keys(@Nullable String jwtKey, String sealingKeyset, String addressKey) {
  static Keys of(HavenConfig config, @Nullable DevelopmentKeys development) {
    Secret shared = config.auth().sharedKey();
    boolean published = config.auth().jwksUrl() != null;
    return new Keys(
        shared != null
            ? shared.reveal()
            : published || development == null ? null : development.jwtKey(),
        revealed(
            config.sealing().keyset(), development == null ? null : development.sealingKeyset()),
        revealed(
            config.sealing().addressKey(), development == null ? null : development.addressKey()));
  }

  private static String revealed(@Nullable Secret configured, @Nullable String made) {
    if (configured != null) {
      return configured.reveal();
    }
    if (made == null) {
      throw new IllegalStateException("a key is missing outside development");
    }
    return made;
  }

  @Override
  public String toString() {
    return "Keys[***]";
  }
}
