package dev.haven.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContactTransitionTest {
  @Test
  void shouldEndInClosedOnly() {
    for (ContactState state : ContactState.values()) {
      if (state == ContactState.CLOSED) {
        assertThat(ContactTransition.after(state)).isEmpty();
      } else {
        assertThat(ContactTransition.reachable(state, ContactState.CLOSED))
            .as("from %s", state)
            .isTrue();
      }
    }
  }

  @Test
  void shouldNeverLeadFromClosedBack() {
    assertThat(ContactTransition.reachable(ContactState.CLOSED, ContactState.WAITING)).isFalse();
  }
}
