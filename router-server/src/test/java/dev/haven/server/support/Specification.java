package dev.haven.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A specification of the jar, and JSON schemas made of its parts. */
public final class Specification {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private Specification(JsonNode root) {
    this.root = root;
  }

  public static Specification of(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Specification.class.getResourceAsStream(resource), resource)) {
      Object loaded = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return new Specification(JSON.valueToTree(loaded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode root() {
    return root;
  }

  /** The node itself, or what it refers to. */
  public JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
  }

  /** The schema at that node, with the specification's components within reach. */
  public JsonSchema schema(JsonNode node) {
    ObjectNode schema = node.deepCopy();
    schema.set("components", root.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }
}
