package dev.haven.loadtest;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Redis' own count of what it did, from {@code INFO commandstats}: calls and microseconds by
 * command. A transition counts as one fcall (the yardstick's script as one evalsha), whose time
 * includes the commands it calls; those are counted beside it.
 *
 * @param calls by command
 * @param micros by command
 */
record RedisCounters(Map<String, Long> calls, Map<String, Long> micros) {
  static RedisCounters read(StatefulRedisConnection<String, String> connection) {
    Map<String, Long> calls = new TreeMap<>();
    Map<String, Long> micros = new TreeMap<>();
    connection
        .sync()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              String name = line.substring("cmdstat_".length(), colon);
              String[] fields = line.substring(colon + 1).split(",");
              calls.put(name, Long.parseLong(fields[0].substring("calls=".length())));
              micros.put(name, Long.parseLong(fields[1].substring("usec=".length())));
            });
    return new RedisCounters(calls, micros);
  }

  static StatefulRedisConnection<String, String> connect(RedisClient client, int port) {
    return client.connect(io.lettuce.core.RedisURI.create("127.0.0.1", port));
  }

  /** What happened since an earlier reading; the readings themselves left out. */
  RedisCounters since(RedisCounters earlier) {
    Map<String, Long> c = new TreeMap<>();
    Map<String, Long> m = new TreeMap<>();
    calls.forEach(
        (name, n) -> {
          long more = n - earlier.calls.getOrDefault(name, 0L);
          if (more > 0 && !name.equals("info")) {
            c.put(name, more);
            m.put(name, micros.getOrDefault(name, 0L) - earlier.micros.getOrDefault(name, 0L));
          }
        });
    return new RedisCounters(c, m);
  }

  /** All commands, those inside scripts and the scripts themselves counted. */
  long commands() {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  long scripts() {
    return calls.getOrDefault("fcall", 0L) + calls.getOrDefault("evalsha", 0L);
  }

  /** Time inside scripts, microseconds. */
  long scriptMicros() {
    return micros.getOrDefault("fcall", 0L) + micros.getOrDefault("evalsha", 0L);
  }
}
