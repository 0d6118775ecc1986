package dev.haven.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.AdverseEventReport;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.skill.Languages;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adverse-event reports: placed as contacts of their own when a contact is flagged, filled in and
 * submitted by people, handed off outside. What the outbox asks for is done here, so that neither a
 * killed node nor a receiver who is away loses a report. Called on one event loop.
 */
final class ReportFlow implements Reports {
  /** Who vouches for contacts that the router places itself. */
  static final String SOURCE = "haven";

  private static final String FIELD = "report";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Workspaces workspaces;
  private final Transitions transitions;
  private final Contacts contacts;
  private final ContactReader reader;
  private final Words words;
  private final Identity identity;
  private final Outside outside;
  private final Delivery delivery;

  ReportFlow(
      Workspaces workspaces,
      Transitions transitions,
      Contacts contacts,
      ContactReader reader,
      Words words,
      Identity identity,
      Outside outside,
      Delivery delivery) {
    this.workspaces = workspaces;
    this.transitions = transitions;
    this.contacts = contacts;
    this.reader = reader;
    this.words = words;
    this.identity = identity;
    this.outside = outside;
    this.delivery = delivery;
  }

  /** Places the report of a flagged contact; a repeat finds the same one. */
  Future<Void> owe(WorkspaceId workspace, Facts about, Instant awareAt) {
    Obligations times = workspaces.settings().obligations();
    String key = key(about.id());
    Arrival arrival =
        new Arrival(
            SOURCE,
            key,
            about.id().value(),
            Channel.MAIL,
            null,
            null,
            null,
            null,
            null,
            language(about),
            about.person(),
            Map.of("about", about.id().value()),
            null,
            false,
            false,
            false,
            null,
            null,
            ContactKind.ADVERSE_EVENT_REPORT,
            awareAt.plus(times.reportStart()));
    return contacts
        .receive(workspace, arrival)
        .compose(
            receipt ->
                transitions.openReport(
                    workspace,
                    identity.ofKey(workspace, SOURCE, key).value(),
                    about.id().value(),
                    awareAt.toEpochMilli(),
                    awareAt.plus(times.handOff()).toEpochMilli()))
        .compose(
            outcome ->
                outcome.is("MISSING")
                    ? Future.failedFuture("the report's contact is not there yet")
                    : Future.succeededFuture());
  }

  /** The contact's language, when it is one. */
  static @Nullable String language(Facts facts) {
    return Languages.isCode(facts.language()) ? facts.language() : null;
  }

  private static String key(ContactId about) {
    return "report:" + about.value();
  }

  @Override
  public Future<CommandResult> flag(WorkspaceId workspace, ContactId contact, String actor) {
    Instant now = delivery.now();
    return transitions
        .flagAdverseEvent(workspace, contact.value(), identity.actor(actor))
        .compose(
            outcome -> {
              delivery.tell(workspace, outcome.notices());
              if (outcome.is("MISSING")) {
                return Future.succeededFuture(
                    CommandResult.refused("contact-not-found", "There is no such contact."));
              }
              if (!outcome.is("DONE") || workspaces.settings().obligations().handOff().isZero()) {
                return Future.succeededFuture(CommandResult.DONE);
              }
              return reader
                  .read(workspaces.get(workspace), contact)
                  .compose(read -> owe(workspace, read.orElseThrow().facts(), now))
                  .map(CommandResult.DONE);
            });
  }

  @Override
  public Future<Optional<Report>> find(
      WorkspaceId workspace, ContactId contact, @Nullable String by) {
    return find(workspace, contact)
        .compose(
            found ->
                by == null || found.isEmpty()
                    ? Future.succeededFuture(found)
                    : transitions
                        .noteReading(
                            workspace,
                            found.get().contact().value(),
                            identity.actor(by),
                            "adverse_event_report")
                        .map(found));
  }

  @Override
  public Future<List<Pending>> pending(
      WorkspaceId workspace, @Nullable String state, @Nullable Instant dueBy) {
    workspaces.get(workspace);
    return transitions
        .readReports(
            workspace,
            state == null ? "" : state,
            dueBy == null ? null : dueBy.toEpochMilli(),
            LISTED)
        .map(
            reply -> ((List<?>) reply.get(1)).stream().map(row -> pending((List<?>) row)).toList());
  }

  private static Pending pending(List<?> row) {
    Facts facts = Facts.of((List<?>) row.get(0));
    return new Pending(
        facts.id(),
        new ContactId((String) row.get(1)),
        Instant.ofEpochMilli(Long.parseLong((String) row.get(2))),
        Instant.ofEpochMilli(Long.parseLong((String) row.get(3))),
        (String) row.get(4),
        Integer.parseInt((String) row.get(5)),
        facts.state(),
        facts.navigator());
  }

