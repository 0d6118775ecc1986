package dev.haven.urgency;

import dev.haven.channel.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Haven's own scorer: written rules in both languages with context, and a small linear model beside
 * them.
 *
 * <p>Orders a queue; claims no diagnosis. Pure, deterministic, without input or output after it is
 * built; one instance serves all threads. It may throw on a defect: wrap it in {@link FailUpward}.
 *
 * <p>The whole conversation is scored at each message: every message by itself, and the last ones
 * read as one text. A contact never stands below the highest floor of its conversation. Texts over
 * {@value #LONGEST} characters are read at head, middle and tail and are at least ELEVATED.
 */
public final class HavenScorer implements UrgencyScorer {
  static final int LONGEST = 20_000;
  private static final String RULES = "rules-9";
  private static final int HEAD = 9_000;
  private static final int MIDDLE = 2_000;
  private static final int REMEMBERED = 40;
  private static final int JOINED = 12;

  private final RuleBook book;
  private final LinearModel model;
  private final SitePhrases site;
  private final Dictionary dictionary;
  private final Tokenizer tokenizer;
  private final String version;

  private HavenScorer(RuleBook book, LinearModel model, SitePhrases site, Dictionary dictionary) {
    this.book = book;
    this.model = model;
    this.site = site;
    this.dictionary = dictionary;
    this.tokenizer = new Tokenizer(dictionary);
    this.version =
        RULES
            + "+"
            + model.version()
            + (site.version().isEmpty() ? "" : "+" + site.version())
            + (site.allowLoweringFloors() ? "+lowered-floors" : "");
  }

  /** The scorer with the rules and the model in this jar. Reads them each time: build it once. */
  public static HavenScorer standard() {
    return with(LinearModel.standard());
  }

  /** The rules with another model, for training and evaluation. */
  static HavenScorer with(LinearModel model) {
    RuleBook book = RuleBook.standard();
    return new HavenScorer(book, model, SitePhrases.NONE, new Dictionary(book, model.vocabulary));
  }

  HavenScorer and(LinearModel other) {
    return new HavenScorer(book, other, site, new Dictionary(book, other.vocabulary));
  }

  /** This scorer with a site's own phrases and adjustments. */
  public HavenScorer with(SitePhrases phrases) {
    return new HavenScorer(book, model, phrases, dictionary);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String loweredFloors() {
    return site.tiers().keySet().stream()
        .sorted()
        .filter(
            code ->
                tierOf(code).strict()
                    && site.adjusted(code, tierOf(code)).rank() > tierOf(code).rank())
        .map(
            code ->
                code
                    + ":"
                    + tierOf(code).wireName()
                    + ">"
                    + site.adjusted(code, tierOf(code)).wireName())
        .collect(java.util.stream.Collectors.joining(","));
  }

  @Override
  public Urgency score(ScoringInput input) {
    return urgency(input, last(input));
  }

  @Override
  public Explanation explain(ScoringInput input) {
    Scored scored = last(input);
    return new Explanation(urgency(input, scored), scored.findings(), scored.probabilities());
  }

  /** The last message by itself. */
  private Scored last(ScoringInput input) {
    List<String> messages = input.messages();
    return scored(input.channel(), messages.isEmpty() ? "" : messages.get(messages.size() - 1));
  }

  /** What the whole conversation comes to, of which the last message is scored already. */
  private Urgency urgency(ScoringInput input, Scored scored) {
    List<String> messages = input.messages();
    int last = messages.size() - 1;
    Tier tier = scored.tier;
    int score = scored.score;
    boolean event = scored.adverseEvent;
    var reasons = new ArrayList<>(scored.reasons);
    for (int i = Math.max(0, last - REMEMBERED); i < last; i++) {
      Scored earlier = scored(input.channel(), messages.get(i));
      event |= earlier.adverseEvent;
      if (earlier.tier.rank() < tier.rank()) {
        tier = earlier.tier;
        reasons.addAll(0, earlier.reasons);
      }
      score = Math.max(score, earlier.score);
    }
    if (last > 0) {
      Scored joined = joined(input.channel(), messages, last);
      event |= joined.adverseEvent;
      if (joined.tier.rank() < tier.rank()) {
        tier = joined.tier;
        score = Math.max(score, joined.score);
        reasons.addAll(0, joined.reasons);
      }
    }
    SignalRules signals = SignalRules.of(input.signals(), tier);
    tier = tier.orMoreUrgent(signals.tier());
    for (String code : signals.codes()) {
      Reason reason = book.reason(code, -1, -1);
      reasons.add(reason);
    }
    if (signals.points() > 0 && tier != Tier.ROUTINE || signals.tier() != Tier.ROUTINE) {
      score = Fusion.raised(tier, score, signals.points());
    }
    return new Urgency(
        tier,
        score,
        event,
        scored.language.language(),
        scored.language.confidence(),
        distinct(reasons),
        version());
  }

  /**
   * The last messages read as one text; spans of its reasons point into the last message or
   * nowhere.
   */
  private Scored joined(Channel channel, List<String> messages, int last) {
    var text = new StringBuilder();
    for (int i = Math.max(0, last - JOINED); i < last; i++) {
      String message = messages.get(i);
      text.append(message, Math.max(0, message.length() - 1_000), message.length()).append('\n');
    }
    int offset = text.length();
    String tail = messages.get(last);
    text.append(tail, 0, Math.min(tail.length(), 4_000));
    Scored scored = scored(channel, text.toString());
    var moved = new ArrayList<Reason>();
    for (Reason r : scored.reasons) {
      boolean inside = r.end() > offset;
      moved.add(
          new Reason(
              r.code(),
              r.english(),
              r.spanish(),
              inside ? Math.max(0, r.start() - offset) : -1,
              inside ? r.end() - offset : -1));
    }
    return new Scored(
        scored.tier,
        scored.score,
        scored.adverseEvent,
        moved,
        scored.reading,
        scored.language,
        scored.p);
  }

  private static List<Reason> distinct(List<Reason> reasons) {
    var distinct = new ArrayList<Reason>(reasons.size());
    for (Reason reason : reasons) {
      if (!holds(distinct, reason.code())) {
        distinct.add(reason);
      }
    }
    return distinct;
  }

  /** Whether a reason of that code is among few. */
  private static boolean holds(List<Reason> reasons, String code) {
    for (int i = 0; i < reasons.size(); i++) {
      if (reasons.get(i).code().equals(code)) {
        return true;
      }
    }
    return false;
  }

  private record Scored(
      Tier tier,
      int score,
      boolean adverseEvent,
      List<Reason> reasons,
      Reading reading,
      LanguageGuess language,
      double[] p) {
    List<Double> probabilities() {
      return java.util.Arrays.stream(p).limit(LinearModel.ADVERSE_EVENT).boxed().toList();
    }

    List<Finding> findings() {
      Tokens tokens = reading.tokens();
      var findings = new ArrayList<>(reading.quoted());
      for (Hit hit : reading.hits()) {
        findings.add(
            new Finding(
                hit.rule().code(),
                tokens.start[hit.start()],
                tokens.end[hit.end() - 1],
                hit.outcome()));
      }
      return findings;
    }
  }

  private Scored scored(Channel channel, String text) {
    if (text.length() <= LONGEST) {
      return part(channel, text, 0);
    }
    int middle = text.length() / 2 - MIDDLE / 2;
    Scored most = part(channel, text.substring(0, HEAD), 0);
    for (int[] window :
        new int[][] {{middle, middle + MIDDLE}, {text.length() - HEAD, text.length()}}) {
      Scored other = part(channel, text.substring(window[0], window[1]), window[0]);
      if (other.score > most.score) {
        most = other;
      }
    }
    var reasons = new ArrayList<>(most.reasons);
    reasons.add(book.reason("scorer.too_long", 0, text.length()));
    Tier tier = most.tier.orMoreUrgent(Tier.ELEVATED);
    return new Scored(
        tier,
        Fusion.raised(tier, most.score, 0),
        most.adverseEvent,
        reasons,
        most.reading,
        most.language,
        most.p);
  }

  /** The tier of a concept; ROUTINE when there is none of that code. */
  Tier tierOf(String code) {
    for (Rule rule : book.rules) {
      if (rule.code().equals(code)) {
        return rule.tier();
      }
    }
    return code.equals("medical.fever") ? Tier.URGENT_MEDICAL : Tier.ROUTINE;
  }

  /** The words of a message as a model reads them. */
  Grams grams(Reading reading) {
    return Grams.of(reading.tokens(), book.lexicon);
  }

  /** What another model and the rules make of a message. */
  float[] evidence(Reading reading, Channel channel, LinearModel other) {
    return Evidence.of(reading, channel, KnownGrams.of(grams(reading), other.vocabulary), other);
  }

  Reading read(String text) {
    return Reading.of(book, tokenizer, NormalText.of(text), site);
  }

  private Scored part(Channel channel, String text, int offset) {
    Reading read = read(text);
    Tokens tokens = read.tokens();
    KnownGrams known = KnownGrams.of(grams(read), model.vocabulary);
    double[] p = model.combiner.probabilities(Evidence.of(read, channel, known, model));
    LanguageGuess guess = LanguageGuess.of(tokens, text);
    boolean spanish = guess.language().equals("es");
    Tier tier =
        tokens.size == 0 ? Tier.ROUTINE : Fusion.tier(read.floor(), p, read.told(), spanish);
    Hit eventHit = read.adverseEvent();
    boolean event = tokens.size > 0 && Fusion.adverseEvent(p);
    if (event) {
      tier = tier.orMoreUrgent(Tier.ELEVATED);
    }
    Reading reading = read.settledAt(tier);
    var reasons = new ArrayList<Reason>();
    if (tier.rank() < reading.tier().rank()) {
      int[] span = telling(tokens, known, tier.rank());
      reasons.add(book.reason("model." + tier.wireName(), span[0], span[1]));
    }
    addHits(reading, reasons);
    if (event && !namesEvent(reasons)) {
      int[] span =
          eventHit == null
              ? telling(tokens, known, LinearModel.ADVERSE_EVENT)
              : new int[] {tokens.start[eventHit.start()], tokens.end[eventHit.end() - 1]};
      reasons.add(
          book.reason(
              eventHit == null ? "model.adverse_event" : "adverse.event", span[0], span[1]));
    }
    int score = Fusion.score(tier, p);
    if (offset > 0) {
      reasons.replaceAll(
          r ->
              new Reason(r.code(), r.english(), r.spanish(), r.start() + offset, r.end() + offset));
    }
    return new Scored(tier, score, event, reasons, reading, guess, p);
  }

  private static boolean namesEvent(List<Reason> reasons) {
    for (Reason reason : reasons) {
      if (reason.code().startsWith("adverse.")) {
        return true;
      }
    }
    return false;
  }

  private int[] telling(Tokens tokens, KnownGrams known, int head) {
    Features features = Features.mine().read(known);
    return MostTelling.span(tokens, model.contributions(features, known.words, head));
  }

  private void addHits(Reading reading, List<Reason> reasons) {
    Tokens tokens = reading.tokens();
    var counting = new ArrayList<Hit>();
    for (Hit hit : reading.hits()) {
      if (hit.counts()) {
        counting.add(hit);
      }
    }
    counting.sort(Comparator.comparing(Hit::tier));
    for (Hit hit : counting) {
      String code = hit.outcome() == Finding.Outcome.PAST ? "elevated.history" : hit.rule().code();
      if (!holds(reasons, code)) {
        reasons.add(book.reason(code, tokens.start[hit.start()], tokens.end[hit.end() - 1]));
      }
    }
  }
}
