package dev.haven.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A node's copy of a workspace's lanes and profiles with their numbers. Numbers are given once and
 * never re-used. Used by one event loop.
 */
public final class Catalogue {
  private final Map<Lane, Integer> laneNumbers = new HashMap<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<Profile, Integer> profileNumbers = new HashMap<>();
  private final List<Profile> profiles = new ArrayList<>();
  private final Map<String, List<Integer>> byQueue = new HashMap<>();
  private final Map<String, String> siblingsOfQueue = new HashMap<>();
  private long version;

  /**
   * The version that this copy is of; a registration made from another one is refused by the store.
   */
  public long version() {
    return version;
  }

  public OptionalInt numberOf(Lane lane) {
    Integer number = laneNumbers.get(lane);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  public OptionalInt numberOf(Profile profile) {
    Integer number = profileNumbers.get(profile);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  public boolean hasLane(int number) {
    return number < lanes.size();
  }

  public Lane lane(int number) {
    return lanes.get(number);
  }

  public Profile profile(int number) {
    return profiles.get(number);
  }

  public int lanes() {
    return lanes.size();
  }

  public int profiles() {
    return profiles.size();
  }

  /**
   * The numbers of a queue's lanes, comma between, 32 at most: what a contact's position is counted
   * over.
   */
  public String siblings(String queue) {
    return siblingsOfQueue.getOrDefault(queue, "");
  }

  /** One character a profile: 1 where it may serve the lane. */
  public String fitsOfLane(Lane lane) {
    StringBuilder bits = new StringBuilder(profiles.size());
    for (Profile profile : profiles) {
      bits.append(Eligibility.mayServe(profile, lane) ? '1' : '.');
    }
    return bits.toString();
  }

  /** One character a lane: its channel where the profile may serve it. */
  public String fitsOfProfile(Profile profile) {
    StringBuilder bits = new StringBuilder(lanes.size());
    for (Lane lane : lanes) {
      bits.append(
          Eligibility.mayServe(profile, lane) ? (char) ('0' + lane.channel().ordinal()) : '.');
    }
    return bits.toString();
  }

  /** Takes what the store holds; definitions by number, in order. */
  public void load(long newVersion, List<String> laneDefinitions, List<String> profileDefinitions) {
    laneNumbers.clear();
    lanes.clear();
    profileNumbers.clear();
    profiles.clear();
    byQueue.clear();
    siblingsOfQueue.clear();
    laneDefinitions.forEach(d -> addLane(Definitions.lane(d)));
    profileDefinitions.forEach(d -> addProfile(Definitions.profile(d)));
    version = newVersion;
  }

  /** Takes a lane that the store has just registered from this copy. */
  public void registered(Lane lane, long newVersion) {
    addLane(lane);
    version = newVersion;
  }

  public void registered(Profile profile, long newVersion) {
    addProfile(profile);
    version = newVersion;
  }

  private void addLane(Lane lane) {
    int number = lanes.size();
    laneNumbers.put(lane, number);
    lanes.add(lane);
    List<Integer> siblings = byQueue.computeIfAbsent(lane.queue(), q -> new ArrayList<>());
    siblings.add(number);
    siblingsOfQueue.put(
        lane.queue(), String.join(",", siblings.stream().limit(32).map(String::valueOf).toList()));
  }

  private void addProfile(Profile profile) {
    profileNumbers.put(profile, profiles.size());
    profiles.add(profile);
  }
}
