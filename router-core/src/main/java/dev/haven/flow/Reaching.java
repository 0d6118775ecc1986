package dev.haven.flow;

import dev.haven.channel.Address;
import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.OptOut;
import dev.haven.contact.PersonId;
import dev.haven.plan.CallingHours;
import dev.haven.plan.RoutingPlan;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom outreach reaches, when and on which lines; and what they said against it. Consents are kept
 * beside the directory, so that the scripts can hold to them. Called on one event loop.
 */
final class Reaching {
  static final String ALL = "*";
  private static final int DAYS = 31;

  private final Transitions transitions;
  private final People people;
  private final Identity identity;
  private final Delivery delivery;

  Reaching(Transitions transitions, People people, Identity identity, Delivery delivery) {
    this.transitions = transitions;
    this.people = people;
    this.identity = identity;
    this.delivery = delivery;
  }

  /**
   * A way to reach somebody, ready but for its lanes.
   *
   * @param subjects whose consent it rests on
   * @param windows when it may be begun; empty for always
   */
  record Way(
      Arrival arrival, Cadence cadence, List<String> subjects, List<CallingHours.Window> windows) {}

  /** Looks the person up, and moves the due time out of their quiet hours. */
  Future<Way> way(
      WorkspaceId workspace, Arrival arrival, Cadence cadence, CallingHours hours, ZoneId site) {
    PersonId id = arrival.person();
    Future<Optional<Directory.Person>> known =
        id == null ? Future.succeededFuture(Optional.empty()) : people.find(workspace, id);
    return known.map(person -> way(workspace, arrival, cadence, hours, site, person.orElse(null)));
  }

  private Way way(
      WorkspaceId workspace,
      Arrival arrival,
      Cadence cadence,
      CallingHours hours,
      ZoneId site,
      Directory.@Nullable Person person) {
    String zone = person == null ? null : person.timeZone();
    Instant now = delivery.now();
    Instant due = arrival.dueAt() == null || arrival.dueAt().isBefore(now) ? now : arrival.dueAt();
    List<CallingHours.Window> windows =
        cadence.quiet()
            ? hours.windows(due, zone == null ? site : ZoneId.of(zone), DAYS)
            : List.of();
    Instant begins =
        windows.isEmpty() || !windows.get(0).from().isAfter(due) ? null : windows.get(0).from();
    return new Way(
        arrival.reaching(from(arrival, person), begins == null ? arrival.dueAt() : begins),
        cadence,
        subjects(workspace, arrival, person),
        windows);
  }

  /** The address that was named, else the person's first that fits the channel. */
  private static @Nullable Address from(Arrival arrival, Directory.@Nullable Person person) {
    if (arrival.from() != null || person == null) {
      return arrival.from();
    }
    boolean mail = arrival.channel() == Channel.EMAIL;
    return person.addresses().stream()
        .filter(address -> (address.indexOf('@') > 0) == mail)
        .findFirst()
        .map(Address::new)
        .orElse(null);
  }

  private List<String> subjects(
      WorkspaceId workspace, Arrival arrival, Directory.@Nullable Person person) {
    Set<String> subjects = new LinkedHashSet<>();
    if (person != null) {
      subjects.add(person.id().value());
    } else if (arrival.person() != null) {
      subjects.add(arrival.person().value());
    }
    if (arrival.from() != null) {
      subjects.add(identity.address(workspace, arrival.from().value()));
    }
    if (person != null) {
      person.addresses().forEach(address -> subjects.add(identity.address(workspace, address)));
    }
    return List.copyOf(subjects);
  }

  /** The cadence as the placing script reads it, with a lane for each channel. */
  Future<String> encode(Workspace workspace, Way way, RoutingPlan plan, String language) {
    List<Channel> channels = new ArrayList<>(List.of(way.arrival().channel()));
    channels.addAll(way.cadence().channels());
    Future<List<String>> lanes = Future.succeededFuture(new ArrayList<>());
    for (Channel channel : channels) {
      lanes =
          lanes.compose(
              list ->
                  workspace
                      .route(plan, channel, language)
                      .map(
                          route -> {
                            list.add(channel.ordinal() + "/" + route.lane() + "/" + route.steps());
                            return list;
                          }));
    }
    Cadence cadence = way.cadence();
    return lanes.map(
        list ->
            String.join(
                "\n",
                cadence.purpose(),
                String.join(",", way.subjects()),
                Integer.toString(cadence.attempts()),
                Long.toString(cadence.spacing().toMillis()),
                cadence.voicemailEnds() ? "1" : "",
                String.join("|", list),
                way.windows().stream()
                    .map(w -> w.from().toEpochMilli() + ":" + w.to().toEpochMilli())
                    .collect(Collectors.joining(";"))));
  }

  /** Keeps to what somebody writes who wants no more messages, or wants them again. */
  Future<Void> heard(
      WorkspaceId workspace,
      Channel channel,
      @Nullable String text,
      @Nullable String from,
      @Nullable PersonId person) {
    if (text == null || (channel != Channel.SMS && channel != Channel.CHAT)) {
      return Future.succeededFuture();
    }
    OptOut word = OptOut.of(text);
    if (word == OptOut.NONE) {
      return Future.succeededFuture();
    }
    boolean starts = word == OptOut.START;
    Future<Void> kept =
        from == null
            ? Future.succeededFuture()
            : keep(workspace, identity.address(workspace, from), ALL, starts, null, "opt_out_word");
    return person == null || starts
        ? kept
        : kept.compose(v -> keep(workspace, person.value(), ALL, false, null, "opt_out_word"));
  }

  /** What the directory was told of a person's consents, one after the other. */
  Future<Void> keepAll(WorkspaceId workspace, Directory.Person person) {
    Future<Void> kept = Future.succeededFuture();
    for (Directory.Consent consent : person.consents()) {
      kept =
          kept.compose(
              v ->
                  keep(
                      workspace,
                      person.id().value(),
                      consent.purpose(),
                      consent.granted(),
                      consent.at().toEpochMilli(),
                      "directory"));
    }
    return kept;
  }

  private Future<Void> keep(
      WorkspaceId workspace,
      String subject,
      String purpose,
      boolean granted,
      @Nullable Long atMs,
      String source) {
    return transitions
        .setConsent(workspace, subject, purpose, granted, atMs, source)
        .map(
            outcome -> {
              delivery.tell(workspace, outcome.notices());
              return null;
            });
  }
}
