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
