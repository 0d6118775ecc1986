package dev.haven.flow;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one node counted in a workspace since the site's midnight, as nodes tell it each other:
 * numbers and names of queues, nothing of a contact.
 *
 * @param lastWait when a contact last got its first offer here; {@link Instant#EPOCH} for never
 * @param waits of the last thousand contacts
 */
record Figures(LocalDate day, Instant lastWait, Waits waits, Map<String, ServiceCount> queues) {
  Figures {
    queues = Map.copyOf(queues);
  }

  /** One line; {@link #read} understands it. */
  String text() {
    return day
        + "|"
        + lastWait.toEpochMilli()
        + "|"
        + waits.count()
        + "|"
        + waits.micros().stream().map(String::valueOf).collect(Collectors.joining(","))
        + "|"
        + new TreeMap<>(queues)
            .entrySet().stream()
                .map(queue -> queue.getKey() + ">" + queue.getValue().text())
                .collect(Collectors.joining(";"));
  }

  static Figures read(String text) {
    List<String> parts = Arrays.asList(text.split("\\|", -1));
    List<Long> micros = new ArrayList<>();
    for (String wait : parts.get(3).split(",")) {
      if (!wait.isEmpty()) {
        micros.add(Long.valueOf(wait));
      }
    }
    Map<String, ServiceCount> queues = new TreeMap<>();
    for (String queue : parts.get(4).split(";")) {
      int name = queue.indexOf('>');
      if (name > 0) {
        queues.put(queue.substring(0, name), ServiceCount.read(queue.substring(name + 1)));
      }
    }
    return new Figures(
        LocalDate.parse(parts.get(0)),
        Instant.ofEpochMilli(Long.parseLong(parts.get(1))),
        new Waits(Integer.parseInt(parts.get(2)), micros),
        queues);
  }
}
