package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.contact.ContactState;
import dev.haven.contact.PersonId;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who serves, who is served, and how the queues stand. */
public interface Directory {
  Future<Navigator> putNavigator(WorkspaceId workspace, Navigator navigator);

  Future<Optional<NavigatorView>> findNavigator(WorkspaceId workspace, NavigatorId navigator);

  /**
   * Those the roster knows, short ids first, then by id.
   *
   * @param most how many at most, the first of that order
   */
  Future<List<NavigatorView>> navigators(WorkspaceId workspace, int most);

  /** Refused with {@code navigator-has-work} while offers or engagements are theirs. */
  Future<CommandResult> removeNavigator(WorkspaceId workspace, NavigatorId navigator);

  Future<Person> putPerson(WorkspaceId workspace, Person person);

  Future<Optional<Person>> findPerson(WorkspaceId workspace, PersonId person);

  /** Two entries are one person: the first points at the other from now on. */
  Future<CommandResult> mergePeople(
      WorkspaceId workspace, PersonId from, PersonId into, String actor);

  /** They are two persons after all. */
  Future<CommandResult> splitPerson(WorkspaceId workspace, PersonId person, String actor);

  /**
   * Erases a person: entry, consents and all words of their contacts, which stay as contacts of
   * nobody.
   *
   * @return their contacts; empty when one is not closed, and then nothing was erased
   */
  Future<Optional<List<ContactId>>> erasePerson(
      WorkspaceId workspace, PersonId person, String actor);

  Future<List<QueueView>> queues(WorkspaceId workspace);

  /** How each tier stands over all queues, the most urgent first; read once a second. */
  List<TierView> tiers(WorkspaceId workspace);

  /**
   * Who waits, in the order of their places; those held for a designated navigator are not among
   * them.
   *
   * @param most how many at most
   */
  Future<List<WaitingView>> waiting(WorkspaceId workspace, int most);

  /**
   * What is owed to somebody, the next due first: scheduled contacts, and adverse-event reports
   * whose hand-off nobody has acknowledged. Among the next {@value #DEADLINES} deadlines of the
   * workspace.
   *
   * @param most how many at most
   */
  Future<List<OwedView>> owed(WorkspaceId workspace, int most);

  /** How many deadlines are looked through for what is owed. */
  int DEADLINES = 400;

  /**
   * What is owed.
   *
   * @param report whether this is the hand-off of a report, rather than the work itself
   */
  record OwedView(
      ContactId id,
      ContactKind kind,
      ContactState state,
      Channel channel,
      String language,
      Tier tier,
      Instant dueAt,
      boolean report) {}

  /** A supervisor changes what a navigator does; behind current work it waits as the next. */
  Future<CommandResult> setActivity(WorkspaceId workspace, NavigatorId navigator, String activity);

  /**
   * How a tier stands.
   *
   * @param oldestWaitingSeconds 0 when nobody waits
   * @param byChannel contacts, only channels somebody waits on
   */
  record TierView(
      Tier tier, long waiting, long oldestWaitingSeconds, Map<Channel, Long> byChannel) {
    public TierView {
      byChannel = Map.copyOf(byChannel);
    }
  }

  /**
   * Somebody who waits; no words, no address.
   *
   * @param escalation null while nothing is escalated
   */
  record WaitingView(
      ContactId id,
      Channel channel,
      String language,
      String queue,
      Tier tier,
      int score,
      boolean aged,
      Instant arrivedAt,
      @Nullable Escalation escalation) {}

  /**
   * How far the ladder of somebody in distress whom nobody took was climbed.
   *
   * @param rung 0 before the first
   * @param nextAt when the next one is due
   */
  record Escalation(int rung, Instant nextAt) {}

  /** A navigator with what they are doing now. */
  record NavigatorView(
      Navigator navigator,
      String activity,
      @Nullable String nextActivity,
      boolean connected,
      int load,
      List<String> contacts) {}

  record Consent(String purpose, boolean granted, Instant at) {}

  record Thermometer(int value, Instant at) {}

  /** A person of the directory; sealed at rest. */
  record Person(
      PersonId id,
      String kind,
      @Nullable String name,
      List<String> addresses,
      List<String> languages,
      @Nullable String timeZone,
      @Nullable String programme,
      @Nullable NavigatorId designatedNavigator,
      List<Consent> consents,
      @Nullable Thermometer distressThermometer) {
    /** The same without some addresses. */
    Person without(Set<String> gone) {
      return new Person(
          id,
          kind,
          name,
          addresses.stream().filter(a -> !gone.contains(a)).toList(),
          languages,
          timeZone,
          programme,
          designatedNavigator,
          consents,
          distressThermometer);
    }

    /** The same with other consents. */
    Person with(List<Consent> newConsents) {
      return new Person(
          id,
          kind,
          name,
          addresses,
          languages,
          timeZone,
          programme,
          designatedNavigator,
          newConsents,
          distressThermometer);
    }

    @Override
    public String toString() {
      return "Person[" + id + "]";
    }
  }

  /**
   * How a queue stands.
   *
   * @param waiting contacts by tier, every tier present
   * @param oldestWaitingSeconds 0 when nobody waits
   * @param estimatedWaitSeconds for one who came now with ROUTINE, null when nobody serves it
   * @param serviceLevelPercent share of contacts since the site's midnight offered within the
   *     queue's target, of those offered and those who gave up after it; null before the first
   * @param readyNavigators free for at least one channel
   * @param averageAnswer from the order time to the acceptance, since the site's midnight; null
   *     before the first
   * @param abandoned gave up after the target, since the site's midnight
   * @param shortAbandoned gave up within it
   * @param emergencySince null for no emergency
   * @param pausedSince null for no pause
   * @param occupiedPercent of the navigators on duty, those without room for anything now; null for
   *     nobody on duty
   */
  record QueueView(
      String id,
      Map<Tier, Long> waiting,
      long oldestWaitingSeconds,
      @Nullable Long estimatedWaitSeconds,
      @Nullable Double serviceLevelPercent,
      long readyNavigators,
      ServiceTarget target,
      @Nullable Duration averageAnswer,
      int abandoned,
      int shortAbandoned,
      @Nullable Double occupiedPercent,
      @Nullable Instant emergencySince,
      @Nullable Instant pausedSince) {}

  /**
   * Begins or ends a queue's emergency or pause; journaled.
   *
   * @param actor who does it
   * @param reason a code
   * @return since when, empty for none; no queue of that id is a refusal
   */
  Future<Switched> switchQueue(
      WorkspaceId workspace,
      String queue,
      QueueSwitch what,
      boolean on,
      String actor,
      String reason);

  /**
   * @param known whether there is such a queue
   * @param since null for switched off
   */
  record Switched(boolean known, @Nullable Instant since) {}
}
