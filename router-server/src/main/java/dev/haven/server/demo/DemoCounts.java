package dev.haven.server.demo;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many requests of the simulated people each door acknowledged. Any thread. */
final class DemoCounts {
  private static final List<String> DOORS =
      List.of(DemoDoors.WEBHOOK, DemoDoors.TWILIO, DemoDoors.REST);

  private final AtomicLongArray received = new AtomicLongArray(DOORS.size());

  static List<String> doors() {
    return DOORS;
  }

  void received(String door) {
    received.incrementAndGet(DOORS.indexOf(door));
  }

  long of(String door) {
    return received.get(DOORS.indexOf(door));
  }
}
