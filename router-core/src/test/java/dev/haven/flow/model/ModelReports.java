package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.List;
import java.util.TreeMap;

/** The adverse-event reports of the model, by their own contacts. */
final class ModelReports extends ModelPart {
  static final String KIND = "adverse_event_report";

  /** One report; {@code due} is 0 when nothing is to be looked at any more. */
  static final class Report {
    String state = "open";
    int revision;
    long due;
    boolean words;
    boolean erase;
  }

  private final TreeMap<String, Report> reports = new TreeMap<>();

  ModelReports(ModelMatch match) {
    super(match);
  }

  Outcome openReport(String report, long dueMs) {
    if (!m.contacts.containsKey(report)) {
      return say("MISSING");
    }
    return say(open(report, dueMs) ? "OPEN" : "KNOWN");
  }

  Outcome fillReport(String report, int revision) {
    String state = state(report);
    if (state.isEmpty()) {
      return say("MISSING");
    }
    if (!state.equals("open")) {
      return say("ENDED", state);
    }
    int known = revision(report);
    return known == revision ? say("DONE", fill(report)) : say("STALE", Integer.toString(known));
  }

  Outcome settleReport(String report, String how, String revision) {
    String state = state(report);
    if (state.isEmpty()) {
      return say("MISSING");
    }
    if (state.equals(how)) {
      return say("SAME");
    }
    if (!state.equals(how.equals("handed") ? "submitted" : "open")) {
      return say("ENDED", state);
    }
    int known = revision(report);
    if (how.equals("submitted") && !revision.equals(Integer.toString(known))) {
      return say("STALE", Integer.toString(known));
    }
    settle(report, how);
    if (!how.equals("handed")) {
      m.ends.over(m.contacts.get(report), how);
    }
    return say("DONE");
  }

  /** What reading a report answers, as far as it is compared. */
  List<Object> readReport(String report) {
    String state = state(report);
    return state.isEmpty()
        ? List.of("MISSING")
        : List.of(
            "FOUND",
            "",
            "",
            "",
            state,
            Integer.toString(revision(report)),
            "",
            reports.get(report).words ? "words" : "");
  }

  /** When each report must be looked at next. */
  TreeMap<String, Long> deadlines() {
    TreeMap<String, Long> due = new TreeMap<>();
    reports.forEach(
        (id, r) -> {
          if (r.due > 0) {
            due.put(id, r.due);
          }
        });
    return due;
  }

  private boolean open(String id, long due) {
    if (reports.containsKey(id)) {
      return false;
    }
    Report report = new Report();
    report.due = due;
    reports.put(id, report);
    return true;
  }

  String state(String id) {
    return reports.containsKey(id) ? reports.get(id).state : "";
  }

  int revision(String id) {
    return reports.get(id).revision;
  }

  private String fill(String id) {
    reports.get(id).words = true;
    return Integer.toString(++reports.get(id).revision);
  }

  private void settle(String id, String state) {
    reports.get(id).state = state;
    if (state.equals("handed") || state.equals("dismissed")) {
      reports.get(id).due = 0;
    }
    if (state.equals("handed") && reports.get(id).erase) {
      reports.get(id).words = false;
    }
  }

  /** Of somebody who was erased, what is not owed any more. */
  void erase(ModelContact c) {
    Report report = reports.get(c.id);
    if (report != null && keeps(c)) {
      report.erase = true;
    } else if (report != null) {
      report.words = false;
    }
  }

  boolean unreported(ModelContact c) {
    return c.kind.equals(KIND) && (state(c.id).isEmpty() || state(c.id).equals("open"));
  }

  boolean keeps(ModelContact c) {
    return state(c.id).equals("open") || state(c.id).equals("submitted");
  }

  /** Whether it is late: nobody has it yet. */
  boolean late(String id, boolean known, long again) {
    Report report = reports.get(id);
    if (!known || !(report.state.equals("open") || report.state.equals("submitted"))) {
      report.due = 0;
      return false;
    }
    report.due = again;
    return true;
  }

  void remove(String id) {
    reports.remove(id);
  }
}
