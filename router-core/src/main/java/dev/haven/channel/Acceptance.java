package dev.haven.channel;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request's events, for the answer to the sender. Everything in it is stored: an
 * adapter may answer that the sender need not try again.
 *
 * @param contactIds the contacts these events opened or joined, in order
 * @param waiting true while the (first) contact waits or is being offered; false once it is engaged
 *     or closed
 * @param position its place, 1 is next; 0 when not known
 * @param estimatedWait how long it will probably wait; null when not known
 * @param language BCP 47 tag of the person for announcements, such as {@code en} or {@code es}
 * @param replayed true when every event was known before
 */
public record Acceptance(
    List<String> contactIds,
    boolean waiting,
    int position,
    @Nullable Duration estimatedWait,
    String language,
    boolean replayed) {
  public Acceptance {
    contactIds = List.copyOf(contactIds);
  }

  /** Stored, and nothing more is known of it. */
  public static Acceptance stored() {
    return new Acceptance(List.of(), true, 0, null, "en", false);
  }
}
