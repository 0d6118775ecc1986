package dev.haven.urgency;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Repairs single words: shorthand written out, stretched letters shortened, digits and signs put in
 * place of letters read back, and slips of one letter in the words that matter most.
 *
 * <p>A word that is known is never changed. A slip is repaired only towards the listed alarm words,
 * only when both have five letters or more and begin alike, and never for a word on the list of
 * real neighbours.
 */
final class Spelling {
  private static final int SHORTEST_REPAIRED = 5;

  private final Set<String> vocabulary;
  private final Map<String, List<String>> shorthand;
  private final Set<String> alarmWords;
  private final Map<Character, List<String>> alarmByInitial;
  private final Map<String, String> slips;
  private final Map<String, String> sounds;

  /**
   * @param vocabulary words of the rules
   * @param shorthand short form to words
   * @param alarmWords words towards which slips are repaired
   * @param neighbours real words that look like a slip of an alarm word
   */
  Spelling(
      Set<String> vocabulary,
      Map<String, List<String>> shorthand,
      Set<String> alarmWords,
      Set<String> neighbours) {
    this.vocabulary = new HashSet<>(vocabulary);
    this.vocabulary.addAll(neighbours);
    this.shorthand = Map.copyOf(shorthand);
    this.alarmWords = Set.copyOf(alarmWords);
    this.alarmByInitial =
        alarmWords.stream().collect(Collectors.groupingBy(word -> word.charAt(0)));
    this.slips = new HashMap<>();
    for (String word : alarmWords.stream().sorted().toList()) {
      for (int i = 0; i < word.length(); i++) {
        slips.putIfAbsent(word.substring(0, i) + word.substring(i + 1), word);
      }
      slips.putIfAbsent(word, word);
    }
    this.sounds = new HashMap<>();
    for (String word : this.vocabulary.stream().sorted().toList()) {
      if (word.length() >= SHORTEST_REPAIRED) {
        sounds.merge(sound(word), word, (a, b) -> "");
      }
    }
  }

