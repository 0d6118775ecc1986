package dev.haven.adapter.freeswitchesl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EslFrameTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldCountTheLengthInBytesAndSayHowManyAreMissing() {
    byte[] whole = bytes("Content-Type: api/response\nContent-Length: 7\n\nñandúContent-Type: x\n");

    EslFrame.Read part = EslFrame.read(Arrays.copyOf(whole, whole.length - 20));
    EslFrame.Read read = EslFrame.read(whole);

    assertThat(part.frames()).isEmpty();
    assertThat(part.needed()).isEqualTo(whole.length - 16);
    assertThat(read.frames()).hasSize(1);
    assertThat(new String(read.frames().get(0).body(), StandardCharsets.UTF_8)).isEqualTo("ñandú");
    assertThat(read.broken()).isFalse();
  }

  @Test
  void shouldReadTheChannelsOfABusyServer() {
    String row = "{\"uuid\":\"" + "0".repeat(900) + "\"},";
    String body = row.repeat(2_000);

    EslFrame.Read read =
        EslFrame.read(
            bytes("Content-Type: api/response\nContent-Length: " + body.length() + "\n\n" + body));

    assertThat(read.frames()).hasSize(1);
    assertThat(read.frames().get(0).body()).hasSize(body.length());
  }

  @Test
  void shouldSayWhenNothingBehindCanBeRead() {
    assertThat(EslFrame.read(bytes("Content-Length: -1\n\n")).broken()).isTrue();
    assertThat(EslFrame.read(bytes("Content-Length: 99999999999\n\n")).broken()).isTrue();
    assertThat(EslFrame.read(bytes("Content-Length: 2000000000\n\n")).broken()).isTrue();
    assertThat(EslFrame.read(bytes("Content-Length: many\n\n")).broken()).isTrue();
    assertThat(EslFrame.read(bytes("a".repeat(EslFrame.MAX_HEADERS + 1))).broken()).isTrue();
    assertThat(EslFrame.read(bytes("Content-Len")).broken()).isFalse();
  }
}
