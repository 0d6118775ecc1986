package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * Share of contacts offered within the target, by queue, since midnight UTC, as this node has seen
 * them. The target is 30 s (the mean answer time that URAC's call centre standard asks for). Used
 * on one event loop.
 */
final class ServiceLevels {
  private static final long TARGET_MS = 30_000;

  private record Queue(WorkspaceId workspace, String name) {}

  private final Map<Queue, long[]> counts = new HashMap<>();
  private LocalDate day = LocalDate.EPOCH;

  void offered(WorkspaceId workspace, String queue, long waitedMs, Instant now) {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    if (!today.equals(day)) {
      counts.clear();
      day = today;
    }
    long[] count = counts.computeIfAbsent(new Queue(workspace, queue), q -> new long[2]);
    count[0]++;
    if (waitedMs <= TARGET_MS) {
      count[1]++;
    }
  }

  Map<String, Double> of(WorkspaceId workspace) {
    Map<String, Double> percent = new HashMap<>();
    counts.forEach(
        (queue, count) -> {
          if (queue.workspace().equals(workspace)) {
            percent.put(queue.name(), 100.0 * count[1] / count[0]);
          }
        });
    return percent;
  }
}
