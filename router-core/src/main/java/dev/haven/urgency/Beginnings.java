package dev.haven.urgency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How words may begin, and what each beginning means, as a tree of letters: a word is followed from
 * its first letter only as far as one of them goes. Immutable after it is filled.
 *
 * @param <A> what a beginning means
 */
final class Beginnings<A> {
  private final Map<Character, Beginnings<A>> longer = new HashMap<>();
  private @Nullable A meaning;

  void put(String beginning, A means) {
    Beginnings<A> at = this;
    for (int i = 0; i < beginning.length(); i++) {
      at = at.longer.computeIfAbsent(beginning.charAt(i), letter -> new Beginnings<>());
    }
    at.meaning = means;
  }

  /** What all beginnings of a word mean, the shortest first. */
  List<A> of(String word) {
    var found = new ArrayList<A>(0);
    Beginnings<A> at = this;
    for (int i = 0; i < word.length(); i++) {
      at = at.longer.get(word.charAt(i));
      if (at == null) {
        break;
      }
      if (at.meaning != null) {
        found.add(at.meaning);
      }
    }
    return found;
  }
}
