package dev.haven.urgency;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One message read by the rules: words, phrases, context, temperature.
 *
 * @param tokens words of what the person wrote
 * @param hits phrases with a tier, judged
 * @param treated whether somebody is told to be under treatment
 * @param quoted hits in quoted or standing text, which count nothing
 */
record Reading(Tokens tokens, List<Hit> hits, boolean treated, List<Finding> quoted) {
  private static final int MOST_BARE_WORDS = 40;

  static final Rule FEVER =
      new Rule("medical.fever", Tier.URGENT_MEDICAL, Set.of("list", "question", "event", "past"));
  private static final Rule RAISED =
      new Rule("elevated.fever_low", Tier.ELEVATED, Set.of("list", "question", "event", "past"));

  static Reading of(RuleBook book, Tokenizer tokenizer, NormalText text, SitePhrases site) {
    TextParts parts = TextParts.of(text);
    var own = tokens(tokenizer, text, parts.own());
    var matches = book.automaton.matches(own);
    var quoted = new ArrayList<Finding>();
    if (!parts.around().isEmpty()) {
      var around = tokens(tokenizer, text, parts.around());
      var aroundMatches = book.automaton.matches(around);
      boolean pointed = own.size > 0 && points(book, matches);
      if (pointed || own.size == 0 && parts.own().stream().allMatch(p -> p[1] - p[0] < 3)) {
        own = tokens(tokenizer, text, List.of(new int[] {0, text.length}));
        matches = book.automaton.matches(own);
      } else {
        for (var match : aroundMatches) {
          Rule rule = book.rules.get(match.rule());
          if (rule.tier() != Tier.ROUTINE) {
            quoted.add(
                new Finding(
                    rule.code(),
                    around.start[match.start()],
                    around.end[match.end() - 1],
                    Finding.Outcome.QUOTED));
          }
        }
      }
    }
    var context = new Context(book, own, matches);
    var hits = new ArrayList<>(context.hits());
    boolean treated = context.treated();
    Temperature temperature = Temperature.highest(own, treated || underTreatment(own));
    if (temperature != null && temperature.celsius() >= Temperature.RAISED) {
      Rule rule = temperature.celsius() >= Temperature.ALARM ? FEVER : RAISED;
      Hit hit = context.judged(rule, temperature.start(), temperature.end());
      hits.add(rule == FEVER ? hit.asStated() : hit);
    }
    if (saysNothingElse(own, hits)) {
      hits.replaceAll(hit -> hit.told() ? hit.asStated() : hit);
    }
    if (site != SitePhrases.NONE) {
      adjust(hits, own, tokenizer, site);
    }
    return new Reading(own, List.copyOf(hits), treated, List.copyOf(quoted));
  }

  /**
   * Whether a phrase of a strict tier is told of somebody and beside it stand only greetings,
   * thanks, please and the like: nothing in such a message speaks against what it says.
   */
  private static boolean saysNothingElse(Tokens own, List<Hit> hits) {
    if (own.size > MOST_BARE_WORDS || !tellsOf(hits)) {
      return false;
    }
    var said = new BitSet(own.size);
    for (Hit hit : hits) {
      if (hit.tier().strict()) {
        said.set(hit.start(), hit.end());
      }
    }
    for (int i = said.nextClearBit(0); i < own.size; i = said.nextClearBit(i + 1)) {
      if (!own.words[i].in(WordList.COURTESY)) {
        return false;
      }
    }
    return true;
  }

  private static void adjust(List<Hit> hits, Tokens own, Tokenizer tokenizer, SitePhrases site) {
    hits.replaceAll(
        hit -> {
          Tier tier = site.adjusted(hit.rule().code(), hit.rule().tier());
          return tier == hit.rule().tier()
              ? hit
              : new Hit(
                  new Rule(hit.rule().code(), tier, ofSite(hit.rule().flags())),
                  hit.start(),
                  hit.end(),
                  hit.outcome(),
                  hit.impersonal(),
                  true);
        });
    for (SitePhrases.Phrase phrase : site.phrases()) {
      NormalText plain = NormalText.of(phrase.text());
      Tokens wanted = tokenizer.tokens(plain, 0, plain.length);
      for (int i = 0; i + wanted.size <= own.size && wanted.size > 0; i++) {
        if (own.holds(wanted, i)) {
          hits.add(
              new Hit(
                  new Rule("site.phrase", phrase.tier(), ofSite(Set.of())),
                  i,
                  i + wanted.size,
                  Finding.Outcome.COUNTED,
                  false,
                  true));
        }
      }
    }
  }

