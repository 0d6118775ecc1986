package dev.haven.flow;

import java.util.List;

/**
 * The answer to a transition: a status word of the script's header, what else it says, and the
 * notices.
 *
 * @param status such as ACCEPTED or SUPERSEDED
 * @param details what the header lists between the status and the notices
 */
public record Outcome(String status, List<Object> details, List<Notice> notices) {
  /** Reads a script's reply: status, details, notices last. */
  public static Outcome of(List<?> reply) {
    int last = reply.size() - 1;
    List<?> raw = (List<?>) reply.get(last);
    return new Outcome(
        (String) reply.get(0),
        List.copyOf(reply.subList(1, last)),
        raw.isEmpty() ? List.of() : raw.stream().map(n -> Notice.of((List<?>) n)).toList());
  }

  public boolean is(String word) {
    return status.equals(word);
  }

  public String text(int i) {
    return (String) details.get(i);
  }

  public List<?> list(int i) {
    return (List<?>) details.get(i);
  }
}
