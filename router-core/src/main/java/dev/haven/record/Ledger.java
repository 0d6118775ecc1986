package dev.haven.record;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactState;
import dev.haven.match.Eligibility;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One workspace as its journal tells it: who waits where, who serves, who may serve whom. Used by
 * one audit.
 */
final class Ledger {
  /**
   * @param costs units of 100 by channel
   * @param rampStep ms
   * @param reserve free navigators kept for strict contacts, by language
   */
  record Policy(int[] costs, long rampStep, Map<String, Integer> reserve) {}

  private final Map<String, AuditContact> contacts = new HashMap<>();
  private final Map<String, AuditNavigator> navigators = new TreeMap<>();
  private final Map<Integer, Lane> lanes = new TreeMap<>();
  private final Map<Integer, Profile> profiles = new TreeMap<>();
  private final Map<Integer, BitSet> eligible = new HashMap<>();
  private final List<TreeSet<AuditContact>> waiting = new ArrayList<>();
  private final Map<String, TreeSet<AuditContact>> own = new HashMap<>();
  private final Map<String, Policy> policies = new HashMap<>();
  private final BitSet filled = new BitSet();
  private final Set<String> paused = new HashSet<>();

  @Nullable AuditContact contact(String id) {
    return contacts.get(id);
  }

  @Nullable AuditNavigator navigator(String id) {
    return navigators.get(id);
  }

  Map<String, AuditContact> contacts() {
    return contacts;
  }

  Map<String, AuditNavigator> navigators() {
    return navigators;
  }

  AuditContact add(String id) {
    AuditContact contact = new AuditContact(id);
    contacts.put(id, contact);
    return contact;
  }

  void remove(AuditContact contact) {
    leave(contact);
    contacts.remove(contact.id);
  }

  AuditNavigator navigatorOrNew(String id) {
    return navigators.computeIfAbsent(id, AuditNavigator::new);
  }

  void removeNavigator(String id) {
    navigators.remove(id);
  }

  void policy(String name, Policy policy) {
    policies.put(name, policy);
  }

  /** The policy of that name; the default costs without ramp when no node told its costs. */
  Policy policy(String name) {
    Policy known = policies.get(name);
    if (known != null) {
      return known;
    }
    int[] costs = new int[6];
    for (Channel channel : Channel.values()) {
      costs[channel.ordinal()] = channel.defaultCost();
    }
    return new Policy(costs, 1, Map.of());
  }

  void lane(int number, Lane lane) {
    lanes.put(number, lane);
    profiles.forEach(
        (p, profile) -> eligibleOf(p).set(number, Eligibility.mayServe(profile, lane)));
  }

  void profile(int number, Profile profile) {
    profiles.put(number, profile);
    BitSet bits = eligibleOf(number);
    bits.clear();
    lanes.forEach((l, lane) -> bits.set(l, Eligibility.mayServe(profile, lane)));
  }

  boolean mayServe(AuditNavigator navigator, AuditContact contact) {
    return eligibleOf(navigator.profile).get(contact.lane);
  }

  boolean speaks(AuditNavigator navigator, String language) {
    Profile profile = profiles.get(navigator.profile);
    return profile != null && profile.languages().contains(language);
  }

  /** The lanes with waiting contacts that a navigator may serve. */
  BitSet lanesWithWorkFor(AuditNavigator navigator) {
    BitSet both = (BitSet) eligibleOf(navigator.profile).clone();
    both.and(filled);
    return both;
  }

  TreeSet<AuditContact> waitingIn(int lane) {
    while (waiting.size() <= lane) {
      waiting.add(new TreeSet<>(AuditContact.BY_PLACE));
    }
    return waiting.get(lane);
  }

  /** The contacts held for a navigator; not for writing. */
  SortedSet<AuditContact> heldFor(String navigator) {
    TreeSet<AuditContact> held = own.get(navigator);
    return held == null ? Collections.emptySortedSet() : held;
  }

  boolean hasLane(int number) {
    return lanes.containsKey(number);
  }

  boolean hasProfile(int number) {
    return profiles.containsKey(number);
  }

  /** Puts a contact among the waiting, by the place, lane and hold that it has now. */
  void enter(AuditContact c) {
    c.state = ContactState.WAITING;
    if (c.held.isEmpty()) {
      waitingIn(c.lane).add(c);
      filled.set(c.lane);
    } else {
      own.computeIfAbsent(c.held, n -> new TreeSet<>(AuditContact.BY_PLACE)).add(c);
    }
    c.placed = true;
  }

  /** Begins or ends the pause of a queue. */
  void pause(String queue, boolean on) {
    if (on) {
      paused.add(queue);
    } else {
      paused.remove(queue);
    }
  }

  /** Whether a pause of its queue keeps the contact from being offered. */
  boolean isPaused(AuditContact c) {
    Lane lane = paused.isEmpty() || c.rank() <= 2 ? null : lanes.get(c.lane);
    return lane != null && paused.contains(lane.queue());
  }

  /** Takes a contact out of the waiting, before its place, lane or hold changes. */
  void leave(AuditContact c) {
    if (!c.placed) {
      return;
    }
    c.placed = false;
    if (c.held.isEmpty()) {
      TreeSet<AuditContact> lane = waitingIn(c.lane);
      lane.remove(c);
      if (lane.isEmpty()) {
        filled.clear(c.lane);
      }
    } else {
      TreeSet<AuditContact> held = own.get(c.held);
      if (held != null && held.remove(c) && held.isEmpty()) {
        own.remove(c.held);
      }
    }
  }

  private BitSet eligibleOf(int profile) {
    return eligible.computeIfAbsent(profile, p -> new BitSet());
  }
}
