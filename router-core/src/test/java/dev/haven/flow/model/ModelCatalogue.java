package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import dev.haven.flow.QueueSwitch;
import dev.haven.match.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lanes, profiles and queues: which there are, and which are paused or in an emergency. */
final class ModelCatalogue extends ModelPart {
  /** Grows with every lane and profile. */
  private long version;

  /** Queues in an emergency, and since when. */
  private final Map<String, Long> emergencies = new HashMap<>();

  /** Queues that are paused, and since when. */
  private final Map<String, Long> pauses = new HashMap<>();

  ModelCatalogue(ModelMatch match) {
    super(match);
  }

  Outcome registerLane(long fromVersion, String definition) {
    if (fromVersion != version) {
      return say("STALE");
    }
    m.lanes.add(Definitions.lane(definition));
    version++;
    return say("REGISTERED", Integer.toString(m.lanes.size() - 1), Long.toString(version));
  }

  Outcome registerProfile(long fromVersion, String definition) {
    if (fromVersion != version) {
      return say("STALE");
    }
    m.profiles.add(Definitions.profile(definition));
    version++;
    return say("REGISTERED", Integer.toString(m.profiles.size() - 1), Long.toString(version));
  }

  /** All at once: nobody waits for a model. */
  Outcome findOrphans(String gone) {
    Set<String> lanes = Set.of(gone.split(","));
    for (ModelContact c : m.contacts.values()) {
      if (c.state.equals("closed")) {
        continue;
      }
      List<String> asked = new ArrayList<>(List.of(String.valueOf(c.lane)));
      c.steps.subList(c.step, c.steps.size()).forEach(step -> asked.add(step.split(":")[1]));
      Optional<String> orphaned = asked.stream().filter(lanes::contains).findFirst();
      if (orphaned.isPresent()) {
        return say("ORPHANS", c.id, orphaned.get());
      }
    }
    return say("CLEAR");
  }

  Outcome switchQueue(String queue, QueueSwitch what, boolean on) {
    Map<String, Long> sinceByQueue = what == QueueSwitch.PAUSE ? pauses : emergencies;
    Long since = sinceByQueue.get(queue);
    if (on == (since != null)) {
      return say("SAME", since == null ? "0" : since.toString());
    }
    if (on) {
      sinceByQueue.put(queue, m.now);
      m.paused.addAll(pauses.keySet());
      return say("ON", Long.toString(m.now));
    }
    sinceByQueue.remove(queue);
    if (m.paused.retainAll(pauses.keySet())) {
      m.tryEverybody();
    }
    return say("OFF", "0");
  }
}
