package dev.haven.channel;

/**
 * Names one configured door. 1 to 64 of {@code [A-Za-z0-9._-]}: it stands in the path of a webhook.
 */
public record EndpointId(String value) {
  private static final NameForm FORM = new NameForm(64, "AZ", "az", "09", "..", "__", "--");

  public EndpointId {
    if (!FORM.matches(value)) {
      throw new IllegalArgumentException(
          "an endpoint is 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
