package dev.haven.channel;

/**
 * Where a person or a centre is reached: a telephone number, a mail address, a platform's user id.
 * It is a person's data, so it never shows itself in text; ask for {@link #value()} where it must
 * leave the process.
 */
public record Address(String value) {
  public Address {
    if (value.length() > 512) {
      throw new IllegalArgumentException(
          "an address has at most 512 characters, got " + value.length());
    }
  }

  @Override
  public String toString() {
    return "Address[***]";
  }
}
