package dev.haven.adapter.support;

/** A body that says it is about a contact has not the form of one. */
public final class NotAContact extends RuntimeException {
  private final String code;

  NotAContact(String code) {
    super(code);
    this.code = code;
  }

  /** In lower snake case, without any word of the body. */
  public String code() {
    return code;
  }
}
