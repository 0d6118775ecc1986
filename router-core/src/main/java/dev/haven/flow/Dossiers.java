package dev.haven.flow;

import dev.haven.channel.Address;
import dev.haven.contact.Arrival;
import dev.haven.urgency.Urgency;
import org.jspecify.annotations.Nullable;

/** Makes the sealed part of a contact from what a door brought. */
final class Dossiers {
  private Dossiers() {}

  /**
   * @param knownName as the directory knows the person; what the platform shows wins
   */
  static Dossier of(Arrival arrival, @Nullable String knownName, Urgency urgency) {
    return new Dossier(
        value(arrival.from()),
        value(arrival.to()),
        arrival.subject(),
        arrival.text(),
        arrival.personName() == null ? knownName : arrival.personName(),
        arrival.attributes(),
        urgency.reasons(),
        urgency.version(),
        arrival.reply(),
        arrival.call(),
        null);
  }

  private static @Nullable String value(@Nullable Address address) {
    return address == null ? null : address.value();
  }
}
