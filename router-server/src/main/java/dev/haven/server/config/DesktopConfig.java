package dev.haven.server.config;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;

/** Navigators' WebSockets: how they prove they are there, and how much they may say. */
public record DesktopConfig(
    Duration ping,
    int missedPings,
    Duration helloWithin,
    Duration ticketLife,
    Duration offerGrace,
    Duration engagementGrace,
    Duration slowReaderFor,
    int maxPendingBytes,
    int maxFrameBytes,
    int maxMessageBytes,
    int messagesPerSecond,
    int burst,
    int badMessagesPerMinute,
    int handshakesPerMinute,
    int socketsPerNavigator) {
  static DesktopConfig read(Block block) {
    DesktopConfig config =
        new DesktopConfig(
            block.duration("ping", ofSeconds(15), ofMillis(100), ofSeconds(60)),
            block.integer("missedPings", 2, 1, 10),
            block.duration("helloWithin", ofSeconds(10), ofMillis(100), ofSeconds(60)),
            block.duration("ticketLife", ofSeconds(30), ofSeconds(1), ofMinutes(5)),
            block.duration("offerGrace", ofSeconds(5), Duration.ZERO, ofMinutes(1)),
            block.duration("engagementGrace", ofSeconds(60), ofSeconds(1), ofMinutes(60)),
            block.duration("slowReaderFor", ofSeconds(5), ofMillis(100), ofSeconds(60)),
            block.integer("maxPendingBytes", 1_048_576, 65_536, 67_108_864),
            block.integer("maxFrameBytes", 16_384, 1_024, 1_048_576),
            block.integer("maxMessageBytes", 65_536, 1_024, 1_048_576),
            block.integer("messagesPerSecond", 100, 1, 1_000),
            block.integer("burst", 400, 1, 10_000),
            block.integer("badMessagesPerMinute", 5, 1, 1_000),
            block.integer("handshakesPerMinute", 20, 1, 100_000),
            block.integer("socketsPerNavigator", 3, 1, 100));
    if (config.maxMessageBytes < config.maxFrameBytes) {
      block.problem("maxMessageBytes", "is smaller than maxFrameBytes");
    }
    block.done();
    return config;
  }
}
