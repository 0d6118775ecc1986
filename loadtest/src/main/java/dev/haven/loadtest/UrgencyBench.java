package dev.haven.loadtest;

import dev.haven.channel.Channel;
import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.ScoringInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Time of the urgency scorer for one message on one core, JVM warm.
 *
 * <p>Run {@code java -cp <classpath of this module> UrgencyBench
 * router-core/src/main/corpus/urgency.jsonl}. Each line is scored as it stands, its JSON included,
 * which is some 100 characters longer than the message. It shows neither the first messages after a
 * start, which are slower until the JVM has compiled the scorer, nor several threads at once.
 */
public final class UrgencyBench {
  private static final int WARM_UP = 10;

  private UrgencyBench() {}

  public static void main(String[] args) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8);
    HavenScorer scorer = HavenScorer.standard();
    long sum = 0;
    for (int round = 0; round < WARM_UP; round++) {
      for (String line : lines) {
        sum += scorer.score(ScoringInput.of(Channel.CHAT, line)).score();
      }
    }
    var nanos = new long[lines.size()];
    for (int i = 0; i < nanos.length; i++) {
      long began = System.nanoTime();
      sum += scorer.score(ScoringInput.of(Channel.CHAT, lines.get(i))).score();
      nanos[i] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "messages %d, p50 %.1f us, p99 %.1f us, max %.1f us (checksum %d)%n",
        nanos.length,
        nanos[nanos.length / 2] / 1e3,
        nanos[nanos.length * 99 / 100] / 1e3,
        nanos[nanos.length - 1] / 1e3,
        sum);
  }
}
