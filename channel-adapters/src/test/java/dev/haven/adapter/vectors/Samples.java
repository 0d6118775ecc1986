package dev.haven.adapter.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Requests;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullUnmarked;

/** The vectors at hand, and what is asked of an adapter whatever comes to it. */
@NullUnmarked
final class Samples {
  private static final Map<String, AdapterFactory> FACTORIES =
      StreamSupport.stream(ServiceLoader.load(AdapterFactory.class).spliterator(), false)
          .collect(Collectors.toMap(AdapterFactory::name, Function.identity()));

  private Samples() {}

  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("vectors", "vectors-own")) {
      Path path = Path.of(System.getProperty("basedir", "."), "src/test/resources", folder);
      try (Stream<Path> found = Files.list(path)) {
        files.addAll(found.sorted().toList());
      }
    }
    return files;
  }

  static List<Vector> vectors(Path file) throws IOException {
    JsonNode document = Json.read(Files.readAllBytes(file));
    List<Vector> vectors = new ArrayList<>();
    String provider = Json.text(document, "provider");
    document.path("vectors").forEach(node -> vectors.add(new Vector(node, provider)));
    return vectors;
  }

  static InboundReader adapter(Vector vector) {
    AdapterFactory factory = FACTORIES.get(vector.provider());
    assertThat(factory).as("adapter %s", vector.provider()).isNotNull();
    return (InboundReader) factory.create(vector.endpoint(), Requests.offline());
  }

  /** Judged, read whatever the judgement is, and answered: nothing of it throws. */
  static void drive(InboundReader reader, Vector vector, RawRequest request) {
    Verdict verdict = reader.verify(request, vector.now());
    ParseResult result = reader.parse(request, vector.now());
    assertThat(result).isNotNull();
    if (reader instanceof WebhookAdapter webhook) {
      assertThat(webhook.acknowledge(result, Acceptance.stored()).status()).isBetween(200, 299);
      if (verdict instanceof Verdict.Refused refused) {
        assertThat(webhook.refuse(refused).status()).isBetween(400, 599);
      }
      assertThat(webhook.tryLater(request)).isNotNull();
    }
  }
}
