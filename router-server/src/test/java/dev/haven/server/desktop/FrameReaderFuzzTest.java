package dev.haven.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Throws changed frames at the reader, in pieces cut anywhere: whatever the bytes, it says the same
 * however they are cut, and never throws. The seed is printed; a case that was found stays below.
 */
@Timeout(60)
class FrameReaderFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final int MAX = 1_024;

  /** Writes down what it hears. */
  private static final class Heard implements FrameReader.Listener {
    final List<String> events = new ArrayList<>();

    @Override
    public void onText(String text) {
      events.add("text " + text);
    }

    @Override
    public void onPing(byte[] payload) {
      events.add("ping " + Arrays.toString(payload));
    }

    @Override
    public void onPong() {
      events.add("pong");
    }

    @Override
    public void onClose(int code) {
      events.add("close " + code);
    }

    @Override
    public void onViolation(int code, String reason) {
      events.add("violation " + code + ' ' + reason);
    }
  }

  @Test
  void shouldSayTheSameHoweverTheBytesAreCut() {
    long seed = Long.getLong("fuzz.seed", 20_261_126L);
    System.out.println("frames from seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = frames(random);
      Heard whole = new Heard();
      new FrameReader(MAX, MAX, whole).read(Buffer.buffer(bytes));
      Heard cut = new Heard();
      FrameReader reader = new FrameReader(MAX, MAX, cut);
      for (int at = 0; at < bytes.length; ) {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(7));
        reader.read(Buffer.buffer(Arrays.copyOfRange(bytes, at, to)));
        at = to;
      }
      assertThat(cut.events)
          .as("seed %d, round %d, %s", seed, round, Arrays.toString(bytes))
          .isEqualTo(whole.events);
      assertThat(whole.events.stream().filter(e -> e.startsWith("violation")).count())
          .isLessThanOrEqualTo(1);
    }
  }

  private static byte[] frames(Random random) {
    Buffer all = Buffer.buffer();
    for (int i = 0; i <= random.nextInt(4); i++) {
      byte[] payload =
          new byte[random.nextInt(6) == 0 ? 100 + random.nextInt(1_100) : random.nextInt(30)];
      if (random.nextBoolean()) {
        random.nextBytes(payload);
      } else {
        Arrays.fill(payload, "aé".getBytes(StandardCharsets.UTF_8)[random.nextInt(3)]);
      }
      int[] firsts = {0x81, 0x01, 0x00, 0x80, 0x88, 0x89, 0x8a, 0x82, random.nextInt(256)};
      all.appendByte((byte) firsts[random.nextInt(firsts.length)]);
      int mask = random.nextInt(20) == 0 ? 0 : 0x80;
      if (payload.length < 126) {
        all.appendByte((byte) (mask | payload.length));
      } else if (random.nextInt(4) > 0) {
        all.appendByte((byte) (mask | 126)).appendUnsignedShort(payload.length);
      } else {
        all.appendByte((byte) (mask | 127));
        all.appendLong(random.nextInt(3) == 0 ? random.nextLong() : payload.length);
      }
      byte[] key = new byte[4];
      random.nextBytes(key);
      if (mask != 0) {
        all.appendBytes(key);
      }
      for (int k = 0; k < payload.length; k++) {
        all.appendByte((byte) (mask == 0 ? payload[k] : payload[k] ^ key[k & 3]));
      }
    }
    byte[] bytes = all.getBytes();
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }
}
