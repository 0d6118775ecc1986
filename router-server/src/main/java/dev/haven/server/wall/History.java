package dev.haven.server.wall;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.flow.Directory.TierView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace stood over the last hours, as this node saw it: a sample every ten seconds, 1,440
 * of them, four hours. On one event loop.
 */
final class History {
  static final Duration STEP = Duration.ofSeconds(10);
  private static final int KEPT = 1_440;

  /**
   * One look.
   *
   * @param waiting by tier, the most urgent first
   * @param p95 time to the first offer that 95 of 100 did not exceed; null before the first
   */
  record Sample(Instant at, List<Long> waiting, @Nullable Duration p95) {
    void write(JsonGenerator out) throws IOException {
      out.writeStartObject();
      out.writeStringField("at", at.toString());
      out.writeArrayFieldStart("waiting");
      for (long n : waiting) {
        out.writeNumber(n);
      }
      out.writeEndArray();
      if (p95 == null) {
        out.writeNullField("p95Ms");
      } else {
        out.writeNumberField("p95Ms", Math.round(p95.toNanos() / 10_000.0) / 100.0);
      }
      out.writeEndObject();
    }
  }

  private final Deque<Sample> samples = new ArrayDeque<>(KEPT);

  Sample add(Instant at, List<TierView> tiers, @Nullable Duration p95) {
    if (samples.size() == KEPT) {
      samples.removeFirst();
    }
    Sample sample = new Sample(at, tiers.stream().map(TierView::waiting).toList(), p95);
    samples.addLast(sample);
    return sample;
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("stepSeconds", STEP.toSeconds());
    out.writeArrayFieldStart("samples");
    for (Sample sample : samples) {
      sample.write(out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
