package dev.haven.adapter.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.AnswersFrames;
import dev.haven.adapter.support.Json;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.Headers;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.InboundReader;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookAdapter;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Runs vector files through the adapters with an injected clock, no server and no network.
 *
 * <p>For each vector one JSON line {@code {"file", "id", "pass", "why"}}, at the end one line
 * {@code {"passed", "failed", "unsupported"}}. A vector is unsupported when there is no adapter of
 * its provider's name.
 */
public final class VectorRunner {
  private final Map<String, AdapterFactory> factories = new LinkedHashMap<>();
  private int passed;
  private int failed;
  private int unsupported;

  private VectorRunner() {
    ServiceLoader.load(AdapterFactory.class).forEach(one -> factories.put(one.name(), one));
  }

  /**
   * Runs these files and prints the lines.
   *
   * @return whether no vector failed; unsupported ones did not fail
   * @throws IOException when a file cannot be read
   */
  public static boolean run(List<Path> files, PrintStream out) throws IOException {
    VectorRunner runner = new VectorRunner();
    for (Path file : files) {
      runner.runFile(file, out);
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("passed", runner.passed);
    summary.put("failed", runner.failed);
    summary.put("unsupported", runner.unsupported);
    print(summary, out);
    return runner.failed == 0;
  }

  private void runFile(Path file, PrintStream out) throws IOException {
    String name = String.valueOf(file.getFileName());
    JsonNode document = Json.read(Files.readAllBytes(file));
    if (document == null || !document.path("vectors").isArray()) {
      report(name, "", "the file is a JSON object with a list 'vectors'", out);
      return;
    }
    String provider = Json.filled(document, "provider");
    if (provider == null) {
      provider = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    }
    Map<String, Vector> byId = new LinkedHashMap<>();
    for (JsonNode node : document.path("vectors")) {
      Vector vector = new Vector(node, provider);
      byId.put(vector.id(), vector);
    }
    for (Vector vector : byId.values()) {
      runVector(name, vector, byId, out);
    }
  }

  private void runVector(String file, Vector vector, Map<String, Vector> byId, PrintStream out) {
    AdapterFactory factory = factories.get(vector.provider());
    if (factory == null) {
      unsupported++;
      print(
          line(file, vector.id(), false, "unsupported: no adapter '" + vector.provider() + "'"),
          out);
      return;
    }
    String why;
    try {
      Memory memory = new Memory();
      why = before(vector, byId, factory, memory);
      if (why.isEmpty()) {
        why = Comparison.of(drive(vector, factory, memory), vector);
      }
    } catch (RuntimeException e) {
      why = "threw " + e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    report(file, vector.id(), why, out);
  }

  private String before(
      Vector vector, Map<String, Vector> byId, AdapterFactory factory, Memory memory) {
    String first = vector.duplicateOf();
    if (first == null) {
      return "";
    }
    Vector original = byId.get(first);
    if (original == null) {
      return "duplicateOf names no vector of this file";
    }
    drive(original, factory, memory);
    return "";
  }

  private static Outcome drive(Vector vector, AdapterFactory factory, Memory memory) {
    List<HttpCall> calls = new ArrayList<>();
    AdapterContext context =
        AdapterContext.of(
            call -> {
              calls.add(call);
              return Future.succeededFuture(
                  new HttpAnswer(200, Headers.none(), "{}".getBytes(StandardCharsets.UTF_8)));
            },
            vector::now);
    ChannelAdapter adapter = factory.create(vector.endpoint(), context);
    if (!(adapter instanceof InboundReader reader)) {
      throw new IllegalStateException("this adapter reads no requests");
    }
    RawRequest request = vector.request();
    Instant now = vector.now();
    Verdict verdict = memory.claim(reader.verify(request, now), request);
    if (!(verdict instanceof Verdict.Accepted)) {
      return new Outcome(verdict, null, false, refusal(reader, verdict), List.of(), calls);
    }
    ParseResult result = reader.parse(request, now);
    boolean repeated = memory.knows(result);
    Acceptance acceptance = new Acceptance(List.of("contact-1"), true, 1, null, "en", repeated);
    WebhookReply reply =
        reader instanceof WebhookAdapter webhook ? webhook.acknowledge(result, acceptance) : null;
    List<Map<String, Object>> answers =
        reader instanceof AnswersFrames codec ? codec.answers(request) : List.of();
    Outcome outcome = new Outcome(verdict, result, repeated, reply, answers, calls);
    CallPort port = adapter.calls();
    if (port != null) {
      for (CallRef call : outcome.heldCalls()) {
        port.hold(call, new HoldPlan("en", 1, null));
      }
    }
    if (result instanceof ParseResult.Handshake handshake && handshake.call() != null) {
      calls.add(handshake.call());
    }
    for (InboundSystem system : outcome.systems()) {
      if (system.call() != null) {
        calls.add(system.call());
      }
    }
    return outcome;
  }

  private static @Nullable WebhookReply refusal(InboundReader reader, Verdict verdict) {
    return reader instanceof WebhookAdapter webhook && verdict instanceof Verdict.Refused refused
        ? webhook.refuse(refused)
        : null;
  }

  private void report(String file, String id, String why, PrintStream out) {
    if (why.isEmpty()) {
      passed++;
    } else {
      failed++;
    }
    print(line(file, id, why.isEmpty(), why), out);
  }

  private static Map<String, Object> line(String file, String id, boolean pass, String why) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", file);
    line.put("id", id);
    line.put("pass", pass);
    line.put("why", why);
    return line;
  }

  private static void print(Map<String, Object> line, PrintStream out) {
    out.println(new String(Json.write(line), StandardCharsets.UTF_8));
  }
}
