package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyRoomTest {
  private final BodyRoom room = new BodyRoom(100);
  private final List<String> cut = new ArrayList<>();

  private BodyRoom.Guest guest(String name) {
    return () -> cut.add(name);
  }

  @Test
  void shouldTakeOneBodyHoweverLongItIs() {
    BodyRoom.Guest mail = guest("mail");
    room.grew(mail, 1_000);
    room.grew(guest("message"), 100);
    assertThat(cut).isEmpty();
    room.left(mail);
    room.left(mail);
    assertThat(room.used()).isEqualTo(100);
  }

  @Test
  void shouldCutTheLargestUntilTheOthersFit() {
    BodyRoom.Guest second = guest("second");
    room.grew(guest("first"), 60);
    room.grew(second, 50);
    room.grew(guest("third"), 40);
    assertThat(cut).isEmpty();
    room.grew(second, 30);
    assertThat(cut).isEmpty();
    room.grew(guest("fourth"), 1);
    assertThat(cut).containsExactly("second");
    assertThat(room.used()).isEqualTo(101);
    room.grew(guest("fifth"), 200);
    assertThat(cut).containsExactly("second", "fifth");
    assertThat(room.used()).isEqualTo(101);
  }
}
