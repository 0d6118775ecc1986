package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is known of persons: what they agreed to, and how often they came unserved. */
final class ModelPersons extends ModelPart {
  private final TreeMap<String, List<String>> tries = new TreeMap<>();

  ModelPersons(ModelMatch match) {
    super(match);
  }

  /** Notes that somebody came ({@code p}) or went unserved ({@code g}). */
  void tried(ModelContact c, String what) {
    if (!c.person.isEmpty() && c.kind.equals("inbound")) {
      tries
          .computeIfAbsent(c.person, p -> new ArrayList<>())
          .add(m.now + "," + c.channel + "," + what);
    }
  }

  Outcome setConsent(String subject, String purpose, boolean granted, Long atMs) {
    List<ModelContact> stopped =
        m.cadences.setConsent(subject, purpose, granted, atMs, m.now, m.contacts.values());
    if (stopped == null) {
      return say("SAME");
    }
    stopped.forEach(c -> m.ends.over(c, "consent_withdrawn"));
    return say("DONE", Integer.toString(stopped.size()));
  }

  Outcome erasePerson(String person, boolean look) {
    List<ModelContact> theirs =
        m.contacts.values().stream().filter(c -> c.person.equals(person)).toList();
    List<ModelContact> closed = theirs.stream().filter(c -> c.state.equals("closed")).toList();
    if (!look) {
      closed.forEach(c -> c.person = "");
      closed.forEach(m.reports::erase);
      tries.remove(person);
      m.cadences.forgetConsents(person);
    }
    return say(
        "DONE",
        "0",
        Integer.toString(theirs.size() - closed.size()),
        look ? List.of() : closed.stream().map(c -> c.id).toList());
  }

  /** When and how that person came and left, oldest first. */
  List<String> tries(String person) {
    return tries.getOrDefault(person, List.of());
  }
}
