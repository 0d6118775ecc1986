package dev.haven.server.desktop;

import java.time.Duration;

/**
 * How much a desktop may say, and how long it may be silent; see {@code desktop} in {@code
 * config/haven.yaml}.
 *
 * @param lingerFor how long a close waits for the peer's
 */
public record Limits(
    Duration ping,
    int missedPings,
    Duration helloWithin,
    Duration slowReaderFor,
    Duration lingerFor,
    int maxPendingBytes,
    int maxFrameBytes,
    int maxMessageBytes,
    int messagesPerSecond,
    int burst,
    int badMessagesPerMinute,
    int socketsPerNavigator) {}
