package dev.haven.time;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Makes identities that nobody can guess. Safe for any thread when made by {@link #secure()}. */
public final class IdSource {
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  private final RandomGenerator random;

  private IdSource(RandomGenerator random) {
    this.random = random;
  }

  public static IdSource secure() {
    return new IdSource(new SecureRandom());
  }

  /** Repeatable identities, for simulation and replay only. */
  public static IdSource seeded(RandomGenerator random) {
    return new IdSource(random);
  }

  /** 20 characters of a-z and 0-9: 100 bits. */
  public String next() {
    byte[] bits = new byte[13];
    random.nextBytes(bits);
    return encode(bits, 20);
  }

  /** Writes the first {@code 5 · length} bits of the bytes in Crockford's base 32, lower case. */
  public static String encode(byte[] bits, int length) {
    char[] text = new char[length];
    int buffer = 0;
    int held = 0;
    int at = 0;
    for (int i = 0; i < length; i++) {
      if (held < 5) {
        buffer = (buffer << 8) | (bits[at++] & 0xff);
        held += 8;
      }
      text[i] = DIGITS[(buffer >>> (held - 5)) & 31];
      held -= 5;
      buffer &= (1 << held) - 1;
    }
    return new String(text);
  }
}
