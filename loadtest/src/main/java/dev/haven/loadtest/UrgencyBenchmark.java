package dev.haven.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.channel.Channel;
import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.ScoringInput;
import dev.haven.urgency.Urgency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of the urgency scorer for one message of the corpus on one thread, JVM warm: percentiles
 * over all messages, each sampled in turn. {@code docs/urgency.md} tells how to run it.
 *
 * <p>It shows neither the first messages after a start, which are slower until the JVM has compiled
 * the scorer, nor long conversations, nor several threads at once. On a machine with other work the
 * highest percentiles are the scheduler's, not the scorer's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
public class UrgencyBenchmark {
  /** The corpus, seen from the folder JMH is started in. */
  @Param("router-core/src/main/corpus/urgency.jsonl")
  public String corpus = "";

  private final HavenScorer scorer = HavenScorer.standard();
  private List<ScoringInput> messages = List.of();
  private int next;

  @Setup
  public void read() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<ScoringInput> read = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(corpus), StandardCharsets.UTF_8)) {
      JsonNode row = json.readTree(line);
      read.add(ScoringInput.of(Channel.CHAT, row.path("text").asText()));
    }
    messages = read;
  }

  @Benchmark
  public Urgency oneMessage() {
    next = next + 1 == messages.size() ? 0 : next + 1;
    return scorer.score(messages.get(next));
  }
}
