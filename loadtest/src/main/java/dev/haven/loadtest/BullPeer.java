package dev.haven.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * BullMQ, in a Node process that loads it ({@code peers/bullmq.mjs}), on a Redis of its own. What
 * the library does is done in that process: its processor time is the client's.
 */
final class BullPeer implements Peer {
  private final ObjectMapper json = new ObjectMapper();
  private final Stage.Redis redis;
  private final Process node;
  private final BufferedReader answers;
  private final Writer plans;

  /**
   * @param folder where {@code bullmq.mjs} stands and its packages are installed
   */
  BullPeer(Stage stage, Stage.Redis redis, Path folder, int workers) {
    this.redis = redis;
    try {
      this.node =
          new ProcessBuilder(
                  List.of(
                      "node",
                      folder.resolve("bullmq.mjs").toAbsolutePath().toString(),
                      Integer.toString(redis.port()),
                      Integer.toString(workers)))
              .redirectError(stage.folder().resolve("bullmq.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(node::destroyForcibly));
      this.answers = node.inputReader(StandardCharsets.UTF_8);
      this.plans = new OutputStreamWriter(node.getOutputStream(), StandardCharsets.UTF_8);
      answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "BullMQ";
  }

  @Override
  public Result run(Plan plan) {
    RedisCounters before = RedisCounters.read(redis.connection());
    long cpu = Machine.cpuMicros(redis.process().pid());
    try {
      plans.write(
          json.writeValueAsString(
                  json.createObjectNode()
                      .put("rate", plan.ratePerSecond())
                      .put("underWay", plan.underWay())
                      .put("seconds", plan.seconds()))
              + '\n');
      plans.flush();
      JsonNode said = answer();
      return result(
          said,
          Machine.cpuMicros(redis.process().pid()) - cpu,
          RedisCounters.read(redis.connection()).since(before));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the Node process with BullMQ ended; its words are in bullmq.log");
    }
    return json.readTree(line);
  }

  private static Result result(JsonNode said, long redisMicros, RedisCounters counters) {
    Histogram all = new Histogram(Run.MOST_LATENCY, 3);
    Histogram[] byTier = new Histogram[Mix.TIERS.length];
    for (int i = 0; i < byTier.length; i++) {
      byTier[i] = new Histogram(Run.MOST_LATENCY, 3);
    }
    int notOffered = 0;
    int number = 0;
    for (JsonNode one : said.path("micros")) {
      double micros = one.asDouble();
      if (micros < 0) {
        notOffered++;
      } else {
        long nanos = Math.min(Run.MOST_LATENCY, (long) (micros * 1000));
        all.recordValue(nanos);
        byTier[Mix.USUAL.tier(number)].recordValue(nanos);
      }
      number++;
    }
    return new Result(
        all,
        byTier,
        List.of(),
        said.path("sent").asInt(),
        Math.max(1, said.path("done").asInt()),
        notOffered,
        (int) Math.max(0, all.getTotalCount() - said.path("done").asInt()),
        said.path("dup").asInt(),
        0,
        new int[Mix.TIERS.length],
        said.path("errors").asInt(),
        said.path("seconds").asDouble(),
        0,
        redisMicros,
        said.path("cpuMicros").asLong(),
        counters);
  }

  @Override
  public void close() {
    node.destroy();
  }
}
