package dev.haven.match;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads lanes and profiles back from their definitions. */
public final class Definitions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Definitions() {}

  public static Lane lane(String definition) {
    JsonNode node = parse(definition);
    return new Lane(
        node.path("queue").asText(),
        channel(node.path("channel").asText()),
        node.path("language").asText(),
        skills(node.path("skills")));
  }

  public static Profile profile(String definition) {
    JsonNode node = parse(definition);
    return new Profile(
        texts(node.path("queues")),
        texts(node.path("languages")),
        skills(node.path("skills")),
        texts(node.path("channels")).stream().map(Definitions::channel).toList());
  }

  private static JsonNode parse(String definition) {
    try {
      return JSON.readTree(definition);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a definition in the catalogue is not JSON: " + definition, e);
    }
  }

  private static Channel channel(String name) {
    return Channel.ofWireName(name)
        .orElseThrow(() -> new IllegalArgumentException("no such channel: " + name));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }

  private static Map<String, Integer> skills(JsonNode object) {
    Map<String, Integer> skills = new HashMap<>();
    object.fields().forEachRemaining(e -> skills.put(e.getKey(), e.getValue().asInt()));
    return skills;
  }
}
