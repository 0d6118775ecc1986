package dev.haven.contact;

import java.util.Locale;

/** Why a contact exists: the person came, or somebody owes them something. */
public enum ContactKind {
  INBOUND,
  CALLBACK,
  OUTREACH,
  FOLLOW_UP,
  ADVERSE_EVENT_REPORT;

  private static final ContactKind[] ALL = values();

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  public static ContactKind ofWireName(String name) {
    for (ContactKind kind : ALL) {
      if (kind.wireName().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no such kind of contact: " + name);
  }
}
