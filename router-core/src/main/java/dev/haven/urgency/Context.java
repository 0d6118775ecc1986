package dev.haven.urgency;

import dev.haven.urgency.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what a phrase means where it stands: told, denied, past, supposed, a figure of speech,
 * advice to readers.
 *
 * <p>Ideas after NegEx (Chapman et al., J Biomed Inform 2001) and ConText (Harkema et al., 2009),
 * written anew: a denial reaches forward only through words that let it through ("not" ... "going
 * to"), and never across a pause, so that "no, I want to die" is no denial. Third persons never
 * lower a tier. Whatever is unclear counts.
 */
final class Context {
  private static final int REACH = 12;
  private static final int BRIEF = 8;
  private static final int CHARTED = 24;
  private static final List<String> REFLEXIVE =
      List.of("arme", "erme", "irme", "arse", "erse", "irse", "ndome", "ndose");

  private final RuleBook book;
  private final Tokens tokens;
  private final List<PhraseAutomaton.Match> matches;

  private final java.util.Map<String, List<PhraseAutomaton.Match>> marks =
      new java.util.HashMap<>();
  private final boolean[] symptoms;
  private final boolean treated;

  /** Where the sentence last asked about begins, and what it names. */
  private int asked = -1;

  private boolean named;
  private boolean first;

  /** How many years long gone stand before each word. */
  private final int[] yearsBefore;

  Context(RuleBook book, Tokens tokens, List<PhraseAutomaton.Match> matches) {
    this.book = book;
    this.tokens = tokens;
    this.matches = matches;
    this.symptoms = new boolean[tokens.size];
    this.yearsBefore = yearsBefore(tokens);
    for (var match : matches) {
      Rule rule = book.rules.get(match.rule());
      if (rule.tier() == Tier.ROUTINE) {
        marks.computeIfAbsent(rule.code(), c -> new ArrayList<>()).add(match);
      } else if (rule.has("list")) {
        java.util.Arrays.fill(symptoms, match.start(), match.end(), true);
      }
    }
    this.treated = findTreatment();
  }

  /** Every hit of a rule with a tier, in the order of the text. */
  List<Hit> hits() {
    var hits = new ArrayList<Hit>();
    boolean gaming = false;
    for (var match : matches) {
      Rule rule = book.rules.get(match.rule());
      if (rule.tier() != Tier.ROUTINE) {
        Hit hit = judged(rule, match.start(), match.end());
        hits.add(hit);
        gaming |= rule.code().equals("crisis.gaming") && hit.counts();
      }
    }
    if (gaming) {
      hits.replaceAll(
          hit ->
              hit.rule().tier() == Tier.CRISIS
                      && hit.counts()
                      && !hit.rule().code().equals("crisis.denial_contradicted")
                  ? new Hit(hit.rule(), hit.start(), hit.end(), Outcome.GAMING, false, hit.stated())
                  : hit);
    }
    return hits;
  }

  /** A temperature is judged like any red flag. */
  Hit judged(Rule rule, int start, int end) {
    return new Hit(
        rule, start, end, outcome(rule, start, end), !told(start, end), states(rule, start, end));
  }

  boolean hasMark(String code) {
    return marks.containsKey(code);
  }

  private List<PhraseAutomaton.Match> marks(String code) {
    return marks.getOrDefault(code, List.of());
  }

  /** Whether somebody in the text is told to use a product or to be under treatment. */
  boolean treated() {
    return treated;
  }

  private boolean findTreatment() {
    if (hasMark("mark.not_yet")) {
      return false;
    }
    for (var match : marks("treat.taking")) {
      if (!covered("mark.instruct", match.start(), match.end())
          && !covered("mark.generic", match.start(), match.end())) {
        return true;
      }
    }
    return false;
  }

  private Outcome outcome(Rule rule, int start, int end) {
    boolean crisis = rule.tier() == Tier.CRISIS;
    if (idiom(crisis, start, end)
        || rule.tier() == Tier.URGENT_MEDICAL && covered("mark.figurative", start, end)) {
      return Outcome.IDIOM;
    }
    if (covered("mark.instruct", start, end)) {
      return Outcome.INSTRUCTION;
    }
    if (tokens.quoted[start] && hasMark("mark.drill")) {
      return Outcome.GENERAL;
    }
    if (rule.has("question") && general(start, end)) {
      return Outcome.GENERAL;
    }
    if (rule.has("question") && supposed(crisis, start, end)) {
      return Outcome.QUESTION;
    }
    if ((rule.has("negatable") || rule.has("list"))
        && (denied(rule.has("list"), start, end)
            || chartedDenial(start)
            || answeredNo(rule.has("question"), start))) {
      return Outcome.DENIED;
    }
    if (rule.has("past") && past(crisis, start, end)) {
      return Outcome.PAST;
    }
    if (rule.has("personal")
        && !personal(tokens.sentenceStart(start), tokens.sentenceEnd(start))
        && !treated()) {
      return Outcome.WEAK;
    }
    return rule.has("weak") ? Outcome.WEAK : Outcome.COUNTED;
  }

  /** Whether a phrase says in so many words that somebody would kill or harm themselves. */
  private boolean states(Rule rule, int start, int end) {
    if (rule.tier() != Tier.CRISIS) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (tokens.words[i].in(WordList.STATED)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the sentence names somebody, or the text is too short to leave anybody out. */
  private boolean told(int start, int end) {
    int from = tokens.sentenceStart(start);
    int to = tokens.sentenceEnd(start);
    if (hasMark("mark.drill") && !contains(WordList.FAMILY, 0, tokens.size)) {
      return false;
    }
    if (tokens.size <= BRIEF || personal(from, to) || first) {
      return true;
    }
    for (int i = start; i < end; i++) {
      if (reflexive(tokens.word(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean reflexive(String word) {
    for (String ending : REFLEXIVE) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private boolean idiom(boolean crisis, int start, int end) {
    return idiom(marks("mark.idiom"), crisis, start, end)
        || idiom(marks("mark.indication"), crisis, start, end);
  }

  private boolean idiom(List<PhraseAutomaton.Match> figures, boolean crisis, int start, int end) {
    for (var m : figures) {
      int shared = Math.min(end, m.end()) - Math.max(start, m.start());
      boolean inside = start >= m.start() && end <= m.end();
      boolean around =
          start <= m.start() && end >= m.end() && end - start <= 2 * (m.end() - m.start());
      boolean crossing = shared >= (crisis ? 2 : 1) && !(start <= m.start() && end >= m.end());
      if (shared > 0 && (inside || around || crossing)) {
        return true;
      }
    }
    return false;
  }

  private boolean covered(String code, int start, int end) {
    for (var m : marks(code)) {
      if (m.start() <= start && m.end() > start || start <= m.start() && end >= m.end()) {
        return true;
      }
    }
    return false;
  }

  private boolean general(int start, int end) {
    int from = tokens.sentenceStart(start);
    int to = tokens.sentenceEnd(start);
    if (marked("mark.media", from, to)
        && !contains(WordList.FIRST, Math.max(from, start - 4), end)
        && !contains(WordList.FAMILY, from, to)) {
      return true;
    }
    for (var m : marks("mark.generic")) {
      if (m.start() >= from
          && m.start() <= start
          && start - m.end() <= 8
          && !particular(m.start(), end)) {
        return true;
      }
    }
    return false;
  }

  private boolean supposed(boolean crisis, int start, int end) {
    int from = tokens.sentenceStart(start);
    for (var m : marks("mark.hypothetical")) {
      if (m.start() < from || m.start() > start || start - m.end() > REACH) {
        continue;
      }
      if (crisis
          && (contains(WordList.FIRST, m.start(), end)
              || contains(WordList.FAMILY, m.start(), end))) {
        continue;
      }
      if (!contains(WordList.BREAKS, Math.min(m.end(), start), start)) {
        return true;
      }
    }
    return false;
  }

  private boolean denied(boolean list, int start, int end) {
    if (list && deniedBehind(end)) {
      return true;
    }
    int reach = list ? 16 : 10;
    for (int j = start - 1; j >= 0 && start - j <= reach; j--) {
      byte pause = tokens.before[j + 1];
      if (pause == Tokens.STOP || pause == Tokens.PAUSE && !list) {
        return false;
      }
      Word word = tokens.words[j];
      if (word.in(WordList.NEGATORS)) {
        return !isPseudo(j);
      }
      if (!word.in(WordList.TRANSPARENT) && !(list && (word.in(WordList.LINKS) || symptom(j)))) {
        return false;
      }
    }
    return false;
  }

  /** "niega dolor, fiebre e ideación": a chart's denial reaches to the end of its sentence. */
  private boolean chartedDenial(int start) {
    for (int j = start - 1; j >= 0 && start - j <= CHARTED; j--) {
      if (tokens.before[j + 1] == Tokens.STOP || tokens.words[j].in(WordList.BREAKS)) {
        return false;
      }
      if (tokens.words[j].in(WordList.CHARTED_DENIALS)) {
        return true;
      }
    }
    return false;
  }

  /** A question of a form with a bare "no" behind it. */
  private boolean answeredNo(boolean askable, int start) {
    int next = tokens.sentenceEnd(start);
    return askable
        && tokens.asks(start)
        && next < tokens.size
        && tokens.words[next].in(WordList.NOES)
        && tokens.sentenceEnd(next) - next <= 2;
  }

  private boolean symptom(int word) {
    return symptoms[word];
  }

  /** "chest pain: no", "fever denied". */
  private boolean deniedBehind(int end) {
    if (end >= tokens.size || tokens.before[end] == Tokens.STOP) {
      return false;
    }
    boolean closes = end + 1 >= tokens.size || tokens.before[end + 1] >= Tokens.PAUSE;
    return closes && tokens.words[end].in(WordList.ABSENT);
  }

  /** Words that look like a denial and are none: "not only", "I don't know if", "can't stop". */
  private boolean isPseudo(int j) {
    String word = tokens.word(j);
    if (word.equals("no")) {
      String next = j + 1 < tokens.size ? tokens.word(j + 1) : "";
      return next.equals("more")
          || on(WordList.FIRST, j + 1) && !on(WordList.NO_BEFORE, j + 1)
          || next.equals("se") && on(WordList.UNSURE, j + 2);
    }
    return word.equals("not") && on(WordList.NOT_ONLY, j + 1);
  }

  private boolean on(WordList list, int word) {
    return word < tokens.size && tokens.words[word].in(list);
  }

  private boolean past(boolean crisis, int start, int end) {
    int from = tokens.sentenceStart(start);
    int to = tokens.sentenceEnd(start);
    boolean ago = marked("mark.past", from, to) || namesYear(from, to);
    boolean well = hasMark("mark.well");
    if (!ago && !(well && hasMark("mark.past"))) {
      return false;
    }
    if (!crisis) {
      return !marked("mark.now", from, to);
    }
    boolean usedTo = start >= 2 && contains(WordList.USED_TO, Math.max(0, start - 4), start);
    if (!usedTo && contains(WordList.PRESENT, start, end)) {
      return false;
    }
    return !again();
  }

  /** Whether a year stands there that is long gone. */
  private boolean namesYear(int from, int to) {
    return yearsBefore[to] > yearsBefore[from];
  }

  private static int[] yearsBefore(Tokens tokens) {
    var years = new int[tokens.size + 1];
    for (int i = 0; i < tokens.size; i++) {
      String word = tokens.word(i);
      boolean year =
          word.length() == 4
              && (word.startsWith("19") || word.startsWith("200") || word.startsWith("201"))
              && word.chars().allMatch(c -> c >= '0' && c <= '9');
      years[i + 1] = years[i] + (year ? 1 : 0);
    }
    return years;
  }

  private boolean again() {
    return hasMark("mark.again");
  }

  private boolean marked(String code, int from, int to) {
    for (var m : marks(code)) {
      if (m.start() >= from && m.start() < to) {
        return true;
      }
    }
    return false;
  }

  /** Whether the words speak of the writer or of somebody near, not of "a patient" in general. */
  private boolean particular(int from, int to) {
    for (int i = from; i < Math.min(to, tokens.size); i++) {
      Word word = tokens.words[i];
      if (word.in(WordList.FIRST) || word.in(WordList.FAMILY) && !word.in(WordList.ANYBODY)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a sentence names a person; the answer for the last one asked about is kept. */
  private boolean personal(int from, int to) {
    if (from != asked) {
      asked = from;
      named = contains(WordList.PERSON, from, to) || contains(WordList.FAMILY, from, to);
      first = contains(WordList.FIRST, from, to);
    }
    return named;
  }

  private boolean contains(WordList list, int from, int to) {
    for (int i = Math.max(0, from); i < Math.min(to, tokens.size); i++) {
      if (tokens.words[i].in(list)) {
        return true;
      }
    }
    return false;
  }
}
