package dev.haven.loadtest;

import io.lettuce.core.api.StatefulRedisConnection;

/**
 * A server under load.
 *
 * @param serverPid process of the server; 0 when it is not on this machine
 * @param redisPid process of its Redis; 0 when not known
 */
record Target(
    String name,
    int port,
    Tokens tokens,
    long serverPid,
    long redisPid,
    StatefulRedisConnection<String, String> redis) {}