  /** By the report's own contact first, then by the one it tells of. */
  private Future<Optional<Report>> find(WorkspaceId workspace, ContactId contact) {
    return read(workspace, contact)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : read(workspace, identity.ofKey(workspace, SOURCE, key(contact))));
  }

  private Future<Optional<Report>> read(WorkspaceId workspace, ContactId id) {
    return transitions
        .readReport(workspace, id.value())
        .map(
            reply ->
                reply.get(0).equals("MISSING")
                    ? Optional.empty()
                    : Optional.of(report(workspace, id, reply)));
  }

  private Report report(WorkspaceId workspace, ContactId id, List<Object> reply) {
    String reference = text(reply, 6);
    String sealed = text(reply, 7);
    return new Report(
        id,
        new ContactId(text(reply, 1)),
        Instant.ofEpochMilli(Long.parseLong(text(reply, 2))),
        Instant.ofEpochMilli(Long.parseLong(text(reply, 3))),
        text(reply, 4),
        Integer.parseInt(text(reply, 5)),
        reference.isEmpty() ? null : reference,
        sealed.isEmpty()
            ? AdverseEventReport.EMPTY
            : criteria(words.openText(workspace, id.value(), FIELD, sealed)));
  }

  private static String text(List<Object> reply, int i) {
    return (String) reply.get(i);
  }

  @Override
  public Future<CommandResult> fill(
      WorkspaceId workspace,
      ContactId contact,
      int revision,
      AdverseEventReport criteria,
      String actor) {
    return onReport(
        workspace,
        contact,
        report ->
            transitions.fillReport(
                workspace,
                report.contact().value(),
                revision,
                identity.actor(actor),
                criteria.missing().isEmpty(),
                words.sealText(workspace, report.contact().value(), FIELD, write(criteria))));
  }

  @Override
  public Future<CommandResult> submit(WorkspaceId workspace, ContactId contact, String actor) {
    return find(workspace, contact)
        .compose(
            found -> {
              List<String> missing =
                  found.map(report -> report.criteria().missing()).orElse(List.of());
              return missing.isEmpty()
                  ? onReport(
                      workspace,
                      contact,
                      // What was read above is what is submitted: the revision is its fence.
                      report -> settle(workspace, found.orElse(report), "submitted", actor, ""))
                  : Future.succeededFuture(
                      CommandResult.refused(
                          "report-incomplete", "Still blank: " + String.join(", ", missing) + "."));
            });
  }

  @Override
  public Future<CommandResult> dismiss(
      WorkspaceId workspace, ContactId contact, String reason, String actor) {
    return onReport(
        workspace, contact, report -> settle(workspace, report, "dismissed", actor, reason));
  }

  @Override
  public Future<CommandResult> acknowledge(
      WorkspaceId workspace, ContactId contact, String reference, String actor) {
    return onReport(
        workspace, contact, report -> settle(workspace, report, "handed", actor, reference));
  }

  private Future<Outcome> settle(
      WorkspaceId workspace, Report report, String how, String actor, String note) {
    return transitions.settleReport(
        workspace,
        report.contact().value(),
        how,
        how.equals("submitted") ? Integer.toString(report.revision()) : "",
        identity.actor(actor),
        note);
  }

  private Future<CommandResult> onReport(
      WorkspaceId workspace, ContactId contact, Function<Report, Future<Outcome>> transition) {
    return find(workspace, contact)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(new Outcome("MISSING", List.of(), List.of()))
                    : transition.apply(found.get()))
        .map(
            outcome -> {
              delivery.tell(workspace, outcome.notices());
              return switch (outcome.status()) {
                case "MISSING" ->
                    CommandResult.refused("report-not-found", "No report is owed for it.");
                case "STALE" ->
                    CommandResult.refused(
                        "report-changed",
                        "It is at revision " + outcome.text(0) + " by now: read it again.");
                case "ENDED" ->
                    CommandResult.refused(
                        "report-ended", "The report is " + outcome.text(0) + " by now.");
                default -> CommandResult.DONE;
              };
            });
  }

  /**
   * Hands a submitted report off. Answers what became of it: a code, and what the receiver calls
   * it.
   */
  Future<Outside.Taken> handOff(WorkspaceId workspace, String command, ContactId contact) {
    return read(workspace, contact)
        .compose(
            found ->
                found.isEmpty() || !found.get().state().equals("submitted")
                    ? Future.succeededFuture(new Outside.Taken("not_submitted", ""))
                    : outside.handOff(new Outside.HandOff(command, workspace, found.get())));
  }

  /** Tells outside that a report is late, unless it was handed off meanwhile. */
  Future<String> late(WorkspaceId workspace, String command, ContactId contact) {
    return read(workspace, contact)
        .compose(
            found ->
                found.isEmpty() || !List.of("open", "submitted").contains(found.get().state())
                    ? Future.succeededFuture("handed_meanwhile")
                    : outside.late(new Outside.HandOff(command, workspace, found.get())));
  }

  private static String write(AdverseEventReport criteria) {
    ObjectNode node = JSON.createObjectNode();
    node.put("reporter", criteria.reporter());
    node.put("patient", criteria.patient());
    node.put("product", criteria.product());
    node.put("event", criteria.event());
    return node.toString();
  }

  private static AdverseEventReport criteria(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return new AdverseEventReport(
          node.path("reporter").asText(),
          node.path("patient").asText(),
          node.path("product").asText(),
          node.path("event").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is not what this version writes", e);
    }
  }
}
