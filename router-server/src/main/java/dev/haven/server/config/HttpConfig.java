package dev.haven.server.config;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.haven.server.config.RedisConfig.Durability;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The public door. Ranges and sentences stand in {@code config/haven.yaml}.
 *
 * @param port 0 takes any free port
 * @param publicUrl where the world reaches this door; null until something needs it
 * @param allowedHosts names a request's {@code Host} may carry, without port; empty allows any,
 *     except that development then allows loopback names only
 * @param transport what the event loops wait with
 * @param spin whether they may look for replies of the store before they sleep
 * @param warmUp how long a starting node rehearses at most before it is ready; zero for not at all
 * @param trustedProxies whose word on a sender's address is taken
 * @param allowedOrigins pages whose scripts may open a desktop, beside the public URL's own
 */
public record HttpConfig(
    String host,
    int port,
    @Nullable URI publicUrl,
    List<String> allowedHosts,
    List<String> allowedOrigins,
    List<Network> trustedProxies,
    int eventLoops,
    LoopTransport transport,
    boolean spin,
    int maxConnections,
    int maxBodyBytes,
    Duration headWithin,
    Duration bodyWithin,
    Duration idleFor,
    Duration holdWebhooksFor,
    int badSignaturesPerMinute,
    int requestsPerSecond,
    Duration notReadyBeforeStop,
    Duration stopWithin,
    Duration warmUp) {

  /** How event loops wait for their sockets. */
  public enum LoopTransport {
    /** {@link #EPOLL} where the system has it, else {@link #NIO}. */
    AUTO,
    /** The JDK's own, on every system. */
    NIO,
    /** Linux. */
    EPOLL,
    /** Linux 5.9 or newer, where it is allowed. */
    IO_URING;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whether event loops look for replies before they sleep: not where that takes all cores, nor
   * where replies wait for a disk or for replicas (ADR 22).
   */
  public boolean spins(int processors, Durability durability) {
    return spin && processors > eventLoops && durability == Durability.PROCESS;
  }

  HttpConfig withPort(int newPort) {
    return new HttpConfig(
        host,
        newPort,
        publicUrl,
        allowedHosts,
        allowedOrigins,
        trustedProxies,
        eventLoops,
        transport,
        spin,
        maxConnections,
        maxBodyBytes,
        headWithin,
        bodyWithin,
        idleFor,
        holdWebhooksFor,
        badSignaturesPerMinute,
        requestsPerSecond,
        notReadyBeforeStop,
        stopWithin,
        warmUp);
  }

  /** The same door for nobody but the node itself: any free port of loopback. */
  HttpConfig onLoopback() {
    return new HttpConfig(
        "127.0.0.1",
        0,
        null,
        List.of(),
        List.of(),
        List.of(),
        1,
        transport,
        spin,
        maxConnections,
        maxBodyBytes,
        headWithin,
        bodyWithin,
        idleFor,
        holdWebhooksFor,
        badSignaturesPerMinute,
        1_000_000,
        Duration.ZERO,
        ofSeconds(2),
        Duration.ZERO);
  }

  static HttpConfig read(Block block) {
    HttpConfig config =
        new HttpConfig(
            block.text("host", "127.0.0.1", Forms.HOST, Forms.HOST_RANGE),
            block.integer("port", 8080, 0, 65_535),
            Forms.url(block, "publicUrl"),
            block.textList("allowedHosts", List.of(), Forms.HOST, Forms.HOST_RANGE),
            block.textList("allowedOrigins", List.of(), Forms.ORIGIN, Forms.ORIGIN_RANGE),
            networks(block, "trustedProxies"),
            block.integer("eventLoops", 1, 1, 64),
            block.choice(
                "transport", LoopTransport.AUTO, LoopTransport.values(), LoopTransport::wireName),
            block.flag("spin", true),
            block.integer("maxConnections", 20_000, 10, 1_000_000),
            block.integer("maxBodyBytes", 262_144, 1_024, 26_214_400),
            block.duration("headWithin", ofSeconds(10), ofSeconds(1), ofSeconds(60)),
            block.duration("bodyWithin", ofSeconds(20), ofSeconds(1), ofSeconds(300)),
            block.duration("idleFor", ofSeconds(60), ofSeconds(1), ofMinutes(60)),
            block.duration("holdWebhooksFor", ofSeconds(10), Duration.ZERO, ofSeconds(30)),
            block.integer("badSignaturesPerMinute", 30, 1, 100_000),
            block.integer("requestsPerSecond", 20_000, 1, 1_000_000),
            block.duration("notReadyBeforeStop", ofSeconds(5), Duration.ZERO, ofSeconds(60)),
            block.duration("stopWithin", ofSeconds(25), ofSeconds(1), ofMinutes(10)),
            block.duration("warmUp", ofSeconds(8), Duration.ZERO, ofSeconds(30)));
    block.done();
    return config;
  }

  private static List<Network> networks(Block block, String key) {
    List<Network> networks = new ArrayList<>();
    for (String text : block.textList(key, List.of(), Block.ANY, Network.RANGE)) {
      Network network = Network.parse(text);
      if (network == null) {
        block.problem(key, "'" + text + "' is not " + Network.RANGE);
      } else {
        networks.add(network);
      }
    }
    return List.copyOf(networks);
  }
}
