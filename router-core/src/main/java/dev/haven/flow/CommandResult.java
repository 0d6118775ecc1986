package dev.haven.flow;

/** What became of a command on a contact, an offer or an engagement. */
public sealed interface CommandResult {
  /** Done, or done before by the same command: repeating is harmless. */
  record Done() implements CommandResult {}

  /**
   * Not done, nothing changed.
   *
   * @param code stable and kebab-case, such as {@code offer-expired} or {@code contact-not-found}
   * @param detail one sentence without any words or address of a person
   */
  record Refused(String code, String detail) implements CommandResult {}

  CommandResult DONE = new Done();

  /** The idempotency key came before with something else. */
  String KEY_REUSED = "idempotency-key-reused";

  static CommandResult refused(String code, String detail) {
    return new Refused(code, detail);
  }
}
