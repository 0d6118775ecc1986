package dev.haven.server.http;

import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.contact.ContactState;
import dev.haven.flow.ContactView;
import dev.haven.urgency.Reason;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A contact of the REST interface read and written: the body of a POST to an arrival, and the view
 * that answers it. On one thread, JVM warm; without HTTP.
 */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ContactJsonBenchmark {
  private static final Instant AT = Instant.parse("2026-11-26T12:00:00.123Z");
  private final String body =
      "{\"channel\":\"chat\",\"from\":\"visitor-1\",\"to\":\"site\",\"text\":"
          + "\"I am terrified and cannot stop crying, I cannot cope any more\","
          + "\"language\":\"en\",\"idempotencyKey\":\"r1-1\"}";
  private final ContactView view =
      new ContactView(
          new ContactId("0h2m4k6r8t0v2x4z6b8d0f2h4"),
          "token:load",
          ContactState.WAITING,
          Channel.CHAT,
          "en",
          "support",
          Tier.HIGH_DISTRESS,
          61,
          List.of(
              new Reason(
                  "distress.cannot_cope",
                  "says they cannot cope any more",
                  "dice que ya no puede más",
                  36,
                  60)),
          false,
          ContactKind.INBOUND,
          null,
          AT,
          AT,
          1,
          30L,
          null,
          Set.of(),
          null,
          null,
          null,
          null,
          List.of(),
          false);

  @Benchmark
  public byte[] contactView() {
    return JsonOut.bytes(out -> ContactJson.contact(out, view));
  }

  @Benchmark
  public Arrival arrival() {
    return ArrivalDecoder.decode(
        new Fields(StrictJson.object(body)), "token:load", null, ContactKind.INBOUND, null);
  }
}
