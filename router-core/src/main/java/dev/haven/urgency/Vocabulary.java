package dev.haven.urgency;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that a model knows, each with a number from 0 and its rarity: {@code 1 + ln((1 + n) /
 * (1 + df))} over n messages of which df hold it, in steps of 1/{@value #STEPS}. What training did
 * not see is unknown, not taken for something else. Immutable.
 *
 * <p>Numbers follow the order of hashes while a model is trained. In one that is read they begin
 * with the commonest gram: nearly all grams of a text are common, and what is known of them then
 * lies close together in memory.
 */
final class Vocabulary {
  static final int UNKNOWN = -1;
  private static final int STEPS = 24;
  private static final int HALVES = 1 << 16;
  private static final float[] RARITY = new float[256];

  static {
    for (int step = 0; step < RARITY.length; step++) {
      RARITY[step] = step / (float) STEPS;
    }
  }

  private final int[] hashes;

  /** Of each number. */
  private final byte[] rarity;

  /** Of each place in the order of hashes its number. */
  private final int[] numbers;

  /** The other way round. */
  private final int[] places;

  /**
   * Where the hashes of each upper half begin, and the lower halves of all: half the memory that a
   * table would take, which counts for more than the few steps.
   */
  private final int[] from = new int[HALVES + 1];

  private final char[] lower;

  /** Found out anew by two threads it is the same. */
  private volatile @Nullable MeaningNumbers meanings;

  /**
   * @param hashes ascending, none 0
   * @param rarity of each, see {@link #step}
   */
  Vocabulary(int[] hashes, byte[] rarity) {
    this(hashes, rarity, inOrder(hashes.length));
  }

  private Vocabulary(int[] hashes, byte[] rarityOfPlace, int[] numbers) {
    this.hashes = hashes;
    this.numbers = numbers;
    rarity = new byte[hashes.length];
    places = new int[hashes.length];
    for (int place = 0; place < hashes.length; place++) {
      rarity[numbers[place]] = rarityOfPlace[place];
      places[numbers[place]] = place;
    }
    lower = new char[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      lower[i] = (char) hashes[i];
      from[upper(hashes[i]) + 1]++;
    }
    for (int half = 0; half < HALVES; half++) {
      from[half + 1] += from[half];
    }
  }

  private static int[] inOrder(int length) {
    var numbers = new int[length];
    Arrays.setAll(numbers, place -> place);
    return numbers;
  }

  /** Numbers by rarity, and by place where that is the same. */
  private static int[] commonestFirst(byte[] rarityOfPlace) {
    var next = new int[RARITY.length + 1];
    for (byte step : rarityOfPlace) {
      next[(step & 0xff) + 1]++;
    }
    for (int step = 0; step < RARITY.length; step++) {
      next[step + 1] += next[step];
    }
    var numbers = new int[rarityOfPlace.length];
    for (int place = 0; place < numbers.length; place++) {
      numbers[place] = next[rarityOfPlace[place] & 0xff]++;
    }
    return numbers;
  }

  /** All numbers, that of the lowest hash first. */
  int[] inOrderOfHashes() {
    return numbers.clone();
  }

  /** The place of a number's hash among all in rising order. */
  int place(int number) {
    return places[number];
  }

  /** The upper half of a hash, from 0 in the order of hashes. */
  private static int upper(int hash) {
    return (hash >> 16) - Short.MIN_VALUE;
  }

  static byte step(int messages, int holding) {
    double ln = 1 + StrictMath.log((1.0 + messages) / (1.0 + holding));
    return (byte) Math.min(255, Math.round(ln * STEPS));
  }

  int size() {
    return hashes.length;
  }

  /** The number of a hash, or {@link #UNKNOWN}. */
  int numberOf(int hash) {
    int half = upper(hash);
    int end = from[half + 1];
    char wanted = (char) hash;
    for (int place = from[half]; place < end; place++) {
      if (lower[place] == wanted) {
        return numbers[place];
      }
    }
    return UNKNOWN;
  }

  /** The numbers of the letters in a word, those that are known, in the order of the word. */
  int[] letters(String word) {
    var numbers = new int[Grams.lettersIn(word)];
    var found = new int[1];
    Grams.letters(
        word,
        0,
        (hash, at, first) -> {
          int number = numberOf(hash);
          if (number != UNKNOWN) {
            numbers[found[0]++] = number;
          }
        });
    return Arrays.copyOf(numbers, found[0]);
  }

  /** The numbers of so many meanings; found out when first asked for. */
  MeaningNumbers meanings(int count) {
    MeaningNumbers known = meanings;
    if (known == null || known.size() != count) {
      known = new MeaningNumbers(this, count);
      meanings = known;
    }
    return known;
  }

  float rarity(int number) {
    return RARITY[rarity[number] & 0xff];
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(hashes.length);
    for (int hash : hashes) {
      out.writeInt(hash);
    }
    for (int place = 0; place < hashes.length; place++) {
      out.write(rarity[numbers[place]]);
    }
  }

  static Vocabulary read(DataInputStream in) throws IOException {
    var hashes = new int[in.readInt()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = in.readInt();
    }
    var rarity = new byte[hashes.length];
    in.readFully(rarity);
    return new Vocabulary(hashes, rarity, commonestFirst(rarity));
  }
}
