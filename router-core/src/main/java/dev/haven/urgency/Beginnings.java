package dev.haven.urgency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How words may begin, and what each beginning means: a small open table by the hash of a
 * beginning, so that a word's are found while its letters are read once. Immutable.
 *
 * @param <A> what a beginning means
 */
final class Beginnings<A> {
  private final @Nullable String[] beginnings;
  private final int[] hashes;
  private final List<@Nullable A> meanings;
  private final int mask;
  private final int longest;

  /**
   * @param all none empty
   */
  Beginnings(Map<String, A> all) {
    mask = Integer.highestOneBit(Math.max(4, all.size() * 4)) - 1;
    beginnings = new String[mask + 1];
    hashes = new int[mask + 1];
    meanings = new ArrayList<>(Collections.nCopies(mask + 1, null));
    int most = 0;
    for (Map.Entry<String, A> entry : all.entrySet()) {
      int hash = entry.getKey().hashCode();
      int place = place(hash);
      while (beginnings[place] != null) {
        place = place + 1 & mask;
      }
      beginnings[place] = entry.getKey();
      hashes[place] = hash;
      meanings.set(place, entry.getValue());
      most = Math.max(most, entry.getKey().length());
    }
    longest = most;
  }

  /** What all beginnings of a word mean, the shortest first. */
  List<A> of(String word) {
    var found = new ArrayList<A>(0);
    int hash = 0;
    for (int length = 1; length <= Math.min(word.length(), longest); length++) {
      hash = 31 * hash + word.charAt(length - 1);
      for (int place = place(hash); hashes[place] != 0; place = place + 1 & mask) {
        String beginning = beginnings[place];
        if (hashes[place] == hash
            && beginning != null
            && beginning.length() == length
            && word.startsWith(beginning)) {
          A meaning = meanings.get(place);
          if (meaning != null) {
            found.add(meaning);
          }
        }
      }
    }
    return found;
  }

  private int place(int hash) {
    return (hash ^ hash >>> 15) * 0x9e3779b1 >>> 8 & mask;
  }
}
