package dev.haven.loadtest;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Loads a development node that already runs on this machine. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Loads a running development node; needs its data folder for tokens.")
final class LoadCommand implements Callable<Integer> {
  @Option(names = "--port", required = true, description = "The node's HTTP port.")
  private int port;

  @Option(names = "--data", required = true, description = "The node's data folder.")
  private Path data = Path.of(".");

  @Option(names = "--redis", required = true, description = "URI of its Redis, for the counters.")
  private String redis = "";

  @Option(names = "--pid", defaultValue = "0", description = "The node's process, for CPU time.")
  private long pid;

  @Option(names = "--redis-pid", defaultValue = "0", description = "Its Redis' process.")
  private long redisPid;

  @Option(names = "--navigators", defaultValue = "200", description = "(${DEFAULT-VALUE}).")
  private int navigators;

  @Option(names = "--rate", defaultValue = "0", description = "Open loop at that rate a second.")
  private int rate;

  @Option(names = "--under-way", defaultValue = "1", description = "Closed loop without --rate.")
  private int underWay;

  @Option(names = "--seconds", defaultValue = "10", description = "(${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm",
      defaultValue = "0",
      description = "Warm-up that is not counted, s (${DEFAULT-VALUE}).")
  private int warm;

  @Option(names = "--timeline", description = "Prints every second by itself.")
  private boolean timeline;

  @Option(names = "--webhook", description = "Signed Standard Webhooks instead of REST.")
  private boolean webhook;

  @Override
  public Integer call() {
    Vertx vertx = Vertx.vertx();
    RedisClient client = RedisClient.create(RedisURI.create(redis));
    try {
      Target target = new Target("haven", port, Tokens.of(data), pid, redisPid, client.connect());
      try (Driver driver = new Driver(vertx, target, navigators, webhook)) {
        Plan plan = plan(seconds);
        if (warm > 0) {
          driver.run(plan(warm));
        }
        Result result = driver.run(plan);
        System.out.println(plan + (webhook ? ", webhooks" : ""));
        System.out.println(result.line());
        System.out.print(result.tiers());
        if (timeline) {
          System.out.print(result.timeline());
        }
        return result.wrong() == 0 ? 0 : 1;
      }
    } finally {
      client.shutdown();
      vertx.close();
    }
  }

  private Plan plan(int forSeconds) {
    return rate > 0 ? Plan.open(rate, forSeconds) : Plan.closed(underWay, forSeconds);
  }
}
