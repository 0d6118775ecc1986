package dev.haven.adapter.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Requests;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundReader;
import dev.haven.channel.Secret;
import dev.haven.channel.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** While a secret is being changed the sender still uses the old one: both are believed. */
@NullUnmarked
class RotationTest {
  static Stream<Path> samples() throws IOException {
    return Files.list(Path.of("src/test/resources/vectors")).sorted();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldBelieveTheOldSecretBehindTheNewOne(Path file) throws IOException {
    JsonNode document = Json.read(Files.readAllBytes(file));
    String provider = Json.text(document, "provider");
    List<String> refused = new ArrayList<>();
    for (JsonNode node : document.path("vectors")) {
      Vector vector = new Vector(node, provider);
      EndpointConfig endpoint = vector.endpoint();
      if (endpoint.secret().isEmpty() || !accepts(vector, endpoint)) {
        continue;
      }
      if (!accepts(vector, rotated(endpoint))) {
        refused.add(vector.id());
      }
    }
    assertThat(refused).isEmpty();
  }

  private static boolean accepts(Vector vector, EndpointConfig endpoint) {
    for (AdapterFactory factory : ServiceLoader.load(AdapterFactory.class)) {
      if (factory.name().equals(vector.provider())) {
        InboundReader reader = (InboundReader) factory.create(endpoint, Requests.offline());
        return reader.verify(vector.request(), vector.now()) instanceof Verdict.Accepted;
      }
    }
    throw new AssertionError("no adapter " + vector.provider());
  }

  /** Each secret with another one before it, of the same form. */
  private static EndpointConfig rotated(EndpointConfig e) {
    Map<String, Secret> secrets = new HashMap<>();
    e.secret()
        .forEach(
            (name, secret) -> {
              List<String> values = new ArrayList<>();
              // Certificates are found by their address, there is no newer one.
              if (!name.startsWith("certificates.")) {
                values.add(other(secret.newest()));
              }
              values.addAll(secret.values());
              secrets.put(name, Secret.of(values));
            });
    return new EndpointConfig(
        e.id(),
        e.workspace(),
        e.adapter(),
        e.channel(),
        e.publicUrl(),
        e.apiBaseUrl(),
        e.config(),
        secrets);
  }

  /** Letters and digits in the middle of it are moved by one; what stands around them is kept. */
  private static String other(String secret) {
    StringBuilder text = new StringBuilder(secret);
    int from = secret.startsWith("whsec_") || secret.startsWith("whpk_") ? 8 : 0;
    for (int i = Math.max(from, text.length() / 2 - 4); i < text.length() / 2; i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        text.setCharAt(i, c == 'b' ? 'c' : 'b');
      }
    }
    return text.length() < 2 ? secret + "b" : text.toString();
  }
}
