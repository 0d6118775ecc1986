package dev.haven.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.PersonId;
import dev.haven.navigator.NavigatorId;
import dev.haven.skill.Languages;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory of persons, sealed at rest. */
final class People {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Shelf shelf;
  private final Words words;

  People(Shelf shelf, Words words) {
    this.shelf = shelf;
    this.words = words;
  }

  /**
   * What routing needs of a person.
   *
   * @param name as the directory knows it; for the navigator, never for routing
   * @param thermometer last Distress Thermometer, -1 for none
   * @param tries when they came of late
   */
  record Known(
      @Nullable String name,
      @Nullable String language,
      @Nullable String designated,
      String programme,
      String kind,
      int thermometer,
      Tries tries) {
    static final Known NOBODY = new Known(null, null, null, "", "", -1, Tries.NONE);

    @Override
    public String toString() {
      return "Known[" + kind + "]";
    }
  }

  /** Nobody when no person is named, or none of that id is known. */
  Future<Known> of(WorkspaceId workspace, @Nullable PersonId id) {
    if (id == null) {
      return Future.succeededFuture(Known.NOBODY);
    }
    Future<Optional<Directory.Person>> found = find(workspace, id);
    Future<Tries> tries = shelf.tries(workspace, id.value()).map(Tries::of);
    return Future.all(found, tries).map(both -> known(found.result().orElse(null), tries.result()));
  }

  private static Known known(Directory.@Nullable Person p, Tries tries) {
    if (p == null) {
      return new Known(null, null, null, "", "", -1, tries);
    }
    return new Known(
        p.name(),
        p.languages().stream().filter(Languages::isCode).findFirst().orElse(null),
        p.designatedNavigator() == null ? null : p.designatedNavigator().value(),
        p.programme() == null ? "" : p.programme(),
        p.kind(),
        p.distressThermometer() == null ? -1 : p.distressThermometer().value(),
        tries);
  }

  Future<Optional<Directory.Person>> find(WorkspaceId workspace, PersonId id) {
    return shelf
        .person(workspace, id.value())
        .map(kept -> kept.map(s -> read(id, words.openText(workspace, id.value(), "person", s))));
  }

  Future<Directory.Person> put(WorkspaceId workspace, Directory.Person person) {
    return shelf
        .putPerson(
            workspace,
            person.id().value(),
            words.sealText(workspace, person.id().value(), "person", write(person)))
        .map(v -> person);
  }

  private static String write(Directory.Person person) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", person.kind());
    put(node, "name", person.name());
    array(node.putArray("addresses"), person.addresses());
    array(node.putArray("languages"), person.languages());
    put(node, "timeZone", person.timeZone());
    put(node, "programme", person.programme());
    put(
        node,
        "designated",
        person.designatedNavigator() == null ? null : person.designatedNavigator().value());
    ArrayNode consents = node.putArray("consents");
    person
        .consents()
        .forEach(
            c -> consents.addArray().add(c.purpose()).add(c.granted()).add(c.at().toEpochMilli()));
    if (person.distressThermometer() != null) {
      node.put("thermometer", person.distressThermometer().value());
      node.put("thermometerAt", person.distressThermometer().at().toEpochMilli());
    }
    return node.toString();
  }

  private static Directory.Person read(PersonId id, String json) {
    try {
      JsonNode node = JSON.readTree(json);
      List<Directory.Consent> consents = new ArrayList<>();
      node.path("consents")
          .forEach(
              c ->
                  consents.add(
                      new Directory.Consent(
                          c.get(0).asText(),
                          c.get(1).asBoolean(),
                          Instant.ofEpochMilli(c.get(2).asLong()))));
      String designated = text(node, "designated");
      return new Directory.Person(
          id,
          node.path("kind").asText(),
          text(node, "name"),
          texts(node.path("addresses")),
          texts(node.path("languages")),
          text(node, "timeZone"),
          text(node, "programme"),
          designated == null ? null : new NavigatorId(designated),
          consents,
          node.has("thermometer")
              ? new Directory.Thermometer(
                  node.get("thermometer").asInt(),
                  Instant.ofEpochMilli(node.get("thermometerAt").asLong()))
              : null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a person's entry is not what this version writes", e);
    }
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static void array(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? null : value.asText();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }
}
