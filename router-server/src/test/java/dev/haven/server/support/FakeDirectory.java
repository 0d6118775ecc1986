package dev.haven.server.support;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.PersonId;
import dev.haven.flow.CommandResult;
import dev.haven.flow.Directory;
import dev.haven.flow.QueueSwitch;
import dev.haven.flow.ServiceTarget;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Tier;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A directory in memory. */
public final class FakeDirectory implements Directory {
  private final Map<String, Navigator> navigators = new ConcurrentHashMap<>();
  private final Map<String, Person> people = new ConcurrentHashMap<>();
  private int personsUnderWay;
  private volatile int mostPersonsAtOnce;

  @Override
  public Future<Navigator> putNavigator(WorkspaceId workspace, Navigator navigator) {
    navigators.put(workspace + "/" + navigator.id(), navigator);
    return Future.succeededFuture(navigator);
  }

  @Override
  public Future<Optional<NavigatorView>> findNavigator(
      WorkspaceId workspace, NavigatorId navigator) {
    return Future.succeededFuture(
        Optional.ofNullable(navigators.get(workspace + "/" + navigator))
            .map(n -> new NavigatorView(n, "unavailable", null, false, 0, List.of())));
  }

  @Override
  public Future<List<NavigatorView>> navigators(WorkspaceId workspace, int most) {
    return Future.succeededFuture(
        navigators.values().stream()
            .map(n -> new NavigatorView(n, "unavailable", null, false, 0, List.of()))
            .limit(most)
            .toList());
  }

  @Override
  public Future<CommandResult> removeNavigator(WorkspaceId workspace, NavigatorId navigator) {
    return Future.succeededFuture(
        navigators.remove(workspace + "/" + navigator) == null
            ? CommandResult.refused("navigator-not-found", "There is no such navigator.")
            : CommandResult.DONE);
  }

  @Override
  public Future<Person> putPerson(WorkspaceId workspace, Person person) {
    people.put(workspace + "/" + person.id(), person);
    Context context = Vertx.currentContext();
    if (context == null) {
      return Future.succeededFuture(person);
    }
    mostPersonsAtOnce = Math.max(mostPersonsAtOnce, ++personsUnderWay);
    Promise<Person> kept = Promise.promise();
    context.runOnContext(
        v -> {
          personsUnderWay--;
          kept.complete(person);
        });
    return kept.future();
  }

  /** How many persons were being kept at the same time. */
  public int mostPersonsAtOnce() {
    return mostPersonsAtOnce;
  }

  @Override
  public Future<CommandResult> mergePeople(
      WorkspaceId workspace, PersonId from, PersonId into, String actor) {
    return Future.succeededFuture(CommandResult.DONE);
  }

  @Override
  public Future<CommandResult> splitPerson(WorkspaceId workspace, PersonId person, String actor) {
    return Future.succeededFuture(CommandResult.DONE);
  }

  @Override
  public Future<Optional<List<ContactId>>> erasePerson(
      WorkspaceId workspace, PersonId person, String actor) {
    return Future.succeededFuture(Optional.of(List.of(new ContactId("c1"))));
  }

  @Override
  public Future<Optional<Person>> findPerson(WorkspaceId workspace, PersonId person) {
    return Future.succeededFuture(Optional.ofNullable(people.get(workspace + "/" + person)));
  }

  @Override
  public List<TierView> tiers(WorkspaceId workspace) {
    return Stream.of(Tier.values())
        .map(t -> new TierView(t, t == Tier.CRISIS ? 2 : 0, 7, Map.of(Channel.SMS, 2L)))
        .toList();
  }

  @Override
  public Future<List<WaitingView>> waiting(WorkspaceId workspace, int most) {
    return Future.succeededFuture(
        List.of(
            new WaitingView(
                new ContactId("c1"),
                Channel.SMS,
                "es",
                "support",
                Tier.CRISIS,
                95,
                false,
                FakeContacts.AT,
                new Escalation(2, FakeContacts.AT))));
  }

  @Override
  public Future<List<OwedView>> owed(WorkspaceId workspace, int most) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<CommandResult> setActivity(
      WorkspaceId workspace, NavigatorId navigator, String activity) {
    return Future.succeededFuture(
        navigators.containsKey(workspace + "/" + navigator)
            ? CommandResult.DONE
            : CommandResult.refused("navigator-not-found", "There is no such navigator."));
  }

  @Override
  public Future<List<QueueView>> queues(WorkspaceId workspace) {
    return Future.succeededFuture(
        List.of(
            new QueueView(
                "support",
                Map.of(Tier.CRISIS, 2L),
                7,
                null,
                80.0,
                1,
                ServiceTarget.USUAL,
                null,
                2,
                1,
                50.0,
                null,
                null)));
  }

  @Override
  public Future<Switched> switchQueue(
      WorkspaceId workspace,
      String queue,
      QueueSwitch what,
      boolean on,
      String actor,
      String reason) {
    return Future.succeededFuture(new Switched(true, on ? Instant.EPOCH : null));
  }
}
