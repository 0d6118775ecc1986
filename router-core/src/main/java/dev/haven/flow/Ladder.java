package dev.haven.flow;

import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens, rung by rung, while nobody takes a contact of the most urgent tiers. The last rung
 * repeats, no more often than the pause, until a person takes the contact.
 *
 * @param upTo contacts of this tier and above climb; null for none
 * @param rungs 0 to 16, from the first
 * @param pause how long nothing further happens once a person has answered for the contact, 1 s to
 *     1 h
 */
public record Ladder(@Nullable Tier upTo, List<Rung> rungs, Duration pause) {
  /** How many rungs at most. */
  public static final int MOST = 16;

  /** What a rung does. */
  public enum Action {
    /** A second wave of offers: no exclusions, and all steps of the plan at once. */
    OFFERS,
    /** Supervisors are told. */
    SUPERVISORS,
    /** Whoever is on call is told. */
    ON_CALL,
    /** A caller is brought to a number outside; of a contact that is no call, the site is told. */
    CALL;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param after the rung before, 1 s to 1 h
   * @param to what the site calls the number of {@link Action#CALL}; empty for other actions
   */
  public record Rung(Duration after, Action action, String to) {
    public Rung(Duration after, Action action) {
      this(after, action, "");
    }

    /** As scripts, journal and those who are told know it. */
    public String code() {
      return action == Action.CALL ? action.wireName() + "." + to : action.wireName();
    }

    public Rung {
      if (action == Action.CALL ? !Destinations.isName(to) : !to.isEmpty()) {
        throw new IllegalArgumentException(
            "a rung "
                + action.wireName()
                + " and a number outside '"
                + to
                + "' do not go together");
      }
      if (after.compareTo(Duration.ofSeconds(1)) < 0 || after.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException("a rung comes after 1 s to 1 h, got " + after);
      }
    }
  }

  public Ladder {
    rungs = List.copyOf(rungs);
    if (upTo != null && !upTo.strict()) {
      throw new IllegalArgumentException(
          "only strict tiers climb the ladder, not " + upTo.wireName());
    }
    if (rungs.size() > MOST) {
      throw new IllegalArgumentException("a ladder has 0 to 16 rungs, got " + rungs.size());
    }
    if (pause.compareTo(Duration.ofSeconds(1)) < 0 || pause.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("pause is 1 s to 1 h, got " + pause);
    }
  }

  /** The defaults of {@code config/haven.yaml}. */
  public static Ladder defaults() {
    Duration half = Duration.ofSeconds(30);
    return new Ladder(
        Tier.CRISIS,
        List.of(
            new Rung(half, Action.OFFERS),
            new Rung(half, Action.SUPERVISORS),
            new Rung(half, Action.ON_CALL)),
        Duration.ofMinutes(5));
  }

  /** The scripts' settings: rank of the tier, pause in ms, rungs as {@code ms>code;...}. */
  String encode() {
    return (upTo == null ? -1 : upTo.rank())
        + ","
        + pause.toMillis()
        + ","
        + rungs.stream()
            .map(r -> r.after().toMillis() + ">" + r.code())
            .collect(Collectors.joining(";"));
  }
}
