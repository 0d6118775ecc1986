package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace does for a person in distress when nobody is free; the same on every node.
 *
 * @param setAsideUpTo contacts of this tier and above have a lower pending offer rescinded or
 *     interruptible work set aside; null for none
 * @param interruptible channels whose work may be set aside; a live call never is
 * @param interruptibleOutreach whether outreach may be, on any channel
 * @param interruptionsPerHour after how many interruptions within an hour one more raises an alarm,
 *     1 to 60; it does not make anybody wait
 * @param ladder what happens while nobody takes them
 * @param firstAnswer whether a CRISIS that comes in writing is answered automatically
 * @param missedOffers after how many in a row a navigator goes out of service, as activity {@code
 *     missed}; 0 for never, at most 20
 * @param heldAtMost how many contacts may wait for one designated navigator alone, 0 to 1000
 * @param reserve by language, how many free navigators are kept for strict contacts, 0 to 100
 * @param parallelUpTo contacts of this tier and above are offered to several at once, the first who
 *     accepts has them; null for none
 * @param parallelOffers to how many, 1 to 5
 */
public record Guarantees(
    @Nullable Tier setAsideUpTo,
    Set<Channel> interruptible,
    boolean interruptibleOutreach,
    int interruptionsPerHour,
    Ladder ladder,
    boolean firstAnswer,
    int missedOffers,
    int heldAtMost,
    Map<String, Integer> reserve,
    @Nullable Tier parallelUpTo,
    int parallelOffers) {
  private static final int OUTREACH = 64;

  /** How many navigators of a language a reserve keeps at most. */
  public static final int MOST_RESERVED = 100;

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

  public Guarantees {
    interruptible = Set.copyOf(interruptible);
    reserve = Map.copyOf(reserve);
    reserve.forEach(Guarantees::check);
    if (setAsideUpTo != null && setAsideUpTo.rank() > Tier.HIGH_DISTRESS.rank()) {
      throw new IllegalArgumentException(
          "work is set aside for strict tiers only, not for " + setAsideUpTo.wireName());
    }
    if (parallelUpTo != null && !parallelUpTo.strict()) {
      throw new IllegalArgumentException(
          "only strict tiers are offered to several, not " + parallelUpTo.wireName());
    }
    if (parallelOffers < 1 || parallelOffers > 5) {
      throw new IllegalArgumentException("parallelOffers is 1 to 5, got " + parallelOffers);
    }
    if (missedOffers < 0 || missedOffers > 20) {
      throw new IllegalArgumentException("missedOffers is 0 to 20, got " + missedOffers);
    }
    if (heldAtMost < 0 || heldAtMost > 1_000) {
      throw new IllegalArgumentException("heldAtMost is 0 to 1000, got " + heldAtMost);
    }
    if (interruptionsPerHour < 1 || interruptionsPerHour > 60) {
      throw new IllegalArgumentException(
          "interruptionsPerHour is 1 to 60, got " + interruptionsPerHour);
    }
  }

  /** The defaults of {@code config/haven.yaml}. */
  public static Guarantees defaults() {
    return new Guarantees(
        Tier.CRISIS,
        Set.of(Channel.FAX, Channel.EMAIL, Channel.MAIL),
        true,
        4,
        Ladder.defaults(),
        false,
        3,
        20,
        Map.of(),
        null,
        2);
  }

  private static void check(String language, int floor) {
    if (!LANGUAGE.matcher(language).matches()) {
      throw new IllegalArgumentException(
          "a reserve's language is a code such as en, not " + language);
    }
    if (floor < 0 || floor > MOST_RESERVED) {
      throw new IllegalArgumentException(
          "a reserve is 0 to " + MOST_RESERVED + " navigators, got " + floor + " for " + language);
    }
  }

  /**
   * The scripts' settings: rank of the tier, mask of channels with 64 for outreach, limit, ladder.
   */
  String encode() {
    int mask = interruptibleOutreach ? OUTREACH : 0;
    for (Channel channel : interruptible) {
      mask |= 1 << channel.ordinal();
    }
    return (setAsideUpTo == null ? -1 : setAsideUpTo.rank())
        + ","
        + mask
        + ","
        + interruptionsPerHour
        + ","
        + ladder.encode()
        + ","
        + (firstAnswer ? 1 : 0)
        + ","
        + missedOffers
        + ","
        + heldAtMost
        + ","
        + reserve.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getKey() + ">" + e.getValue())
            .collect(Collectors.joining("+"))
        + ","
        + (parallelUpTo == null ? -1 : parallelUpTo.rank())
        + ","
        + (parallelUpTo == null ? 1 : parallelOffers);
  }
}
