package dev.haven.server.demo;

import dev.haven.urgency.Tier;

/** Hears what happens in the demo; called on the demo's own event loop. */
public interface DemoWatch {
  /** Nobody watches. */
  DemoWatch NONE = new DemoWatch() {};

  /** A simulated person's request was acknowledged at that door: an endpoint's id, or rest. */
  default void received(String door) {}

  /** A simulated navigator completed a contact. */
  default void served(Tier tier) {}
}
