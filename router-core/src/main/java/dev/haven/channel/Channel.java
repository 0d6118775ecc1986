package dev.haven.channel;

import java.util.Locale;
import java.util.Optional;

/**
 * The kind of line a contact uses. The order is fixed: its ordinal is the channel's number in
 * Redis.
 */
public enum Channel {
  PHONE(100, false),
  CHAT(30, false),
  SMS(30, false),
  FAX(10, true),
  EMAIL(10, true),
  MAIL(10, true);

  private static final Channel[] ALL = values();

  private final int defaultCost;
  private final boolean interruptible;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  Channel(int defaultCost, boolean interruptible) {
    this.defaultCost = defaultCost;
    this.interruptible = interruptible;
  }

  /** Units of 100 that one contact of this channel takes of a navigator, unless configured. */
  public int defaultCost() {
    return defaultCost;
  }

  /** Whether work on this channel may be set aside for a more urgent contact, unless configured. */
  public boolean interruptible() {
    return interruptible;
  }

  /** The name in JSON, configuration and metrics: lower case. */
  public String wireName() {
    return wireName;
  }

  /** The channel of that wire name, or empty when there is none. */
  public static Optional<Channel> ofWireName(String name) {
    for (Channel channel : ALL) {
      if (channel.wireName().equals(name)) {
        return Optional.of(channel);
      }
    }
    return Optional.empty();
  }

  public static Channel ofNumber(int number) {
    return ALL[number];
  }
}
