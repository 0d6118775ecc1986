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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The directory of persons, sealed at rest. */
final class People {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Shelf shelf;
  private final Words words;
  private final Identity identity;

  People(Shelf shelf, Words words, Identity identity) {
    this.shelf = shelf;
    this.words = words;
    this.identity = identity;
  }

  /**
   * What routing needs of a person.
   *
   * @param id by which the directory knows them; another than was asked for when they were merged
   * @param name as the directory knows it; for the navigator, never for routing
   * @param thermometer last Distress Thermometer, -1 for none
   * @param tries when they came of late
   */
  record Known(
      @Nullable PersonId id,
      @Nullable String name,
      @Nullable String language,
      @Nullable String designated,
      String programme,
      String kind,
      int thermometer,
      Tries tries) {
    static final Known NOBODY = new Known(null, null, null, null, "", "", -1, Tries.NONE);

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
    Future<Optional<Directory.Person>> found = person(workspace, id);
    Future<Tries> tries = shelf.tries(workspace, id.value()).map(Tries::of);
    return Future.all(found, tries).map(both -> known(found.result().orElse(null), tries.result()));
  }

  private static Known known(Directory.@Nullable Person p, Tries tries) {
    if (p == null) {
      return new Known(null, null, null, null, "", "", -1, tries);
    }
    return new Known(
        p.id(),
        p.name(),
        p.languages().stream().filter(Languages::isCode).findFirst().orElse(null),
        p.designatedNavigator() == null ? null : p.designatedNavigator().value(),
        p.programme() == null ? "" : p.programme(),
        p.kind(),
        p.distressThermometer() == null ? -1 : p.distressThermometer().value(),
        tries);
  }

  /**
   * What stands under an id.
   *
   * @param alias the person they were found to be; null for none
   * @param added addresses which that person has from this one
   */
  record Entry(Directory.Person person, @Nullable PersonId alias, List<String> added) {}

  Future<Optional<Entry>> entry(WorkspaceId workspace, PersonId id) {
    return shelf
        .person(workspace, id.value())
        .map(kept -> kept.map(s -> entry(id, words.openText(workspace, id.value(), "person", s))));
  }

  private static Entry entry(PersonId id, String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node.has("alias")
          ? new Entry(
              read(id, node.path("former").toString()),
              new PersonId(node.path("alias").asText()),
              texts(node.path("added")))
          : new Entry(read(id, json), null, List.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a person's entry is not what this version writes", e);
    }
  }

  /** The person of an id, or whom they were found to be. */
  private Future<Optional<Directory.Person>> person(WorkspaceId workspace, PersonId id) {
    return entry(workspace, id)
        .compose(
            found -> {
              PersonId alias = found.map(Entry::alias).orElse(null);
              return alias == null
                  ? Future.succeededFuture(found.map(Entry::person))
                  : entry(workspace, alias).map(other -> other.map(Entry::person));
            });
  }

  /** Keeps an entry that points at another person. */
  Future<Void> point(
      WorkspaceId workspace, Directory.Person gone, PersonId alias, List<String> added) {
    ObjectNode node = JSON.createObjectNode();
    node.put("alias", alias.value());
    array(node.putArray("added"), added);
    try {
      node.set("former", JSON.readTree(write(gone)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a person's entry is always JSON", e);
    }
    return shelf.putPerson(
        workspace,
        gone.id().value(),
        words.sealText(workspace, gone.id().value(), "person", node.toString()));
  }

  Future<Optional<Directory.Person>> find(WorkspaceId workspace, PersonId id) {
    return person(workspace, id)
        .compose(
            person ->
                person.isEmpty()
                    ? Future.succeededFuture(person)
                    : consents(workspace, person.get()).map(Optional::of));
  }

  /** The directory's entry with what was said since, by the person or at one of their addresses. */
  private Future<Directory.Person> consents(WorkspaceId workspace, Directory.Person person) {
    List<Future<Map<String, String>>> kept = new ArrayList<>();
    kept.add(shelf.consents(workspace, person.id().value()));
    person
        .addresses()
        .forEach(a -> kept.add(shelf.consents(workspace, identity.address(workspace, a))));
    return Future.all(kept)
        .map(
            all -> {
              Map<String, String> own = kept.get(0).result();
              Instant stopped = Instant.MIN;
              for (Future<Map<String, String>> marks : kept) {
                Instant at = withdrawn(marks.result().get(Reaching.ALL));
                stopped = at.isAfter(stopped) ? at : stopped;
              }
              List<Directory.Consent> consents = new ArrayList<>();
              for (Map.Entry<String, String> mark : new TreeMap<>(own).entrySet()) {
                if (!mark.getKey().equals(Reaching.ALL)) {
                  consents.add(consent(mark.getKey(), mark.getValue(), stopped));
                }
              }
              return person.with(consents);
            });
  }

  private static Directory.Consent consent(String purpose, String mark, Instant stopped) {
    Instant at = Instant.ofEpochMilli(Long.parseLong(mark.substring(1)));
    boolean granted = mark.charAt(0) == 'g';
    return granted && !at.isAfter(stopped)
        ? new Directory.Consent(purpose, false, stopped)
        : new Directory.Consent(purpose, granted, at);
  }

  private static Instant withdrawn(@Nullable String mark) {
    return mark == null || mark.charAt(0) != 'w'
        ? Instant.MIN
        : Instant.ofEpochMilli(Long.parseLong(mark.substring(1)));
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
