package dev.haven.urgency;

import java.util.Arrays;

/**
 * What the model knows of a stretch of words, as numbers: each of {@link KnownGrams} weighed by its
 * rarity and the logarithm of how often it comes, each kind brought to one length. A gram that
 * comes several times shares its value among its places, so that every word has its part.
 *
 * <p>Filled anew for each stretch: fresh memory for each would cost more than the work itself. For
 * one thread.
 */
final class Features {
  private static final float[] LENGTH = {1, 1, 0.5f, 0.6f, 0.6f};
  private static final int ROOM = 1_024;

  /** A thread that read a text with more grams than this gives the memory back. */
  private static final int MOST_KEPT = 16_384;

  private static final ThreadLocal<Features> MINE = ThreadLocal.withInitial(Features::new);

  /** Twice what one rounding may change, as a share. */
  private static final double ROUNDING = 0x1p-52;

  private static final float[] SUBLINEAR = new float[64];

  static {
    for (int times = 1; times < SUBLINEAR.length; times++) {
      SUBLINEAR[times] = (float) (1 + StrictMath.log(times));
    }
  }

  /** Numbers of the vocabulary, with the value and the word of each. */
  int[] number;

  float[] value;
  int[] word;
  int size;

  /** How often each gram comes in its kind, and what that makes it worth. */
  private int[] times;

  private float[] worth;

  /** How often each number of the vocabulary comes; all 0 but while a kind is weighed. */
  private char[] count = {};

  /** Set while counts are held; still set afterwards when an error left some. */
  private boolean broken;

  Features() {
    this(ROOM);
  }

  private Features(int room) {
    number = new int[room];
    value = new float[room];
    word = new int[room];
    times = new int[room];
    worth = new float[room];
  }

  /** Those of this thread, which the next call of this gives anew. */
  static Features mine() {
    Features mine = MINE.get();
    if (mine.broken || mine.number.length > MOST_KEPT) {
      mine = new Features();
      MINE.set(mine);
    }
    return mine;
  }

  /** Forgets what was read before and reads a whole text. */
  Features read(KnownGrams known) {
    return read(known, 0, known.words);
  }

  /** Forgets what was read before and reads the words from one place to before another. */
  Features read(KnownGrams known, int from, int to) {
    size = 0;
    for (int kind = 0; kind < Grams.KINDS; kind++) {
      int begin = size;
      known.addTo(this, kind, from, to);
      weigh(known.vocabulary(), begin, LENGTH[kind]);
    }
    return this;
  }

  void add(int gram, int at) {
    hold(1);
    number[size] = gram;
    word[size++] = at;
  }

  void add(int[] grams, int at) {
    hold(grams.length);
    System.arraycopy(grams, 0, number, size, grams.length);
    Arrays.fill(word, size, size + grams.length, at);
    size += grams.length;
  }

  private void hold(int more) {
    if (size + more > number.length) {
      int room = (size + more) * 2;
      number = Arrays.copyOf(number, room);
      value = Arrays.copyOf(value, room);
      word = Arrays.copyOf(word, room);
      times = Arrays.copyOf(times, room);
      worth = Arrays.copyOf(worth, room);
    }
  }

  /** Gives those of one kind their values. */
  private void weigh(Vocabulary vocabulary, int begin, float length) {
    if (count.length < vocabulary.size()) {
      count = new char[vocabulary.size()];
    }
    broken = true;
    for (int i = begin; i < size; i++) {
      count[number[i]]++;
    }
    double squares = 0;
    for (int i = begin; i < size; i++) {
      int n = count[number[i]];
      float whole = vocabulary.rarity(number[i]) * SUBLINEAR[Math.min(n, SUBLINEAR.length - 1)];
      times[i] = n;
      worth[i] = whole;
      squares += (double) whole * whole / n;
    }
    float scale = scale(vocabulary, begin, squares, length);
    for (int i = begin; i < size; i++) {
      value[i] = scale * worth[i] / times[i];
      count[number[i]] = 0;
    }
    broken = false;
  }

  /**
   * What brings those of one kind to a length. The model was trained with their squares added up in
   * the order of a table, and another order may give another last digit: so when that could matter
   * to the result, which has half as many digits, they are added up in that order again.
   *
   * @param squares their sum, each of its terms and steps at most {@link #ROUNDING} off
   */
  private float scale(Vocabulary vocabulary, int begin, double squares, float length) {
    if (squares == 0) {
      return 0;
    }
    double scale = length / Math.sqrt(squares);
    double off = scale * ROUNDING * (size - begin + 8);
    float low = (float) (scale - off);
    return low == (float) (scale + off)
        ? low
        : (float) (length / Math.sqrt(squaresInOrder(vocabulary, begin)));
  }

  private double squaresInOrder(Vocabulary vocabulary, int begin) {
    int mask = Integer.highestOneBit(Math.max(4, (size - begin) * 2)) * 2 - 1;
    var seen = new int[mask + 1];
    var square = new double[mask + 1];
    for (int i = begin; i < size; i++) {
      int key = vocabulary.place(number[i]) + 1;
      int at = key * 0x9e3779b1 >>> 7 & mask;
      while (seen[at] != key && seen[at] != 0) {
        at = at + 1 & mask;
      }
      seen[at] = key;
      square[at] = (double) worth[i] * worth[i];
    }
    double squares = 0;
    for (double one : square) {
      squares += one;
    }
    return squares;
  }
}
