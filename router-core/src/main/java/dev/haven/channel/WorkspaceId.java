package dev.haven.channel;

/**
 * Names everything that may be matched with each other: the tenant, and the Redis hash tag. 1 to 32
 * of {@code [a-z0-9-]}.
 */
public record WorkspaceId(String value) {
  private static final NameForm FORM = new NameForm(32, "az", "09", "--");

  public WorkspaceId {
    if (!FORM.matches(value)) {
      throw new IllegalArgumentException("a workspace is 1 to 32 characters of a-z, 0-9 and '-'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
