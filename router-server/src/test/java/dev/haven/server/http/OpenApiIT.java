package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import dev.haven.channel.Address;
import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactKind;
import dev.haven.contact.PersonId;
import dev.haven.flow.Directory;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.server.support.FakeAttachments;
import dev.haven.server.support.FakeReports;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.server.support.Specification;
import dev.haven.server.support.TestDoors;
import dev.haven.time.RouterClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks the specification and calls every operation, good and bad, as every role and as nobody. */
class OpenApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Specification SPEC = Specification.of("/api/openapi.yaml");
  private static final String CONTACT = "c1";
  private static TestDoors doors;
  private static int keys;

  /** One operation of the specification. */
  record Operation(String method, String path, JsonNode node) {
    @Override
    public String toString() {
      return method + " " + path;
    }

    boolean allows(Role role) {
      Set<String> roles = new HashSet<>();
      node.path("x-roles").forEach(r -> roles.add(r.asText()));
      return roles.contains(role.wireName());
    }

    JsonNode example(String name) {
      JsonNode example =
          node.at("/requestBody/content/application~1json/examples/" + name + "/value").deepCopy();
      if (name.equals("good") && example.has("dueAt")) {
        // A date that is written down is past some day.
        ((ObjectNode) example).put("dueAt", Instant.now().plusSeconds(86_400).toString());
      }
      return example;
    }
  }

  @BeforeAll
  static void open() throws Exception {
    doors = new TestDoors();
    doors.contacts.receive(TestDoors.MAIN, arrival("token:integrator-1"));
    doors.contacts.give(TestDoors.MAIN, CONTACT, "navigator-1");
    doors.directory.putNavigator(
        TestDoors.MAIN, Navigator.development(new NavigatorId("navigator-1")));
    doors.directory.putPerson(
        TestDoors.MAIN,
        new Directory.Person(
            new PersonId("p-1"),
            "patient",
            null,
            List.of(),
            List.of(),
            null,
            null,
            null,
            List.of(),
            null));
  }

  @AfterAll
  static void close() throws Exception {
    doors.close();
  }

  private static Arrival arrival(String source) {
    return new Arrival(
        source,
        null,
        "00",
        Channel.CHAT,
        new Address("a"),
        null,
        null,
        null,
        "text",
        null,
        null,
        Map.of(),
        null,
        false,
        false,
        false,
        null,
        null,
        ContactKind.INBOUND,
        null);
  }

  static List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    SPEC.root()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (method.getValue().has("operationId")) {
                            all.add(
                                new Operation(
                                    method.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    method.getValue()));
                          }
                        }));
    return all;
  }

  private static String path(Operation operation) {
    String id =
        operation.path().startsWith("/people")
            ? "p-1"
            : operation.path().startsWith("/navigators") ? "navigator-1" : CONTACT;
    return "/api/v1" + operation.path().replace("{id}", id).replace("{n}", FakeAttachments.N);
  }

  private static Answer call(Operation operation, String path, String token, JsonNode body)
      throws IOException {
    byte[] bytes =
        body.isMissingNode() ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    String head =
        operation.method()
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
            + (bytes.length == 0 ? "" : "Content-Type: application/json\r\n")
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n";
    try (RawClient client = doors.client()) {
      return client.send(head).send(bytes).answer();
    }
  }

  private static void conforms(Operation operation, Answer answer) throws IOException {
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    String status = Integer.toString(answer.status());
    JsonNode responses = operation.node().path("responses");
    JsonNode response =
        SPEC.resolve(responses.has(status) ? responses.path(status) : responses.path("default"));
    if (!responses.has(status)) {
      assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).isEmpty();
      return;
    }
    String type = content.fieldNames().next();
    if (type.equals("*/*")) {
      assertThat(answer.header("content-disposition")).startsWith("attachment;");
      assertThat(answer.header("content-security-policy")).contains("sandbox");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      return;
    }
    assertThat(answer.header("content-type")).isEqualTo(type);
    Set<ValidationMessage> wrong =
        SPEC.schema(content.path(type).path("schema")).validate(JSON.readTree(answer.body()));
    assertThat(wrong).as(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldTakeNullWhereTheSpecificationDoes(Operation operation) throws IOException {
    JsonNode good = operation.example("good");
    JsonNode schema =
        SPEC.resolve(operation.node().at("/requestBody/content/application~1json/schema"));
    Role role = Stream.of(Role.values()).filter(operation::allows).findFirst().orElseThrow();
    String token = TestDoors.token(role.wireName() + "-1", role);
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      ObjectNode body = good.deepCopy();
      body.putNull(member.getKey());
      agree(operation, schema, token, body);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "createContact; personId; \"a b\"",
        "createContact; idempotencyKey; \"a b\"",
        "createContact; idempotencyKey; \"\"",
        "createContact; attributes; {\"a\": null}",
        "createContact; attributes; {\"\": \"a\"}",
        "createOutreach; attempts; {\"channels\": null}",
        "putPerson; designatedNavigatorId; \"a b\"",
        "putPerson; consents; [{\"purpose\": \"A\", \"granted\": true, \"at\": \"2026-01-01T00:00:00Z\"}]",
        "putNavigator; standIn; \"a b\"",
        "putNavigator; capacity; {\"chat\": null}",
        "putNavigator; capacity; {\"pigeon\": 1}",
        "putNavigator; skills; {\"a b\": 1}",
        "putNavigator; skills; {\"a\": null}",
        "putNavigator; queues; [\"*\", \"a\"]",
        "putNavigator; queues; [\"**\"]"
      })
  void shouldTakeWhatTheSpecificationDoes(String id, String member, String value)
      throws IOException {
    Operation operation =
        operations().stream()
            .filter(o -> o.node().path("operationId").asText().equals(id))
            .findFirst()
            .orElseThrow();
    JsonNode schema =
        SPEC.resolve(operation.node().at("/requestBody/content/application~1json/schema"));
    Role role = Stream.of(Role.values()).filter(operation::allows).findFirst().orElseThrow();
    ObjectNode body = operation.example("good").deepCopy();
    body.set(member, JSON.readTree(value));
    agree(operation, schema, TestDoors.token(role.wireName() + "-1", role), body);
  }

  /** The schema and the server say the same of a body. */
  private static void agree(Operation operation, JsonNode schema, String token, ObjectNode body)
      throws IOException {
    if (body.path("idempotencyKey").isTextual()
        && body.path("idempotencyKey").asText().length() > 1) {
      body.put("idempotencyKey", body.path("idempotencyKey").asText() + (keys++));
    }
    Answer answer = call(operation, path(operation), token, body);
    assertThat(answer.status() == 422)
        .as("%s: %s", body, answer.body())
        .isNotEqualTo(SPEC.schema(schema).validate(body).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/openapi.yaml", "/api/asyncapi.yaml"})
  void shouldQuoteWhatOlderYamlTakesForTrueOrFalse(String resource) throws IOException {
    try (InputStream in = Objects.requireNonNull(OpenApiIT.class.getResourceAsStream(resource))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("/{n}", "");
      assertThat(
              Pattern.compile(
                      "(^ *|[{,\\[] *|[-:] +)(on|off|yes|no|y|n) *([:,}\\]]|$)", Pattern.MULTILINE)
                  .matcher(text)
                  .results()
                  .map(MatchResult::group))
          .isEmpty();
    }
  }

  @Test
  void shouldServeTheSpecification() throws IOException {
    try (RawClient client = doors.client()) {
      Answer answer =
          client.send("GET /api/openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).startsWith("openapi: 3.1.0");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldAnswerAGoodCallOfEachRoleAsTheTableSays(Operation operation) throws IOException {
    for (Role role : Role.values()) {
      if (operation.method().equals("DELETE") && operation.allows(role)) {
        doors.directory.putNavigator(
            TestDoors.MAIN, Navigator.development(new NavigatorId("navigator-1")));
      }
      String token = TestDoors.token(role.wireName() + "-1", role);
      Answer answer = call(operation, path(operation), token, operation.example("good"));
      if (operation.allows(role)) {
        assertThat(answer.status()).as("%s: %s", role, answer.body()).isBetween(200, 204);
      } else {
        assertThat(answer.status()).as("%s", role).isEqualTo(403);
        assertThat(answer.body()).contains("role-forbidden");
      }
      conforms(operation, answer);
    }
    doors.directory.putNavigator(
        TestDoors.MAIN, Navigator.development(new NavigatorId("navigator-1")));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldRefuseABadBody(Operation operation) throws IOException {
    JsonNode bad = operation.example("bad");
    if (bad.isMissingNode()) {
      return;
    }
    for (Role role : Role.values()) {
      if (operation.allows(role)) {
        String token = TestDoors.token(role.wireName() + "-1", role);
        Answer answer = call(operation, path(operation), token, bad);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(JSON.readTree(answer.body()).path("errors")).isNotEmpty();
        conforms(operation, answer);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldRefuseNobodyAndForeignWorkspacesAndOthersResources(Operation operation)
      throws IOException {
    JsonNode good = operation.example("good");
    Answer nobody = call(operation, path(operation), null, good);
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.header("www-authenticate")).startsWith("Bearer");
    conforms(operation, nobody);
    for (Role role : Role.values()) {
      if (operation.allows(role) && operation.path().startsWith("/contacts/{id}")) {
        String foreign = TestDoors.token(role.wireName() + "-1", role, "other");
        assertThat(call(operation, path(operation), foreign, good).status()).isEqualTo(404);
        if (role != Role.SUPERVISOR) {
          String other = TestDoors.token("somebody-else", role);
          assertThat(call(operation, path(operation), other, good).status()).isEqualTo(404);
        }
      }
    }
  }

  @Test
  void shouldNameEveryRouteOfTheTableAndNoOther() {
    // given the two lists of operations
    Stream<String> specified =
        operations().stream()
            .map(
                o ->
                    o.method()
                        + " "
                        + o.path().substring(1).replace("{id}", "*").replace("{n}", "*")
                        + " "
                        + rolesOf(o));
    ContactsApi contacts =
        new ContactsApi(
            doors.contacts, doors.hold(), 1, new FakeAttachments(), RouterClock.system());
    RestDoor door =
        new RestDoor(
            new Auth(
                new Tokens(TestDoors.RULES, new SharedKey(TestDoors.KEY), () -> 0),
                Attempts.of(new TokenBuckets(1, 1, 1, () -> 0), () -> 0)),
            new TokenBuckets(1, 1, 1, () -> 0),
            contacts,
            new ReportsApi(contacts, new FakeReports(), 1),
            doors.directoryApi(),
            new PeopleApi(doors.directory, new FakeAttachments(), 1, RouterClock.system()),
            doors.deskApi(),
            doors.setupApi());
    List<String> served = new ArrayList<>();
    door.routes()
        .all()
        .forEach(
            r ->
                served.add(
                    r.method().name()
                        + " "
                        + r.shape()
                        + " "
                        + r.roles().stream().map(Role::wireName).sorted().toList()));
    assertThat(specified).containsExactlyInAnyOrderElementsOf(served);
  }

  private static List<String> rolesOf(Operation operation) {
    return Stream.of(Role.values()).filter(operation::allows).map(Role::wireName).sorted().toList();
  }
}
