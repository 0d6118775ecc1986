package dev.haven.urgency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads messages of all kinds, lengths and both languages to a scorer until the JVM has compiled
 * what it needs, so that the first real message is not scored by cold code. They stand in {@code
 * rehearsal.jsonl}; nothing is learnt from them.
 *
 * <p>A round is all of them once. It ends when {@link #STEADY} rounds one after another brought
 * nothing, or when the time is over. Stateless.
 */
public final class Rehearsal {
  /** A round that is not faster than this share of the fastest before it brought nothing. */
  private static final double FASTER = 0.97;

  private static final int STEADY = 60;

  private Rehearsal() {}

  /**
   * Rehearses on the calling thread.
   *
   * @param atMost by that clock; a round that has begun is finished
   * @param nanoClock nanoseconds since any moment
   * @return rounds that were read
   */
  public static int of(UrgencyScorer scorer, Duration atMost, LongSupplier nanoClock) {
    byte[] lines = lines();
    ScoreLines reader = new ScoreLines(scorer, line -> {});
    long began = nanoClock.getAsLong();
    long best = Long.MAX_VALUE;
    int steady = 0;
    int rounds = 0;
    while (steady < STEADY && nanoClock.getAsLong() - began < atMost.toNanos()) {
      long start = nanoClock.getAsLong();
      read(reader, lines, nanoClock);
      long took = nanoClock.getAsLong() - start;
      rounds++;
      if (took < best * FASTER) {
        best = took;
        steady = 0;
      } else {
        steady++;
      }
    }
    return rounds;
  }

  private static void read(ScoreLines reader, byte[] lines, LongSupplier nanoClock) {
    try {
      reader.lines(new ByteArrayInputStream(lines), OutputStream.nullOutputStream(), nanoClock);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  private static byte[] lines() {
    try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal.jsonl")) {
      if (in == null) {
        throw new IllegalStateException("rehearsal.jsonl is missing beside " + Rehearsal.class);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("rehearsal.jsonl cannot be read", e);
    }
  }
}