  private static Set<String> ofSite(Set<String> flags) {
    var all = new HashSet<>(flags);
    all.add(Hit.SITE);
    return all;
  }

  /** Whether a report of side effects is denied and nothing else is told. */
  boolean deniesAll() {
    boolean denied = false;
    for (Hit hit : hits) {
      if (hit.counts() && hit.rule().tier() != Tier.ROUTINE) {
        return false;
      }
      denied |=
          hit.outcome() == Finding.Outcome.DENIED || hit.outcome() == Finding.Outcome.QUESTION;
    }
    return denied;
  }

  private static boolean points(RuleBook book, List<PhraseAutomaton.Match> matches) {
    return matches.stream().anyMatch(m -> book.rules.get(m.rule()).code().equals("mark.pointer"));
  }

  private static boolean underTreatment(Tokens tokens) {
    for (int i = 0; i < tokens.size; i++) {
      if (tokens.words[i].in(WordList.CHEMO)) {
        return true;
      }
    }
    return false;
  }

  private static Tokens tokens(Tokenizer tokenizer, NormalText text, List<int[]> parts) {
    if (parts.size() == 1) {
      return tokenizer.tokens(text, parts.get(0)[0], parts.get(0)[1]);
    }
    var all = new ArrayList<Tokens>();
    int n = 0;
    for (int[] part : parts) {
      Tokens piece = tokenizer.tokens(text, part[0], part[1]);
      all.add(piece);
      n += piece.size;
    }
    var words = new Word[n];
    var start = new int[n];
    var end = new int[n];
    var before = new byte[n];
    var question = new boolean[n];
    var quoted = new boolean[n];
    int at = 0;
    for (Tokens piece : all) {
      System.arraycopy(piece.words, 0, words, at, piece.size);
      System.arraycopy(piece.start, 0, start, at, piece.size);
      System.arraycopy(piece.end, 0, end, at, piece.size);
      System.arraycopy(piece.before, 0, before, at, piece.size);
      System.arraycopy(piece.question, 0, question, at, piece.size);
      System.arraycopy(piece.quoted, 0, quoted, at, piece.size);
      at += piece.size;
    }
    return new Tokens(words, start, end, before, question, quoted, n);
  }

  /** The most urgent tier that a hit asks for. */
  Tier tier() {
    return most(hit -> true);
  }

  /** The tier below which no model brings the message. */
  Tier floor() {
    return most(Hit::floor);
  }

  private Tier most(Predicate<Hit> which) {
    Tier tier = Tier.ROUTINE;
    for (Hit hit : hits) {
      if (which.test(hit)) {
        tier = tier.orMoreUrgent(hit.tier());
      }
    }
    return tier;
  }

  /** This reading with the hints weakened that asked for more than the message got. */
  Reading settledAt(Tier given) {
    return tier().rank() >= given.rank()
        ? this
        : new Reading(
            tokens,
            hits.stream().map(h -> h.tier().rank() < given.rank() ? h.weakened() : h).toList(),
            treated,
            quoted);
  }

  /** Whether a hit of a strict tier that counts is told of somebody. */
  boolean told() {
    return tellsOf(hits);
  }

  private static boolean tellsOf(List<Hit> hits) {
    for (Hit hit : hits) {
      if (hit.told()) {
        return true;
      }
    }
    return false;
  }

  /** The hit that an adverse event rests on, or null when the rules see none. */
  @org.jspecify.annotations.Nullable
  Hit adverseEvent() {
    for (Hit hit : hits) {
      if (hit.counts()
          && (hit.rule().has("report") || hit.rule().code().equals("crisis.overdose"))) {
        return hit;
      }
    }
    for (Hit hit : hits) {
      if (hit.counts() && hit.rule().has("event") && treated) {
        return hit;
      }
    }
    return null;
  }
}
