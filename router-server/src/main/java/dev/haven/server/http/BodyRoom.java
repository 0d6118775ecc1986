package dev.haven.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Room for the bodies that an event loop collects at once, most of them from senders that nobody
 * has believed yet.
 *
 * <p>When it is full the largest body is cut, so that many large ones, sent slowly, keep no small
 * one out: a message from a platform has a few kilobytes and is taken however many bytes of others
 * wait. The largest does not count against the room: one long mail is taken where the heap is
 * small.
 *
 * <p>For one event loop.
 */
final class BodyRoom {
  private final long most;
  private final Map<Guest, Long> guests = new LinkedHashMap<>();
  private long used;
  private @Nullable Guest largest;
  private long largestHeld;

  /** A body that is being collected. */
  interface Guest {
    /** Gives up what was collected; it is no longer in the room. */
    void cut();
  }

  /**
   * @param most bytes of bodies, beside the largest
   */
  BodyRoom(long most) {
    this.most = most;
  }

  /** So many bytes more of that body came. Cuts the largest bodies, maybe this one, for room. */
  void grew(Guest guest, int bytes) {
    long held = guests.merge(guest, (long) bytes, Long::sum);
    used += bytes;
    if (held > largestHeld) {
      largest = guest;
      largestHeld = held;
    }
    Guest big = largest;
    while (big != null && used - largestHeld > most) {
      left(big);
      big.cut();
      big = largest;
    }
  }

  /** That body is whole or given up; again is harmless. */
  void left(Guest guest) {
    Long held = guests.remove(guest);
    if (held == null) {
      return;
    }
    used -= held;
    if (guest == largest) {
      findLargest();
    }
  }

  /** Bytes of the bodies that are being collected. */
  long used() {
    return used;
  }

  private void findLargest() {
    largest = null;
    largestHeld = 0;
    for (Map.Entry<Guest, Long> entry : guests.entrySet()) {
      if (entry.getValue() > largestHeld) {
        largest = entry.getKey();
        largestHeld = entry.getValue();
      }
    }
  }
}
