package dev.haven.urgency;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The hashes that the model knows, each with a number from 0 and its rarity: {@code 1 + ln((1 + n)
 * / (1 + df))} over n messages of which df hold it, in steps of 1/{@value #STEPS}. What training
 * did not see is unknown, not taken for something else. Immutable.
 */
final class Vocabulary {
  static final int UNKNOWN = -1;
  private static final int STEPS = 24;

  private final int[] hashes;
  private final byte[] rarity;
  private final int[] table;
  private final int[] places;

  /**
   * @param hashes ascending, none 0
   * @param rarity of each, see {@link #step}
   */
  Vocabulary(int[] hashes, byte[] rarity) {
    this.hashes = hashes;
    this.rarity = rarity;
    int room = Integer.highestOneBit(Math.max(8, hashes.length * 2 - 1)) << 1;
    table = new int[room];
    places = new int[room];
    for (int i = 0; i < hashes.length; i++) {
      int at = hashes[i] & room - 1;
      while (table[at] != 0) {
        at = at + 1 & room - 1;
      }
      table[at] = hashes[i];
      places[at] = i;
    }
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
    int at = hash & table.length - 1;
    while (table[at] != hash) {
      if (table[at] == 0) {
        return UNKNOWN;
      }
      at = at + 1 & table.length - 1;
    }
    return places[at];
  }

  float rarity(int number) {
    return (rarity[number] & 0xff) / (float) STEPS;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(hashes.length);
    for (int hash : hashes) {
      out.writeInt(hash);
    }
    out.write(rarity);
  }

  static Vocabulary read(DataInputStream in) throws IOException {
    var hashes = new int[in.readInt()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = in.readInt();
    }
    var rarity = new byte[hashes.length];
    in.readFully(rarity);
    return new Vocabulary(hashes, rarity);
  }
}
