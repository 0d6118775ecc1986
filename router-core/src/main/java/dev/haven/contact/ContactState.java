package dev.haven.contact;

import java.util.Locale;

/**
 * Where a contact is. The legal ways between them stand in {@link ContactTransition} and in {@code
 * docs/state-machines.md}.
 */
public enum ContactState {
  RECEIVED,
  WAITING,
  OFFERED,
  ENGAGED,
  WRAPPING,
  SCHEDULED,
  JOINED,
  CLOSED;

  private static final ContactState[] ALL = values();

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  public static ContactState ofWireName(String name) {
    for (ContactState state : ALL) {
      if (state.wireName().equals(name)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no such contact state: " + name);
  }
}
