package dev.haven.channel;

/**
 * What an adapter found out about its endpoint by asking the platform.
 *
 * @param text one sentence; never a secret, and no address of a person
 */
public record Remark(Standing standing, String text) {
  /** How it stands. */
  public enum Standing {
    GOOD,
    /** It could not be found out. */
    UNSURE,
    /** Nothing would come, or nothing would go out. */
    WRONG
  }

  public static Remark good(String text) {
    return new Remark(Standing.GOOD, text);
  }

  public static Remark unsure(String text) {
    return new Remark(Standing.UNSURE, text);
  }

  public static Remark wrong(String text) {
    return new Remark(Standing.WRONG, text);
  }
}
