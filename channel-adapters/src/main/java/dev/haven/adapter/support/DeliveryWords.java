package dev.haven.adapter.support;

import dev.haven.channel.DeliveryStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What platforms call the ways of a message; those that are peculiar to one are in its package. */
public final class DeliveryWords {
  private DeliveryWords() {}

  /** How far a message of that word is; null when it says nothing yet, such as {@code queued}. */
  public static @Nullable DeliveryStatus of(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "sent", "submitted", "accepted" -> DeliveryStatus.SENT;
      case "delivered" -> DeliveryStatus.DELIVERED;
      case "read", "seen" -> DeliveryStatus.READ;
      case "failed", "undelivered", "undeliverable", "rejected", "expired" -> DeliveryStatus.FAILED;
      default -> null;
    };
  }
}
