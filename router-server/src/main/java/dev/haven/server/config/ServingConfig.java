package dev.haven.server.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The times and weights of offering and serving.
 *
 * @param timeZone the site's, as rules see hour, weekday and date
 * @param distressDigits keys that say that the caller is in distress; empty for none
 * @param holdForDesignated by tier, how long a contact waits for its own navigator alone
 * @param cost by channel, units of 100 that one contact takes of a navigator
 * @param missedOffers after how many in a row a navigator goes out of service; 0 for never
 * @param heldAtMost how many contacts may wait for one designated navigator alone
 * @param distress what is done for a person in distress when nobody is free
 * @param adverseEvents the reports that are owed for adverse events
 * @param outreach how persons are reached who did not just come themselves
 * @param shifts where navigators' shifts are read from
 * @param holidays where the days are read from on which every queue with hours is closed
 * @param outside the numbers outside that calls may be brought to
 */
public record ServingConfig(
    String defaultLanguage,
    ZoneId timeZone,
    Duration offer,
    Duration phoneOffer,
    Duration connectWithin,
    Duration wrapUp,
    Duration parkFor,
    Duration latestStart,
    Duration exclusion,
    Duration crisisExclusion,
    Duration rampStep,
    Duration talk,
    Duration nodeLease,
    Duration sameNavigator,
    Duration joinWithin,
    String distressDigits,
    Map<Tier, Duration> holdForDesignated,
    Map<Channel, Integer> cost,
    int missedOffers,
    int heldAtMost,
    DistressConfig distress,
    AdverseEventsConfig adverseEvents,
    OutreachConfig outreach,
    CalendarConfig shifts,
    CalendarConfig holidays,
    OutsideConfig outside) {
  /** The same, but no escalation and no report is posted to anybody. */
  ServingConfig toldToNobody() {
    return new ServingConfig(
        defaultLanguage,
        timeZone,
        offer,
        phoneOffer,
        connectWithin,
        wrapUp,
        parkFor,
        latestStart,
        exclusion,
        crisisExclusion,
        rampStep,
        talk,
        nodeLease,
        sameNavigator,
        joinWithin,
        distressDigits,
        holdForDesignated,
        cost,
        missedOffers,
        heldAtMost,
        distress.toldToNobody(),
        adverseEvents.toldToNobody(),
        outreach,
        shifts,
        holidays,
        outside);
  }

  static ServingConfig read(Block block) {
    ServingConfig config =
        new ServingConfig(
            block.text("defaultLanguage", "en", Forms.LANGUAGE, Forms.LANGUAGE_RANGE),
            Forms.zone(block, "timeZone"),
            block.duration("offer", ofSeconds(20), ofSeconds(1), ofMinutes(10)),
            block.duration("phoneOffer", ofSeconds(15), ofSeconds(1), ofMinutes(10)),
            block.duration("connectWithin", ofSeconds(30), ofSeconds(5), ofMinutes(2)),
            block.duration("wrapUp", ofSeconds(120), ofSeconds(1), ofHours(1)),
            block.duration("parkFor", ofMinutes(30), ofMinutes(1), ofDays(1)),
            block.duration("latestStart", ofHours(4), ofMinutes(1), ofDays(7)),
            block.duration("exclusion", ofSeconds(60), Duration.ZERO, ofHours(1)),
            block.duration("crisisExclusion", ofSeconds(15), Duration.ZERO, ofHours(1)),
            block.duration("rampStep", ofSeconds(2), Duration.ZERO, ofMinutes(1)),
            block.duration("talk", ofHours(4), ofMinutes(1), ofDays(1)),
            block.duration("nodeLease", ofSeconds(5), ofSeconds(1), ofMinutes(5)),
            block.duration("sameNavigator", ofHours(24), Duration.ZERO, ofDays(30)),
            block.duration("joinWithin", ofMinutes(10), Duration.ZERO, ofHours(1)),
            block.text(
                "distressDigits", "1", Pattern.compile("[0-9*#]{0,8}"), "0 to 8 of 0-9, '*', '#'"),
            holds(block.block("holdForDesignated")),
            costs(block.block("cost")),
            block.integer("missedOffers", 3, 0, 20),
            block.integer("heldAtMost", 20, 0, 1_000),
            DistressConfig.read(block.block("distress")),
            AdverseEventsConfig.read(block.block("adverseEvents")),
            OutreachConfig.read(block.block("outreach")),
            CalendarConfig.read(block.block("shifts")),
            CalendarConfig.read(block.block("holidays")),
            OutsideConfig.read(block.block("outside")));
    block.done();
    return config;
  }

  static Map<Tier, Duration> holds(Block block) {
    EnumMap<Tier, Duration> holds = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      Duration fallback =
          switch (tier) {
            case CRISIS, URGENT_MEDICAL -> Duration.ZERO;
            case HIGH_DISTRESS -> ofSeconds(10);
            case ELEVATED -> ofMinutes(1);
            case ROUTINE -> ofMinutes(10);
          };
      holds.put(tier, block.duration(tier.wireName(), fallback, Duration.ZERO, ofHours(24)));
    }
    block.done();
    return Collections.unmodifiableMap(holds);
  }

  private static Map<Channel, Integer> costs(Block block) {
    EnumMap<Channel, Integer> costs = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      costs.put(channel, block.integer(channel.wireName(), channel.defaultCost(), 1, 100));
    }
    block.done();
    return Collections.unmodifiableMap(costs);
  }
}
