package dev.haven.server.desktop;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactId;
import dev.haven.flow.DesktopFrame;
import dev.haven.offer.OfferId;
import dev.haven.urgency.Reason;
import dev.haven.urgency.Tier;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
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
 * The frames that a contact costs a desktop's socket: its offer written, a command read. On one
 * thread, JVM warm; without the socket itself.
 */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FrameBenchmark {
  private final Instant now = Instant.parse("2026-11-26T12:00:00.123Z");
  private final DesktopFrame offer =
      new DesktopFrame.OfferCreated(
          42,
          new DesktopFrame.Offer(
              new OfferId("0h2m4k6r8t0v2x4z6b8d0f2h4.1"),
              new DesktopFrame.Card(
                  new ContactId("0h2m4k6r8t0v2x4z6b8d0f2h4"),
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
                  null,
                  null,
                  "visitor-1",
                  null,
                  "I am terrified and cannot stop crying, I cannot cope any more",
                  now,
                  "inbound",
                  null,
                  List.of(),
                  false),
              now.plusSeconds(20)));
  private final String command =
      "{\"type\":\"engagement.complete\",\"id\":\"c17\",\"data\":{\"engagementId\":"
          + "\"0h2m4k6r8t0v2x4z6b8d0f2h4.1\",\"disposition\":\"resolved\",\"notes\":\"\"}}";

  @Benchmark
  public Buffer offerFrame() {
    return Frames.of(now, offer);
  }

  @Benchmark
  public Message command() {
    return Message.parse(command);
  }
}
