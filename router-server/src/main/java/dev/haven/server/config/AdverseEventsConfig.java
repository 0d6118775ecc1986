package dev.haven.server.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.haven.flow.Obligations;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reports that are owed for adverse events.
 *
 * @param handOff from the first awareness to the acknowledged hand-off; zero for no reports
 * @param start from the first awareness until a report waits for any navigator
 * @param lateAgain how often one that is late is told of again
 * @param webhook the receiver; null for none
 * @param secret base64, with or without {@code whsec_}, that posts to it are signed with
 */
public record AdverseEventsConfig(
    Duration handOff,
    Duration start,
    Duration lateAgain,
    @Nullable URI webhook,
    @Nullable Secret secret) {
  static AdverseEventsConfig read(Block block) {
    Obligations standard = Obligations.defaults();
    URI webhook = Forms.url(block, "webhook");
    Secret secret = block.secret("secret");
    if (webhook != null
        && (secret == null || !DistressConfig.KEY.matcher(secret.reveal()).matches())) {
      block.problem("secret", "is needed for the webhook: base64 of a key, after whsec_");
    }
    AdverseEventsConfig config =
        new AdverseEventsConfig(
            block.duration("handOff", standard.handOff(), ZERO, ofDays(30)),
            block.duration("start", standard.reportStart(), ZERO, ofDays(7)),
            block.duration("lateAgain", standard.lateAgain(), ofMinutes(1), ofHours(24)),
            webhook,
            secret);
    block.done();
    return config;
  }

  AdverseEventsConfig toldToNobody() {
    return new AdverseEventsConfig(handOff, start, lateAgain, null, null);
  }

  /** Both as the pipeline takes them. */
  public Obligations obligations(OutreachConfig outreach) {
    return new Obligations(
        handOff,
        start,
        lateAgain,
        outreach.callbackAgain(),
        outreach.callbackAlarm(),
        outreach.followUpAfter(),
        outreach.hours());
  }
}
