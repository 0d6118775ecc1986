package dev.haven.server.config;

import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms that texts of the configuration must have, each with the words that describe it. */
final class Forms {
  static final Pattern WORKSPACE = Pattern.compile("[a-z0-9-]{1,32}");
  static final String WORKSPACE_RANGE = "1 to 32 of a-z, 0-9 and '-'";
  static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  static final String ID_RANGE = "1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'";
  static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,200}");
  static final String NAME_RANGE = "1 to 200 characters on one line";
  static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
  static final String LANGUAGE_RANGE = "an ISO 639-1 code of two lower-case letters";
  static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_\\[\\]-]{1,255}");
  static final String HOST_RANGE = "a host name or address";
  static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(:\\d{1,5})?");
  static final String ORIGIN_RANGE = "an origin such as https://desk.example.org, without a path";

  static final Pattern NAVIGATOR = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  static final String NAVIGATOR_RANGE = "1 to 64 of A-Z, a-z, 0-9, '.', '_', '@' and '-'";

  private Forms() {}

  /** A time zone by its name; UTC when it is missing. */
  static ZoneId zone(Block block, String key) {
    String name = block.text(key, "UTC", NAME, "a time zone such as America/Chicago");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      block.problem(key, "'" + name + "' is not a time zone such as America/Chicago");
      return ZoneOffset.UTC;
    }
  }

  /** The setting as an absolute http or https URL without query, fragment or final slash. */
  static @Nullable URI url(Block block, String key) {
    String range = "an absolute http or https URL without query or fragment";
    String text = block.optionalText(key, Block.ANY, range);
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      // Falls through to the same answer.
    }
    block.problem(key, "is not " + range);
    return null;
  }
}
