package dev.haven.urgency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The written rules: word classes, shorthand, phrases by concept, and the sentences that explain a
 * concept.
 *
 * <p>A rule file has lines of these kinds; {@code //} begins a remark:
 *
 * <pre>
 * {@literal @}name = word word begin*      a class of words
 * &name = a b | c d              a macro
 * >short = written out           shorthand
 * !alarm word word               words towards which slips are repaired
 * !real word word                real words that look like a slip
 * == code TIER flag flag         the concept that the following phrases belong to
 * == code                        more phrases for a concept declared before
 * any other line                 one phrase
 * </pre>
 *
 * <p>Flags: {@code negatable} a denial before it cancels it; {@code list} so does a denial further
 * back in an enumeration; {@code past} told with a time long gone it is ELEVATED; {@code question}
 * asked about in general it counts nothing; {@code event} counts as an adverse event beside a
 * treatment; {@code report} is an adverse event by itself; {@code weak} sets no floor and only
 * feeds the model.
 */
final class RuleBook {
  private static final List<String> FILES =
      List.of(
          "words", "context", "crisis", "medical", "distress", "elevated", "adverse", "wording");

  final List<Rule> rules = new ArrayList<>();
  final PhraseAutomaton automaton;
  final Spelling spelling;
  final Lexicon lexicon;

  private final Map<String, Integer> listsByWord;
  private final Map<String, String[]> sentences = new HashMap<>();

  private final Map<String, Set<String>> classes = new HashMap<>();
  private final Map<String, String> macros = new HashMap<>();
  private final Map<String, List<String>> shorthand = new HashMap<>();
  private final Set<String> alarm = new HashSet<>();
  private final Set<String> real = new HashSet<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<Integer> phraseRules = new ArrayList<>();
  private final List<String> phrases = new ArrayList<>();

  private RuleBook() {
    for (String file : FILES) {
      read(file);
    }
    readSentences();
    var compiler = new PatternCompiler(classes, macros);
    var problems = new ArrayList<String>();
    for (int i = 0; i < phrases.size(); i++) {
      try {
        compiler.add(phraseRules.get(i), phrases.get(i));
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException("unreadable phrases:\n" + String.join("\n", problems));
    }
    automaton = compiler.build();
    var vocabulary = compiler.vocabulary();
    shorthand.values().forEach(vocabulary::addAll);
    spelling = new Spelling(vocabulary, shorthand, alarm, real);
    lexicon = new Lexicon(lines("lexicon"));
    listsByWord = WordList.listsByWord(classes);
  }

  static RuleBook standard() {
    return new RuleBook();
  }

  /** A bit for each {@link WordList} that a word is on. */
  int lists(String word) {
    return listsByWord.getOrDefault(word, 0);
  }

  int phraseCount() {
    return phrases.size();
  }

  /** A reason of that code over that span, in both languages. */
  Reason reason(String code, int start, int end) {
    String[] both = sentences.get(code);
    if (both == null) {
      throw new IllegalStateException("no sentence for reason " + code + " in reasons.txt");
    }
    return new Reason(code, both[0], both[1], start, end);
  }

  private static List<String> lines(String file) {
    String path = file + ".txt";
    try (InputStream in = RuleBook.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("rule file missing from the jar: " + path);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(line -> line.contains("//") ? line.substring(0, line.indexOf("//")) : line)
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String file) {
    int rule = -1;
    for (String line : lines(file)) {
      if (line.startsWith("==")) {
        rule = declare(line.substring(2).strip().split("\\s+"));
      } else if (line.startsWith("@") && line.contains(" = ")) {
        String[] parts = line.substring(1).split(" = ", 2);
        classes
            .computeIfAbsent(parts[0].strip(), n -> new HashSet<>())
            .addAll(Arrays.asList(parts[1].strip().split("\\s+")));
      } else if (line.startsWith("&") && line.contains(" = ")) {
        String[] parts = line.substring(1).split(" = ", 2);
        macros.put(parts[0].strip(), parts[1].strip());
      } else if (line.startsWith(">")) {
        String[] parts = line.substring(1).split(" = ", 2);
        for (String shortForm : parts[0].strip().split("\\s+")) {
          shorthand.put(shortForm, List.of(parts[1].strip().split("\\s+")));
        }
      } else if (line.startsWith("!alarm ")) {
        alarm.addAll(Arrays.asList(line.substring(7).strip().split("\\s+")));
      } else if (line.startsWith("!real ")) {
        real.addAll(Arrays.asList(line.substring(6).strip().split("\\s+")));
      } else if (rule < 0) {
        throw new IllegalStateException(file + ": a phrase before any concept: " + line);
      } else {
        phraseRules.add(rule);
        phrases.add(line);
      }
    }
  }

  private int declare(String[] words) {
    if (words.length == 1) {
      Integer known = numbers.get(words[0]);
      if (known == null) {
        throw new IllegalStateException(
            "more phrases for a concept that no file before declares: " + words[0]);
      }
      return known;
    }
    Tier tier = Tier.valueOf(words[1].toUpperCase(Locale.ROOT));
    var rule = new Rule(words[0], tier, Set.of(Arrays.copyOfRange(words, 2, words.length)));
    Integer known = numbers.putIfAbsent(words[0], rules.size());
    if (known != null) {
      throw new IllegalStateException("concept declared twice: " + words[0]);
    }
    rules.add(rule);
    return rules.size() - 1;
  }

  private void readSentences() {
    for (String line : lines("reasons")) {
      String[] parts = line.split("\\s*\\|\\s*");
      if (parts.length != 3) {
        throw new IllegalStateException("a reason is code | English | Spanish: " + line);
      }
      sentences.put(parts[0], new String[] {parts[1], parts[2]});
    }
    for (Rule rule : rules) {
      if (rule.tier() != Tier.ROUTINE && !sentences.containsKey(rule.code())) {
        throw new IllegalStateException("no sentence for " + rule.code() + " in reasons.txt");
      }
    }
  }
}
