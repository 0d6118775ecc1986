package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
  private static final int CHANNEL = 2;
  private static final int SOURCE = 18;
  private static final int MESSAGES = 20;
  private static final int ALL = 31;

  @ParameterizedTest
  @CsvSource({
    "EMAIL, endpoint:mail, '', true",
    "CHAT, token:integrator, '', false",
    "CHAT, token:integrator, 1, true",
    "PHONE, endpoint:calls, 2, false",
  })
  void filesComeWithMessagesOfPlatforms(
      Channel channel, String source, String messages, boolean expected) {
    List<String> fields = new ArrayList<>(Collections.nCopies(ALL, ""));
    fields.set(0, "c1");
    fields.set(1, "waiting");
    fields.set(CHANNEL, Integer.toString(channel.ordinal()));
    fields.set(5, "4");
    fields.set(8, "inbound");
    fields.set(10, "0");
    fields.set(11, "0");
    fields.set(SOURCE, source);
    fields.set(MESSAGES, messages);

    assertThat(Facts.of(fields).mayHaveFiles()).isEqualTo(expected);
  }
}
