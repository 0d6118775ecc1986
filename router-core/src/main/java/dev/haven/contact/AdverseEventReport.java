package dev.haven.contact;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be known before an adverse event can be reported: somebody identifiable who reports it,
 * an identifiable patient, a suspect product and an event. These are the four minimum criteria of
 * ICH E2D for a valid case; whether it is serious is for the receiver to judge.
 *
 * @param reporter who told of it, 0 to 4,000 characters; so are the others
 */
public record AdverseEventReport(String reporter, String patient, String product, String event) {
  public static final int MOST = 4_000;
  public static final AdverseEventReport EMPTY = new AdverseEventReport("", "", "", "");

  public AdverseEventReport {
    for (String criterion : new String[] {reporter, patient, product, event}) {
      if (criterion.length() > MOST) {
        throw new IllegalArgumentException("a criterion has at most " + MOST + " characters");
      }
    }
  }

  /** The names of the criteria that are still blank, in the order above. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    need(missing, "reporter", reporter);
    need(missing, "patient", patient);
    need(missing, "product", product);
    need(missing, "event", event);
    return missing;
  }

  private static void need(List<String> missing, String name, String criterion) {
    if (criterion.isBlank()) {
      missing.add(name);
    }
  }

  @Override
  public String toString() {
    return "AdverseEventReport[***]";
  }
}
