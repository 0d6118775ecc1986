package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Signals;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TriesTest {
  private static final long HOUR = 3_600_000;
  private static final Instant NOW = Instant.ofEpochMilli(100 * HOUR);

  private static Signals signals(String entries) {
    return Tries.of(entries).signals(false, -1, NOW, Channel.CHAT, 0);
  }

  private static String entry(long hoursAgo, Channel channel, String what) {
    return (100 - hoursAgo) * HOUR + "," + channel.ordinal() + "," + what;
  }

  @Test
  void shouldSayNothingOfAPersonWhoCameNeverBefore() {
    assertThat(signals("")).isEqualTo(Signals.NONE);
  }

  @Test
  void shouldCountTriesWithReturnAndChangeOfChannel() {
    // given
    String tries =
        entry(3, Channel.PHONE, "p")
            + ";"
            + entry(2, Channel.PHONE, "g")
            + ";"
            + entry(1, Channel.CHAT, "p");

    // when
    Signals signals = signals(tries);

    // then
    assertThat(signals).isEqualTo(new Signals(false, -1, 3, true, true, 0));
  }

  @Test
  void shouldForgetWhatIsHoursAgoAndWhatCameAfterwards() {
    String tries = entry(7, Channel.PHONE, "p") + ";" + entry(0, Channel.PHONE, "p");

    assertThat(signals(tries)).isEqualTo(Signals.NONE);
  }
}
