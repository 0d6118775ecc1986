package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Router nodes: which live, whose desktops a dead one had, and what one of them alone may do. */
final class ModelNodes extends ModelPart {
  private record Lease(String holder, long until) {}

  /** Nodes, and when each was renewed last. */
  private final TreeMap<String, Long> nodes = new TreeMap<>();

  private final Map<String, Lease> leases = new HashMap<>();

  ModelNodes(ModelMatch match) {
    super(match);
  }

  Outcome renewNode(String node, boolean leaving) {
    if (!node.isEmpty()) {
      nodes.put(node, leaving ? 0 : m.now);
    }
    for (String dead : List.copyOf(nodes.keySet())) {
      if (nodes.get(dead) <= m.now - m.settings.nodeLease().toMillis()) {
        seats(dead).toList().forEach(n -> m.presence.lose(n, false));
        nodes.remove(dead);
      }
    }
    return say("DONE", "0", "1");
  }

  /** Whose desktops a node holds, those of the lowest session first. */
  private Stream<ModelNavigator> seats(String node) {
    return m.navigators.values().stream()
        .filter(n -> n.connected && n.node.equals(node))
        .sorted(Comparator.<ModelNavigator>comparingLong(n -> n.epoch).thenComparing(n -> n.id));
  }

  List<String> readSeats(String node, int from, int most) {
    return seats(node)
        .skip(from)
        .limit(most)
        .flatMap(n -> Stream.of(n.id, Long.toString(n.epoch)))
        .toList();
  }

  Outcome keepLease(String name, String holder, boolean leaving) {
    Lease found = leases.get(name);
    boolean ours = found != null && found.holder().equals(holder);
    if (leaving) {
      if (ours) {
        leases.remove(name);
      }
      return say("FREE");
    }
    if (found != null && !ours && found.until() > m.now) {
      return say("BUSY");
    }
    leases.put(name, new Lease(holder, m.now + m.settings.nodeLease().toMillis()));
    return say("HELD");
  }
}
