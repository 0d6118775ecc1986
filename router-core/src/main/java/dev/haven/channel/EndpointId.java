package dev.haven.channel;

import java.util.regex.Pattern;

/**
 * Names one configured door. 1 to 64 of {@code [A-Za-z0-9._-]}: it stands in the path of a webhook.
 */
public record EndpointId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public EndpointId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an endpoint is 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
