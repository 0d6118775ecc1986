package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.skill.Languages;
import dev.haven.telemetry.RouterMeters;
import dev.haven.urgency.Finding;
import dev.haven.urgency.Reason;
import dev.haven.urgency.ScoringInput;
import dev.haven.urgency.Signals;
import dev.haven.urgency.Tier;
import dev.haven.urgency.Urgency;
import dev.haven.urgency.UrgencyScorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scorer, and stands in where there is nothing to score: unreadable and pending content is
 * at least ELEVATED, a pressed distress digit is at least HIGH_DISTRESS, a scorer that fails is
 * ELEVATED with a reason and a counter, never ROUTINE.
 */
final class Triage {
  private static final double SURE = 0.6;
  private static final int EXPLAINED = 12;
  private static final int MOST_SEEN = 200;
  private static final Reason PENDING =
      Reason.withoutSpan(
          "scorer.pending",
          "The content is not readable yet.",
          "El contenido todavía no se puede leer.");
  private static final Reason UNREADABLE =
      Reason.withoutSpan(
          "scorer.unreadable", "The content could not be read.", "No se pudo leer el contenido.");
  private static final Reason FAILED =
      Reason.withoutSpan(
          "scorer.failed", "The content could not be scored.", "No se pudo evaluar el contenido.");
  private static final Reason DIGIT =
      Reason.withoutSpan(
          "signal.distress_digit",
          "The caller pressed the digit for distress.",
          "La persona marcó la opción de ayuda urgente.");

  private final UrgencyScorer scorer;
  private final String distressDigits;
  private final RouterMeters meters;

  /**
   * @param distressDigits what a caller may press to say that they are in distress, such as {@code
   *     9}
   */
  Triage(UrgencyScorer scorer, String distressDigits, RouterMeters meters) {
    this.scorer = scorer;
    this.distressDigits = distressDigits;
    this.meters = meters;
  }

  /**
   * @param now when the contact arrives
   */
  Urgency score(Arrival arrival, People.Known person, Instant now) {
    Reason unread = arrival.unreadable() ? UNREADABLE : arrival.textPending() ? PENDING : null;
    String scored = words(arrival.text() == null ? "" : arrival.text(), arrival.subject());
    if (unread != null && scored.isBlank()) {
      return without(unread);
    }
    Signals signals =
        person
            .tries()
            .signals(arrival.distressDigit(), person.thermometer(), now, arrival.channel(), 0);
    Urgency urgency = ask(new ScoringInput(arrival.channel(), List.of(scored), signals));
    return unread == null ? urgency : atLeastElevated(urgency, unread);
  }

  /** Words around what nobody has read may raise it, never lower it. */
  private static Urgency atLeastElevated(Urgency urgency, Reason unread) {
    List<Reason> reasons = new ArrayList<>(urgency.reasons());
    reasons.add(unread);
    return new Urgency(
        urgency.tier().orMoreUrgent(Tier.ELEVATED),
        Math.max(urgency.score(), least(Tier.ELEVATED)),
        urgency.adverseEvent(),
        urgency.language(),
        urgency.languageConfidence(),
        reasons,
        urgency.version());
  }

  /** A first message as it is scored: its subject stands behind it, so that spans point right. */
  static String words(String text, @Nullable String subject) {
    return subject == null || subject.isEmpty() ? text : text + "\n" + subject;
  }

  /**
   * What the rules see in a person's last messages, and why it counted or not: codes and spans, no
   * words. Empty when the scorer fails.
   */
  List<Contacts.Seen> seen(Channel channel, List<String> messages) {
    List<Contacts.Seen> seen = new ArrayList<>();
    try {
      for (int i = Math.max(0, messages.size() - EXPLAINED); i < messages.size(); i++) {
        var explanation = scorer.explain(ScoringInput.of(channel, messages.get(i)));
        for (Finding finding : explanation.findings()) {
          if (seen.size() < MOST_SEEN) {
            seen.add(new Contacts.Seen(i + 1, finding));
          }
        }
      }
    } catch (RuntimeException | StackOverflowError e) {
      meters.scorerFailed();
    }
    return seen;
  }

  /** Which scorer answers {@link #seen}. */
  String version() {
    return scorer.version();
  }

  /**
   * Scores a whole conversation anew.
   *
   * @param silentSeconds how long a strict contact had been silent, 0 when it is not strict
   */
  Urgency rescore(
      Facts facts,
      List<String> messages,
      Dossier dossier,
      People.Known person,
      long silentSeconds) {
    boolean digit = dossier.reasons().stream().anyMatch(r -> r.code().equals(DIGIT.code()));
    Signals signals =
        person
            .tries()
            .signals(
                digit, person.thermometer(), facts.arrivedAt(), facts.channel(), silentSeconds);
    return ask(new ScoringInput(facts.channel(), messages, signals));
  }

  /** Whether a contact's tier is the one it was given because nobody had read it yet. */
  static boolean stoodForUnread(Facts facts, Dossier dossier) {
    return facts.tier() == Tier.ELEVATED
        && dossier.overrideReason() == null
        && dossier.reasons().stream().anyMatch(r -> r.code().equals(PENDING.code()));
  }

  /** Explicit, else the person's, else the detected one, else the workspace's default. */
  String language(Arrival arrival, People.Known person, Urgency urgency, Workspace workspace) {
    if (arrival.language() != null && Languages.isCode(arrival.language())) {
      return arrival.language();
    }
    if (person.language() != null) {
      return person.language();
    }
    if (Languages.isCode(urgency.language()) && urgency.languageConfidence() >= SURE) {
      return urgency.language();
    }
    return workspace.defaultLanguage();
  }

  boolean distressDigit(String digits) {
    return !distressDigits.isEmpty() && digits.contains(distressDigits);
  }

  /** The least score of a tier's band; what an override gives. */
  static int least(Tier tier) {
    return switch (tier) {
      case CRISIS -> 90;
      case URGENT_MEDICAL -> 75;
      case HIGH_DISTRESS -> 50;
      case ELEVATED -> 25;
      case ROUTINE -> 0;
    };
  }

  private Urgency ask(ScoringInput input) {
    Urgency urgency;
    try {
      urgency = scorer.score(input);
    } catch (RuntimeException e) {
      urgency = without(FAILED);
    }
    if (urgency.reasons().stream().anyMatch(r -> r.code().equals(FAILED.code()))) {
      meters.scorerFailed();
    }
    return input.signals().distressDigit() ? pressed(urgency) : urgency;
  }

  private static Urgency pressed(Urgency urgency) {
    if (urgency.reasons().stream().anyMatch(r -> r.code().equals(DIGIT.code()))) {
      return urgency;
    }
    List<Reason> reasons = new ArrayList<>(urgency.reasons());
    reasons.add(DIGIT);
    return new Urgency(
        urgency.tier().orMoreUrgent(Tier.HIGH_DISTRESS),
        Math.max(urgency.score(), least(Tier.HIGH_DISTRESS)),
        urgency.adverseEvent(),
        urgency.language(),
        urgency.languageConfidence(),
        reasons,
        urgency.version());
  }

  private Urgency without(Reason reason) {
    return new Urgency(
        Tier.ELEVATED,
        least(Tier.ELEVATED),
        false,
        Languages.UNKNOWN,
        0,
        List.of(reason),
        scorer.version());
  }
}
