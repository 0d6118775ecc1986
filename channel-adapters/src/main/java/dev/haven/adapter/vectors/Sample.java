package dev.haven.adapter.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.Headers;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A request of a vector file that its adapter accepts, to be verified and parsed as often as one
 * likes. The adapter reaches no network: whatever it asks is answered by an empty object.
 *
 * @param now when the request came
 */
public record Sample(InboundReader adapter, RawRequest request, Instant now) {
  /**
   * Those of a file that are accepted, each with an adapter of its own endpoint, in the file's
   * order.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it is no vector file or there is no such adapter
   */
  public static List<Sample> accepted(Path file) throws IOException {
    JsonNode document = Json.read(Files.readAllBytes(file));
    String provider = document == null ? null : Json.filled(document, "provider");
    if (document == null || provider == null) {
      throw new IllegalArgumentException("not a vector file with a provider: " + file);
    }
    AdapterFactory factory = factory(provider);
    List<Sample> samples = new ArrayList<>();
    for (JsonNode node : document.path("vectors")) {
      Vector vector = new Vector(node, provider);
      AdapterContext context =
          AdapterContext.of(
              call ->
                  Future.succeededFuture(
                      new HttpAnswer(200, Headers.none(), "{}".getBytes(StandardCharsets.UTF_8))),
              vector::now);
      if (factory.create(vector.endpoint(), context) instanceof InboundReader reader) {
        Sample sample = new Sample(reader, vector.request(), vector.now());
        if (sample.verify() instanceof Verdict.Accepted) {
          samples.add(sample);
        }
      }
    }
    return List.copyOf(samples);
  }

  private static AdapterFactory factory(String provider) {
    for (AdapterFactory one : ServiceLoader.load(AdapterFactory.class)) {
      if (one.name().equals(provider)) {
        return one;
      }
    }
    throw new IllegalArgumentException("no adapter '" + provider + "'");
  }

  public Verdict verify() {
    return adapter.verify(request, now);
  }

  public ParseResult parse() {
    return adapter.parse(request, now);
  }
}
