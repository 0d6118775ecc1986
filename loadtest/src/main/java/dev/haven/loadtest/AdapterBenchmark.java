package dev.haven.loadtest;

import dev.haven.adapter.vectors.Sample;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Verdict;
import java.io.IOException;
import java.nio.file.Path;
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
 * What an adapter takes to verify and to parse one request: the accepted ones of its vector file in
 * turn, on one thread, JVM warm.
 *
 * <p>The mix is that of the vectors, which has more odd cases than a day; it shows neither the
 * reading from the socket nor the first request after a start.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AdapterBenchmark {
  @Param({"twilio", "telnyx", "standard-webhooks", "meta", "email-mime"})
  public String provider = "";

  /** Where the vector files are, seen from the folder JMH is started in. */
  @Param("channel-adapters/src/test/resources/vectors")
  public String vectors = "";

  private List<Sample> samples = List.of();
  private int next;

  @Setup
  public void read() throws IOException {
    samples = Sample.accepted(Path.of(vectors, provider + ".json"));
    if (samples.isEmpty()) {
      throw new IllegalStateException("no vector of " + provider + " is accepted");
    }
  }

  private Sample sample() {
    next = next + 1 == samples.size() ? 0 : next + 1;
    return samples.get(next);
  }

  @Benchmark
  public Verdict verify() {
    return sample().verify();
  }

  @Benchmark
  public ParseResult parse() {
    return sample().parse();
  }
}
