package dev.haven.server.http;

import dev.haven.flow.HavenNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/**
 * Pages that a command adds to the public door. Asked once for each event loop; the pages are
 * answered on it.
 */
@FunctionalInterface
public interface Front {
  /** No pages beside Haven's own. */
  Front NONE = (node, registry) -> Map.of();

  /** By path. */
  Map<String, HttpDoor.Page> pages(HavenNode node, MeterRegistry registry);
}
