package dev.haven.urgency;

/**
 * Why a contact has its urgency: a stable code, a plain sentence in both languages, and the part of
 * the text it rests on.
 *
 * @param code stable, dotted lower case such as {@code crisis.wish_to_die}; safe in logs and
 *     journal
 * @param english one plain sentence, no words of the person
 * @param spanish the same in Spanish
 * @param start first character of the span in the scored text (UTF-16 units), or -1 when the reason
 *     is not in the text
 * @param end one past the last character, or -1
 */
public record Reason(String code, String english, String spanish, int start, int end) {
  public Reason {
    if (start > end || (start < 0) != (end < 0)) {
      throw new IllegalArgumentException(
          "a span is start <= end, or -1 and -1: " + start + ", " + end);
    }
  }

  /**
   * A reason that rests on something other than the text, such as a failed scorer or a
   * questionnaire.
   */
  public static Reason withoutSpan(String code, String english, String spanish) {
    return new Reason(code, english, spanish, -1, -1);
  }
}
