package dev.haven.channel;

import java.util.Locale;

/** How far a message to a person is, in the order in which that goes forward. */
public enum DeliveryStatus {
  /** The platform took it. */
  SENT,
  /** It will not arrive; some platforms say so and deliver it all the same. */
  FAILED,
  /** It is on the person's device or in their mailbox. */
  DELIVERED,
  /** The person saw it. */
  READ;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
