package dev.haven.adapter.asteriskari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class RollTest {
  private final ScriptedPlatform asterisk = new ScriptedPlatform();
  private final Roll roll =
      new Roll(
          new AriRest(
              Requests.endpoint("asterisk-ari", Map.of(), Map.of("user", "u", "password", "p")),
              asterisk),
          "router");

  private Roll.Call bridged(String channels) {
    asterisk
        .answer("{'channel_ids':[]}")
        .answer("[]")
        .answer("[{'id':'haven-talk-c.1.connect','channels':[" + channels + "]}]");
    return roll.call().result();
  }

  @Test
  void shouldFindNothingAmissWhileNavigatorAndCallerTalk() {
    Roll.Call call = bridged("'1.1','haven-leg-c.1.connect'");

    assertThat(call.withoutLeg()).isEmpty();
  }

  @Test
  void shouldMissTheNavigatorAlsoWhereAnInterpreterIsWithTheCaller() {
    assertThat(bridged("'1.1'").withoutLeg()).containsExactly("haven-talk-c.1.connect");
    assertThat(bridged("'1.1','haven-leg-c.2.connect'").withoutLeg())
        .containsExactly("haven-talk-c.1.connect");
    assertThat(bridged("'1.1','haven-leg-c.1.connect','haven-leg-c.2.connect'").withoutLeg())
        .isEmpty();
  }
}
