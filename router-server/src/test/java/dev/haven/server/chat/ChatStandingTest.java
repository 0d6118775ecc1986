package dev.haven.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChatStandingTest {
  private static final ChatStanding THIRD = new ChatStanding("waiting", 3, 600L);

  @Test
  void shouldTellAnotherStateAtOnce() {
    assertThat(ChatStanding.UNTOLD.isNews(THIRD, false)).isTrue();
    assertThat(THIRD.isNews(new ChatStanding("connected", null, null), false)).isTrue();
  }

  @Test
  void shouldTellOtherNumbersAtARegularLookOnly() {
    ChatStanding sooner = new ChatStanding("waiting", 3, 300L);
    ChatStanding nearer = new ChatStanding("waiting", 2, 600L);

    assertThat(THIRD.isNews(sooner, false)).isFalse();
    assertThat(THIRD.isNews(nearer, false)).isFalse();
    assertThat(THIRD.isNews(sooner, true)).isTrue();
    assertThat(THIRD.isNews(nearer, true)).isTrue();
    assertThat(THIRD.isNews(new ChatStanding("waiting", 3, null), true)).isTrue();
  }

  @Test
  void shouldNotTellTheSameTwice() {
    assertThat(THIRD.isNews(new ChatStanding("waiting", 3, 600L), true)).isFalse();
  }
}
