package dev.haven.urgency;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about words lately: people use the same few thousand words over and over, and
 * those that no list knows are the dearest to look up.
 *
 * <p>Long numbers are not kept: hardly any comes twice, and it may be somebody's telephone.
 *
 * <p>A fixed table of pairs of places: a new word takes the first place of its pair, the word there
 * the second, and the one there is forgotten, so that no text makes it grow or slow. It changes
 * what an answer costs, never the answer. Safe for any thread: the answers must be immutable or
 * left alone.
 *
 * @param <A> the answer
 */
final class RecentWords<A> {
  private static final int PLACES = 32_768;
  private static final int LONGEST = 24;
  private static final int MOST_DIGITS = 3;

  private final AtomicReferenceArray<@Nullable Entry<A>> places =
      new AtomicReferenceArray<>(PLACES);
  private final Function<String, A> find;

  private record Entry<A>(String word, A answer) {
    boolean is(char[] letters, int length) {
      if (word.length() != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (word.charAt(i) != letters[i]) {
          return false;
        }
      }
      return true;
    }
  }

  RecentWords(Function<String, A> find) {
    this.find = find;
  }

  A of(String word) {
    int place = place(word.hashCode());
    Entry<A> first = places.get(place);
    if (first != null && first.word.equals(word)) {
      return first.answer;
    }
    Entry<A> second = places.get(place + 1);
    if (second != null && second.word.equals(word)) {
      return second.answer;
    }
    A answer = find.apply(word);
    if (word.length() <= LONGEST && !isLongNumber(word)) {
      places.set(place + 1, first);
      places.set(place, new Entry<>(word, answer));
    }
    return answer;
  }

  /** The same of the first letters of an array, which become a string only when it is not known. */
  A of(char[] letters, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + letters[i];
    }
    int place = place(hash);
    Entry<A> first = places.get(place);
    if (first != null && first.is(letters, length)) {
      return first.answer;
    }
    Entry<A> second = places.get(place + 1);
    return second != null && second.is(letters, length)
        ? second.answer
        : of(new String(letters, 0, length));
  }

  /** Whether it has so many digits that hardly anybody else writes it, as somebody's number. */
  private static boolean isLongNumber(String word) {
    int digits = 0;
    for (int i = 0; i < word.length(); i++) {
      if (Tokenizer.isDigit(word.charAt(i)) && ++digits > MOST_DIGITS) {
        return true;
      }
    }
    return false;
  }

  /** The first place of the pair. */
  private static int place(int hash) {
    return (hash ^ hash >>> 12 ^ hash >>> 20) & PLACES - 2;
  }
}
