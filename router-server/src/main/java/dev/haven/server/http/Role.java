package dev.haven.server.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a token may do; deny by default, the table is {@link RestRoutes}. */
public enum Role {
  /** A platform or CRM: contacts it created, people, callbacks, outreach. */
  INTEGRATOR,
  /** Own offers and engagements. */
  NAVIGATOR,
  /** Reads all; urgency, navigators, queues. */
  SUPERVISOR,
  /** Operates; no contacts. */
  OPS;

  private static final Role[] ALL = values();

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static @Nullable Role ofWireName(String name) {
    for (Role role : ALL) {
      if (role.wireName().equals(name)) {
        return role;
      }
    }
    return null;
  }
}