  /** How a Spanish speaker hears the word: {@code nesesito} and {@code necesito} sound alike. */
  private static String sound(String word) {
    var out = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      char next = i + 1 < word.length() ? word.charAt(i + 1) : ' ';
      boolean front = next == 'e' || next == 'i';
      switch (c) {
        case 'h' -> {}
        case 'z' -> out.append('s');
        case 'v' -> out.append('b');
        case 'c' -> out.append(front ? 's' : next == 'h' ? 'c' : 'k');
        case 'q' -> {
          out.append('k');
          if (next == 'u' && i + 2 < word.length() && "ei".indexOf(word.charAt(i + 2)) >= 0) {
            i++;
          }
        }
        case 'g' -> out.append(front ? 'j' : 'g');
        case 'l' -> {
          out.append(next == 'l' ? 'y' : 'l');
          i += next == 'l' ? 1 : 0;
        }
        default -> {
          if (out.isEmpty() || out.charAt(out.length() - 1) != c) {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  boolean knows(String word) {
    return vocabulary.contains(word) || alarmWords.contains(word);
  }

  /** The words that this one stands for; itself when nothing is known of it. */
  List<String> expand(String raw) {
    List<String> full = shorthand.get(raw);
    if (full != null) {
      return full;
    }
    if (raw.length() < 3 || knows(raw) || Tokenizer.isDigit(raw.charAt(0))) {
      return List.of(raw);
    }
    String word = shortened(raw);
    full = shorthand.get(word);
    if (full != null) {
      return full;
    }
    if (knows(word)) {
      return List.of(word);
    }
    String scanned = scanned(word);
    if (scanned != null) {
      return List.of(scanned);
    }
    String heard =
        word.length() >= SHORTEST_REPAIRED && word.length() <= 24
            ? sounds.getOrDefault(sound(word), "")
            : "";
    return List.of(heard.isEmpty() ? slip(word) : heard);
  }

  /** The known word that a scanner may have read as this one: l for i, i for l, rn for m. */
  private @Nullable String scanned(String word) {
    if (word.length() < 4 || word.length() > 24) {
      return null;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == 'l' || c == 'i') {
        String other = word.substring(0, i) + (c == 'l' ? 'i' : 'l') + word.substring(i + 1);
        if (knows(other)) {
          return other;
        }
      }
    }
    String upright = word.replace('l', 'i');
    if (knows(upright)) {
      return upright;
    }
    int rn = word.indexOf("rn");
    String joined = rn < 0 ? word : word.substring(0, rn) + "m" + word.substring(rn + 2);
    return rn >= 0 && knows(joined) ? joined : null;
  }

  /** Reads digits and signs as the letters they replace; null when no known word comes out. */
  @Nullable String undisguise(String raw) {
    if (raw.indexOf('*') >= 0) {
      return unstar(raw);
    }
    String first = replaced(raw, 'i');
    if (knows(first) || shorthand.containsKey(first)) {
      return first;
    }
    String second = replaced(raw, 'l');
    if (knows(second) || shorthand.containsKey(second)) {
      return second;
    }
    String repaired = slip(first);
    return !repaired.equals(first) && !Tokenizer.isDigit(raw.charAt(0)) ? repaired : null;
  }

  /** A number whose ones a scanner read as l or i: {@code l28}; null for anything else. */
  @Nullable String scannedNumber(String raw) {
    boolean number = raw.charAt(0) == 'l' || raw.charAt(0) == 'i';
    for (int i = 0; i < raw.length() && number; i++) {
      char c = raw.charAt(i);
      number = c == 'l' || c == 'i' || c == 'o' && i > 0 || Tokenizer.isDigit(c) || c == '.';
    }
    return number ? raw.replace('l', '1').replace('i', '1').replace('o', '0') : null;
  }

  /**
   * A word that no list knows, with digits a scanner read inside it: {@code swo11en}; null when it
   * looks like a code or a number with its unit.
   */
  @Nullable String scannedWord(String raw) {
    int last = raw.length() - 1;
    if (last < 2 || Tokenizer.isDigit(raw.charAt(0)) || Tokenizer.isDigit(raw.charAt(last))) {
      return null;
    }
    for (int i = 0; i <= last; i++) {
      char c = raw.charAt(i);
      if (Tokenizer.isDigit(c) && c != '0' && c != '1' && c != '5') {
        return null;
      }
    }
    return replaced(raw, 'l');
  }

  private @Nullable String unstar(String raw) {
    int star = raw.indexOf('*');
    for (String vowel : List.of("i", "u", "e", "a", "o")) {
      String word = replaced(raw.substring(0, star) + vowel + raw.substring(star + 1), 'i');
      if (word.indexOf('*') < 0 && knows(word)) {
        return word;
      }
    }
    return null;
  }

  private static String replaced(String raw, char one) {
    var out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      out.append(
          switch (c) {
            case '0' -> 'o';
            case '1', '!' -> one;
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            case '8' -> 'b';
            default -> c;
          });
    }
    return out.toString();
  }

  /** Runs of three letters or more cut to two, and to one when only that is a known word. */
  private String shortened(String raw) {
    if (!hasRepeats(raw)) {
      return raw;
    }
    boolean stretched = false;
    var two = new StringBuilder(raw.length());
    var one = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean repeats = i > 0 && raw.charAt(i - 1) == c;
      boolean third = i > 1 && repeats && raw.charAt(i - 2) == c;
      stretched |= third;
      if (!third) {
        two.append(c);
      }
      if (!repeats) {
        one.append(c);
      }
    }
    if (!stretched && !knows(one.toString())) {
      return raw;
    }
    String doubled = two.toString();
    String single = one.toString();
    return knows(doubled) || !knows(single) && !shorthand.containsKey(single) ? doubled : single;
  }

  private static boolean hasRepeats(String raw) {
    for (int i = 1; i < raw.length(); i++) {
      if (raw.charAt(i) == raw.charAt(i - 1)) {
        return true;
      }
    }
    return false;
  }

  private String slip(String word) {
    if (word.length() < SHORTEST_REPAIRED || word.length() > 24 || !nearAlarm(word)) {
      return word;
    }
    String found = candidate(word, slips.get(word));
    for (int i = 0; found == null && i < word.length(); i++) {
      found = candidate(word, slips.get(word.substring(0, i) + word.substring(i + 1)));
    }
    return found == null ? word : found;
  }

  /** Whether any alarm word is a slip away; most words end here. */
  private boolean nearAlarm(String word) {
    for (String alarm : alarmByInitial.getOrDefault(word.charAt(0), List.of())) {
      if (candidate(word, alarm) != null) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String candidate(String word, @Nullable String target) {
    if (target == null
        || target.length() < SHORTEST_REPAIRED
        || Math.abs(target.length() - word.length()) > 1
        || target.charAt(0) != word.charAt(0)) {
      return null;
    }
    return oneSlip(word, target) ? target : null;
  }

  /** One letter more, less, other, or two neighbours swapped. */
  private static boolean oneSlip(String a, String b) {
    int prefix = 0;
    int limit = Math.min(a.length(), b.length());
    while (prefix < limit && a.charAt(prefix) == b.charAt(prefix)) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < limit - prefix
        && a.charAt(a.length() - 1 - suffix) == b.charAt(b.length() - 1 - suffix)) {
      suffix++;
    }
    int restA = a.length() - prefix - suffix;
    int restB = b.length() - prefix - suffix;
    if (restA <= 1 && restB <= 1) {
      return true;
    }
    return restA == 2
        && restB == 2
        && a.charAt(prefix) == b.charAt(prefix + 1)
        && a.charAt(prefix + 1) == b.charAt(prefix);
  }
}
