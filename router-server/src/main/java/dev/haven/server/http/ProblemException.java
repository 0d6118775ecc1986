package dev.haven.server.http;

import java.util.List;

/**
 * A request that is answered with a problem. It is thrown by decoders only, never logged and has no
 * stack trace; its texts carry nothing of the request but names of members.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What is wrong with one member.
   *
   * @param pointer JSON pointer (RFC 6901)
   * @param code stable, kebab-case
   * @param detail what would have been right
   */
  public record Fault(String pointer, String code, String detail) {}

  private final Trouble trouble;
  private final transient List<Fault> faults;

  public ProblemException(Trouble trouble, String detail) {
    this(trouble, detail, List.of());
  }

  public ProblemException(Trouble trouble, String detail, List<Fault> faults) {
    super(detail, null, false, false);
    this.trouble = trouble;
    this.faults = List.copyOf(faults);
  }

  public Trouble trouble() {
    return trouble;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<Fault> faults() {
    return faults;
  }
}
