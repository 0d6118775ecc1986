package dev.haven.channel;

import org.jspecify.annotations.Nullable;

/**
 * The platform took a message, or will never take it. That the attempt failed and may be made again
 * is a failed future instead.
 *
 * @param externalId the platform's id of the message, by which statuses name it; null when refused
 *     or not told
 * @param refusal the platform's code why it will never be sent; null when it was taken
 */
public record SendReceipt(@Nullable String externalId, @Nullable String refusal) {
  public static SendReceipt taken(@Nullable String externalId) {
    return new SendReceipt(externalId, null);
  }

  public static SendReceipt refused(String code) {
    return new SendReceipt(null, code);
  }
}
