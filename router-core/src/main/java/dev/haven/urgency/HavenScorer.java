package dev.haven.urgency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Haven's own scorer: written rules in both languages with context, and a small linear model beside
 * them.
 *
 * <p>Orders a queue; claims no diagnosis. Pure, deterministic, without input or output after it is
 * built; one instance serves all threads. It may throw on a defect: wrap it in {@link FailUpward}.
 */
public final class HavenScorer implements UrgencyScorer {
  private static final String RULES = "rules-1";

  private final RuleBook book;
  private final Tokenizer tokenizer;

  private HavenScorer(RuleBook book) {
    this.book = book;
    this.tokenizer = new Tokenizer(book.spelling);
  }

  /** The scorer with the rules and the model in this jar. Reads them each time: build it once. */
  public static HavenScorer standard() {
    return new HavenScorer(RuleBook.standard());
  }

  @Override
  public String version() {
    return RULES;
  }

  @Override
  public Urgency score(ScoringInput input) {
    String last =
        input.messages().isEmpty() ? "" : input.messages().get(input.messages().size() - 1);
    return score(last);
  }

  Features features(Reading reading) {
    return Features.of(reading, book.classNames);
  }

  Reading read(String text) {
    return Reading.of(book, tokenizer, NormalText.of(text));
  }

  private Urgency score(String text) {
    Reading reading = read(text);
    Tier tier = reading.tier();
    var reasons = reasons(reading);
    LanguageGuess language = LanguageGuess.of(reading.tokens(), text);
    int[] bands = {92, 78, 58, 34, 5};
    return new Urgency(
        tier,
        bands[tier.rank()],
        reading.adverseEvent() != null,
        language.language(),
        language.confidence(),
        reasons,
        version());
  }

  private List<Reason> reasons(Reading reading) {
    var reasons = new ArrayList<Reason>();
    Tokens tokens = reading.tokens();
    reading.hits().stream()
        .filter(Hit::counts)
        .sorted(Comparator.comparing(Hit::tier))
        .forEach(
            hit -> {
              String code =
                  hit.outcome() == Finding.Outcome.PAST ? "elevated.history" : hit.rule().code();
              if (reasons.stream().noneMatch(r -> r.code().equals(code))) {
                reasons.add(
                    book.reason(code, tokens.start[hit.start()], tokens.end[hit.end() - 1]));
              }
            });
    Hit event = reading.adverseEvent();
    if (event != null && reasons.stream().noneMatch(r -> r.code().startsWith("adverse."))) {
      reasons.add(
          book.reason("adverse.event", tokens.start[event.start()], tokens.end[event.end() - 1]));
    }
    return reasons;
  }
}
