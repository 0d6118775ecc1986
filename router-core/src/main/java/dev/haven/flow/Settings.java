package dev.haven.flow;

import dev.haven.channel.Channel;
import java.time.Duration;
import java.util.Map;

/**
 * The times and costs that transitions use; the same on every node of a workspace.
 *
 * @param policy version of the configuration, 1 to 32 of {@code [A-Za-z0-9._-]}; recorded with
 *     every offer
 * @param offer how long an offer lives, 1 s to 10 min
 * @param offerPhone the same for phone
 * @param wrapUp how long a wrap-up may take, 1 s to 1 h
 * @param park how long work may stay parked before it returns, 1 min to 24 h
 * @param connect how long a call may take to be connected, 5 s to 2 min
 * @param exclusion how long a navigator who rejected or let an offer pass is not offered the
 *     contact again, 0 to 1 h
 * @param exclusionCrisis the same for CRISIS
 * @param lostOffer how long a lost desktop keeps its pending offer, 0 to 60 s
 * @param lostWork how long a lost desktop keeps its engagements, 1 s to 1 h
 * @param latestStart after how long a ROUTINE contact ages up, unless its rule says otherwise, 1
 *     min to 7 days
 * @param retention how long a closed contact stays, 1 min to 400 days
 * @param rampStep every so often a fresh login takes one contact more, 0 (no ramp) to 1 min
 * @param nodeLease after how long without a sign of life a node counts as dead, 1 s to 5 min
 * @param talk after how long an engagement raises an alarm, 1 min to 24 h
 * @param sameNavigator how long after closing a new contact of the conversation is for the same
 *     navigator, 0 to 30 days
 * @param joinWithin contacts of a known person that come within so much of each other are joined, 0
 *     (never) to 1 h
 * @param costs units of 100 that one contact of a channel takes, 1 to 100
 * @param guarantees what is done for a person in distress when nobody is free
 * @param obligations when work that is owed begins and is over
 * @param acknowledgement whether whoever answers outside must say that they take the caller
 */
public record Settings(
    String policy,
    Duration offer,
    Duration offerPhone,
    Duration wrapUp,
    Duration park,
    Duration connect,
    Duration exclusion,
    Duration exclusionCrisis,
    Duration lostOffer,
    Duration lostWork,
    Duration latestStart,
    Duration retention,
    Duration rampStep,
    Duration nodeLease,
    Duration talk,
    Duration sameNavigator,
    Duration joinWithin,
    Map<Channel, Integer> costs,
    Guarantees guarantees,
    Obligations obligations,
    Acknowledgement acknowledgement) {

  public Settings {
    if (!policy.matches("[A-Za-z0-9._-]{1,32}")) {
      throw new IllegalArgumentException(
          "a policy version is 1 to 32 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    check("offer", offer, Duration.ofSeconds(1), Duration.ofMinutes(10));
    check("offerPhone", offerPhone, Duration.ofSeconds(1), Duration.ofMinutes(10));
    check("wrapUp", wrapUp, Duration.ofSeconds(1), Duration.ofHours(1));
    check("park", park, Duration.ofMinutes(1), Duration.ofDays(1));
    check("connect", connect, Duration.ofSeconds(5), Duration.ofMinutes(2));
    check("exclusion", exclusion, Duration.ZERO, Duration.ofHours(1));
    check("exclusionCrisis", exclusionCrisis, Duration.ZERO, Duration.ofHours(1));
    check("lostOffer", lostOffer, Duration.ZERO, Duration.ofMinutes(1));
    check("lostWork", lostWork, Duration.ofSeconds(1), Duration.ofHours(1));
    check("latestStart", latestStart, Duration.ofMinutes(1), Duration.ofDays(7));
    check("retention", retention, Duration.ofMinutes(1), Duration.ofDays(400));
    check("rampStep", rampStep, Duration.ZERO, Duration.ofMinutes(1));
    check("nodeLease", nodeLease, Duration.ofSeconds(1), Duration.ofMinutes(5));
    check("talk", talk, Duration.ofMinutes(1), Duration.ofDays(1));
    check("sameNavigator", sameNavigator, Duration.ZERO, Duration.ofDays(30));
    check("joinWithin", joinWithin, Duration.ZERO, Duration.ofHours(1));
    costs = Map.copyOf(costs);
    costs.forEach(
        (channel, cost) -> {
          if (cost < 1 || cost > 100) {
            throw new IllegalArgumentException(
                "cost of " + channel.wireName() + " is 1 to 100, got " + cost);
          }
        });
  }

  /** The defaults of {@code config/haven.yaml}. */
  public static Settings defaults() {
    return new Settings(
        "default",
        Duration.ofSeconds(20),
        Duration.ofSeconds(15),
        Duration.ofSeconds(120),
        Duration.ofMinutes(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofHours(4),
        Duration.ofDays(8),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofHours(4),
        Duration.ofHours(24),
        Duration.ofMinutes(10),
        Map.of(),
        Guarantees.defaults(),
        Obligations.defaults(),
        Acknowledgement.defaults());
  }

  public int cost(Channel channel) {
    return costs.getOrDefault(channel, channel.defaultCost());
  }

  /**
   * The scripts' first argument: policy, times in milliseconds, costs by channel; the order is that
   * of {@code SETTINGS} in workspace.lua.
   */
  public String encode() {
    StringBuilder text = new StringBuilder(policy);
    for (Duration time :
        new Duration[] {
          offer,
          offerPhone,
          wrapUp,
          park,
          connect,
          exclusion,
          exclusionCrisis,
          lostOffer,
          lostWork,
          latestStart,
          retention
        }) {
      text.append(',').append(time.toMillis());
    }
    text.append(',')
        .append(rampStep.isZero() ? 0 : 1)
        .append(',')
        .append(nodeLease.toMillis())
        .append(',')
        .append(talk.toMillis());
    for (Channel channel : Channel.values()) {
      text.append(',').append(cost(channel));
    }
    return text.append(',')
        .append(Math.max(1, rampStep.toMillis()))
        .append(',')
        .append(sameNavigator.toMillis())
        .append(',')
        .append(joinWithin.toMillis())
        .append(',')
        .append(guarantees.encode())
        .append(',')
        .append(obligations.encode())
        .append(',')
        .append(acknowledgement.encode())
        .toString();
  }

  private static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", got " + value);
    }
  }
}
