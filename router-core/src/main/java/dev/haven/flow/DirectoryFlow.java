package dev.haven.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.PersonId;
import dev.haven.match.Profile;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Navigators, persons and queues for the doors. Called on one event loop. */
final class DirectoryFlow implements Directory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Workspaces workspaces;
  private final Transitions transitions;
  private final Shelf shelf;
  private final People people;
  private final Reaching reaching;
  private final SamePerson same;
  private final QueueWatch queues;
  private final Delivery delivery;

  DirectoryFlow(
      Workspaces workspaces,
      Transitions transitions,
      Shelf shelf,
      People people,
      Reaching reaching,
      SamePerson same,
      QueueWatch queues,
      Delivery delivery) {
    this.workspaces = workspaces;
    this.transitions = transitions;
    this.shelf = shelf;
    this.people = people;
    this.reaching = reaching;
    this.same = same;
    this.queues = queues;
    this.delivery = delivery;
  }

  @Override
  public Future<Navigator> putNavigator(WorkspaceId workspace, Navigator navigator) {
    return put(workspaces.get(workspace), navigator, false).map(v -> navigator);
  }

  /**
   * @param onlyNew leaves a known navigator as they are
   */
  Future<Void> put(Workspace workspace, Navigator navigator, boolean onlyNew) {
    return workspace
        .number(Profile.of(navigator))
        .compose(
            profile ->
                transitions.upsertNavigator(
                    workspace.id(),
                    navigator.id().value(),
                    profile,
                    navigator.capacities(),
                    write(navigator),
                    onlyNew))
        .map(
            outcome -> {
              delivery.tell(workspace.id(), outcome.notices());
              return null;
            });
  }

  @Override
  public Future<Optional<NavigatorView>> findNavigator(
      WorkspaceId workspace, NavigatorId navigator) {
    workspaces.get(workspace);
    return transitions
        .readDesktop(workspace, navigator.value())
        .map(
            reply -> {
              if (reply.get(0).equals("UNKNOWN")) {
                return Optional.empty();
              }
              List<String> contacts = new ArrayList<>();
              for (Object entry : (List<?>) reply.get(6)) {
                contacts.add(Facts.of((List<?>) ((List<?>) entry).get(0)).id().value());
              }
              String next = (String) reply.get(4);
              return Optional.of(
                  new NavigatorView(
                      read(navigator, (String) reply.get(5)),
                      (String) reply.get(3),
                      next.isEmpty() ? null : next,
                      reply.get(7).equals("1"),
                      load((String) reply.get(8)),
                      contacts));
            });
  }

  @Override
  public Future<List<NavigatorView>> navigators(WorkspaceId workspace, int most) {
    workspaces.get(workspace);
    return shelf
        .navigators(workspace)
        .compose(
            roster ->
                Future.all(
                    roster.keySet().stream()
                        .sorted(Comparator.comparing(String::length).thenComparing(id -> id))
                        .limit(most)
                        .map(id -> findNavigator(workspace, new NavigatorId(id)))
                        .toList()))
        .map(
            found ->
                found.<Optional<NavigatorView>>list().stream().flatMap(Optional::stream).toList());
  }

  @Override
  public Future<CommandResult> removeNavigator(WorkspaceId workspace, NavigatorId navigator) {
    workspaces.get(workspace);
    return transitions
        .removeNavigator(workspace, navigator.value())
        .map(
            outcome -> {
              delivery.tell(workspace, outcome.notices());
              return switch (outcome.status()) {
                case "UNKNOWN" ->
                    CommandResult.refused("navigator-not-found", "There is no such navigator.");
                case "BUSY" ->
                    CommandResult.refused(
                        "navigator-has-work", "Offers or engagements are still theirs.");
                default -> CommandResult.DONE;
              };
            });
  }

  @Override
  public Future<Person> putPerson(WorkspaceId workspace, Person person) {
    workspaces.get(workspace);
    // What they agreed to holds before anybody can rest on the new entry.
    return reaching.keepAll(workspace, person).compose(v -> people.put(workspace, person));
  }

  @Override
  public Future<CommandResult> mergePeople(
      WorkspaceId workspace, PersonId from, PersonId into, String actor) {
    workspaces.get(workspace);
    return same.merge(workspace, from, into, actor);
  }

  @Override
  public Future<CommandResult> splitPerson(WorkspaceId workspace, PersonId person, String actor) {
    workspaces.get(workspace);
    return same.split(workspace, person, actor);
  }

  @Override
  public Future<Optional<List<ContactId>>> erasePerson(
      WorkspaceId workspace, PersonId person, String actor) {
    workspaces.get(workspace);
    return same.erase(workspace, person, actor);
  }

  @Override
  public Future<Optional<Person>> findPerson(WorkspaceId workspace, PersonId person) {
    workspaces.get(workspace);
    return people.find(workspace, person);
  }

  @Override
  public Future<Switched> switchQueue(
      WorkspaceId workspaceId,
      String queue,
      QueueSwitch what,
      boolean on,
      String actor,
      String reason) {
    Workspace workspace = workspaces.get(workspaceId);
    if (!workspace.workflow().queues().contains(queue)) {
      return Future.succeededFuture(new Switched(false, null));
    }
    return transitions
        .switchQueue(workspaceId, queue, what, on, actor, reason)
        .compose(
            outcome -> {
              delivery.tell(workspaceId, outcome.notices());
              return queues.look(workspace).map(outcome);
            })
        .map(
            outcome -> {
              long since = Long.parseLong(outcome.text(0));
              return new Switched(true, since == 0 ? null : Instant.ofEpochMilli(since));
            });
  }

  @Override
  public Future<List<QueueView>> queues(WorkspaceId workspaceId) {
    Workspace workspace = workspaces.get(workspaceId);
    return queues
        .look(workspace)
        .map(v -> queues.queues(workspace, queue -> delivery.served(workspace, queue)));
  }

  @Override
  public List<TierView> tiers(WorkspaceId workspace) {
    return queues.tiers(workspaces.get(workspace));
  }

  @Override
  public Future<List<WaitingView>> waiting(WorkspaceId workspaceId, int most) {
    Workspace workspace = workspaces.get(workspaceId);
    return transitions
        .readWaiting(workspaceId, most)
        .compose(
            reply -> {
              List<Standing> all =
                  ((List<?>) reply.get(1))
                      .stream()
                          .map(row -> Standing.of((List<?>) row))
                          .sorted(DirectoryFlow::byPlace)
                          .limit(most)
                          .toList();
              boolean known =
                  all.stream().allMatch(s -> workspace.catalogue().hasLane(s.facts().lane()));
              Future<Void> readable = known ? Future.succeededFuture() : workspace.reload();
              return readable.map(v -> all.stream().map(s -> waiting(workspace, s)).toList());
            });
  }

  @Override
  public Future<List<OwedView>> owed(WorkspaceId workspaceId, int most) {
    workspaces.get(workspaceId);
    return transitions
        .readOwed(workspaceId, DEADLINES)
        .map(
            reply ->
                ((List<?>) reply.get(1))
                    .stream().map(row -> owed((List<?>) row)).limit(most).toList());
  }

  private static OwedView owed(List<?> row) {
    Facts facts = Facts.of((List<?>) row.get(0));
    return new OwedView(
        facts.id(),
        facts.kind(),
        facts.state(),
        facts.channel(),
        facts.language(),
        facts.tier(),
        Instant.ofEpochMilli(Long.parseLong((String) row.get(1))),
        row.get(2).equals("report"));
  }

  /** A waiting contact and where it stands on its ladder. */
  private record Standing(Facts facts, @Nullable Escalation escalation) {
    static Standing of(List<?> row) {
      String climb = (String) row.get(2);
      return new Standing(
          Facts.of((List<?>) row.get(0)),
          climb.isEmpty()
              ? null
              : new Escalation(
                  Integer.parseInt((String) row.get(1)),
                  Instant.ofEpochMilli(Long.parseLong(climb))));
    }
  }

  private static int byPlace(Standing a, Standing b) {
    int byTier = Integer.compare(place(a.facts()).rank(), place(b.facts()).rank());
    return byTier != 0 ? byTier : a.facts().orderedAt().compareTo(b.facts().orderedAt());
  }

  /** The tier that a contact is ordered by. */
  private static Tier place(Facts facts) {
    return facts.aged() ? facts.tier().orMoreUrgent(Tier.ELEVATED) : facts.tier();
  }

  private static WaitingView waiting(Workspace workspace, Standing standing) {
    Facts facts = standing.facts();
    return new WaitingView(
        facts.id(),
        facts.channel(),
        facts.language(),
        workspace.catalogue().hasLane(facts.lane())
            ? workspace.catalogue().lane(facts.lane()).queue()
            : "",
        facts.tier(),
        facts.score(),
        facts.aged(),
        facts.arrivedAt(),
        standing.escalation());
  }

  @Override
  public Future<CommandResult> setActivity(
      WorkspaceId workspace, NavigatorId navigator, String activity) {
    workspaces.get(workspace);
    return transitions
        .setActivity(workspace, navigator.value(), "", activity)
        .map(
            outcome -> {
              delivery.tell(workspace, outcome.notices());
              return outcome.is("UNKNOWN")
                  ? CommandResult.refused("navigator-not-found", "There is no such navigator.")
                  : CommandResult.DONE;
            });
  }

  static String write(Navigator navigator) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", navigator.name());
    list(node.putArray("languages"), navigator.languages());
    ObjectNode skills = node.putObject("skills");
    navigator.skills().forEach(skills::put);
    list(node.putArray("queues"), navigator.queues());
    if (navigator.department() != null) {
      node.put("department", navigator.department());
    }
    ObjectNode capacity = node.putObject("capacity");
    navigator.capacity().forEach((channel, n) -> capacity.put(channel.wireName(), n));
    if (navigator.standIn() != null) {
      node.put("standIn", navigator.standIn());
    }
    if (navigator.voice() != null) {
      node.put("voice", navigator.voice());
    }
    try {
      return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  static Navigator read(NavigatorId id, String description) {
    try {
      JsonNode node = JSON.readTree(description);
      Map<String, Integer> skills = new HashMap<>();
      node.path("skills")
          .fields()
          .forEachRemaining(e -> skills.put(e.getKey(), e.getValue().asInt()));
      Map<Channel, Integer> capacity = new EnumMap<>(Channel.class);
      node.path("capacity")
          .fields()
          .forEachRemaining(
              e ->
                  Channel.ofWireName(e.getKey())
                      .ifPresent(c -> capacity.put(c, e.getValue().asInt())));
      return new Navigator(
          id,
          node.path("name").asText(),
          texts(node.path("languages")),
          skills,
          texts(node.path("queues")),
          node.has("department") ? node.get("department").asText() : null,
          capacity,
          node.has("voice") ? node.get("voice").asText() : null,
          node.has("standIn") ? node.get("standIn").asText() : null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "a navigator's description is not what this version writes", e);
    }
  }

  private static int load(String counts) {
    int units = 0;
    String[] parts = counts.split(",");
    for (int i = 0; i < parts.length; i++) {
      units +=
          parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]) * Channel.ofNumber(i).defaultCost();
    }
    return units;
  }

  private static void list(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }
}
