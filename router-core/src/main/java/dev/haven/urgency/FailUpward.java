package dev.haven.urgency;

import java.util.List;
import java.util.function.Consumer;

/**
 * Turns a broken scorer into a cautious one: whatever it throws, the contact is ELEVATED with
 * reason {@code scorer.failed}, never ROUTINE and never stuck.
 *
 * <p>The caller is told of each failure, to count it; the message's words are in none of it. As
 * safe for threads as the scorer inside and the listener.
 */
public final class FailUpward implements UrgencyScorer {
  private static final int SCORE = 40;

  private final UrgencyScorer inner;
  private final Consumer<Throwable> onFailure;

  /**
   * @param inner asked first
   * @param onFailure told of each failure; must not throw
   */
  public FailUpward(UrgencyScorer inner, Consumer<Throwable> onFailure) {
    this.inner = inner;
    this.onFailure = onFailure;
  }

  @Override
  public Urgency score(ScoringInput input) {
    try {
      return inner.score(input);
    } catch (RuntimeException | StackOverflowError e) {
      onFailure.accept(e);
      return failed(inner.version());
    }
  }

  /** What a contact gets that could not be scored, for callers that ran out of time. */
  public static Urgency failed(String version) {
    var reason =
        Reason.withoutSpan(
            "scorer.failed",
            "The message could not be scored; treat it as elevated.",
            "No se pudo evaluar el mensaje; trátese como elevado.");
    return new Urgency(Tier.ELEVATED, SCORE, false, "und", 0, List.of(reason), version);
  }

  @Override
  public String loweredFloors() {
    return inner.loweredFloors();
  }

  @Override
  public String version() {
    return inner.version();
  }
}
