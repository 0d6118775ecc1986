package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.List;

/**
 * A part of the transitions: what they do about one thing. It sees the world by {@code m}, finds
 * what a command names, and answers as the scripts do, with a status and details.
 */
abstract class ModelPart {
  final ModelMatch m;

  ModelPart(ModelMatch match) {
    m = match;
  }

  static Outcome say(String status, Object... details) {
    return new Outcome(status, List.of(details), List.of());
  }

  static String contactOf(String offer) {
    return offer.substring(0, offer.indexOf('.'));
  }

  /** The navigator whose session of now that is; null for an old one. */
  ModelNavigator session(String navigator, String session) {
    ModelNavigator n = m.navigators.get(navigator);
    String epoch = n == null || n.epoch == 0 ? "" : Long.toString(n.epoch);
    return epoch.equals(session) ? n : null;
  }

  /** The contact whose newest engagement that is, if it is that navigator's; else null. */
  ModelContact mine(String navigator, String engagement) {
    ModelContact c = m.contacts.get(contactOf(engagement));
    return c != null
            && c.attempt > 0
            && c.navigator.equals(navigator)
            && c.offerId().equals(engagement)
        ? c
        : null;
  }

  /** The desktop shows something else now; "" for nobody's. */
  void bump(String navigator) {
    if (!navigator.isEmpty()) {
      m.navigators.get(navigator).seq++;
    }
  }
}
