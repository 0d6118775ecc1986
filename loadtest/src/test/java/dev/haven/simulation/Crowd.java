package dev.haven.simulation;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A kind of people.
 *
 * @param channels all that they come by
 * @param leaves whether those who call or chat give up after some time
 * @param who draws the one of a number; any thread
 */
record Crowd(List<String> channels, boolean leaves, IntFunction<Person> who) {
  /** Whether somebody of that channel may give up. */
  boolean mayLeave(String channel) {
    return leaves && Person.mayLeave(channel);
  }
}
