package dev.haven.flow;

import dev.haven.channel.BridgeResult;
import dev.haven.channel.DeliveryStatus;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.navigator.NavigatorId;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.PlanInput;
import dev.haven.plan.RoutingPlan;
import dev.haven.plan.Workflow;
import dev.haven.telemetry.RouterMeters;
import dev.haven.urgency.Tier;
import dev.haven.urgency.Urgency;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The product on one page: how a contact comes in and is brought to somebody.
 *
 * <pre>
 * arrival ─► identity ─► urgency ─► person ─► plan ─► route ─► place and match ─► tell
 *            (who says     (how       (do we    (which  (which   (one script:        (the desktop, once
 *             so, once)     urgent)    know      queue,  lanes)   place, or offer     it is committed)
 *                                      them)     skills)          at once)
 * </pre>
 *
 * Where more come than the store takes, the more urgent goes first ({@link Admission}). Everything
 * before the script is pure or a cached look-up; the script decides and journals; what it returns
 * is told only after the commit level is reached. Repeating any of it makes no second contact.
 * Called on one event loop.
 */
final class ContactFlow implements Contacts {
  /** So often a message is scored anew because another one came; then it joins as it is. */
  private static final int MOST_RACES = 8;

  private final Workspaces workspaces;
  private final Identity identity;
  private final Triage triage;
  private final People people;
  private final Words words;
  private final Transitions transitions;
  private final Delivery delivery;
  private final ContactReader reader;
  private final QueueWatch queues;
  private final Reaching reaching;
  private final RouterMeters meters;
  private final Admission admission;

  ContactFlow(
      Workspaces workspaces,
      Identity identity,
      Triage triage,
      People people,
      Words words,
      Transitions transitions,
      Delivery delivery,
      ContactReader reader,
      QueueWatch queues,
      Reaching reaching,
      RouterMeters meters) {
    this.workspaces = workspaces;
    this.identity = identity;
    this.triage = triage;
    this.people = people;
    this.words = words;
    this.transitions = transitions;
    this.delivery = delivery;
    this.reader = reader;
    this.queues = queues;
    this.reaching = reaching;
    this.meters = meters;
    this.admission = new Admission(transitions.placementsAtOnce(), Admission.MOST_WAITING, meters);
  }

  @Override
  public Future<Receipt> receive(WorkspaceId workspaceId, Arrival arrival) {
    return reaching
        .heard(
            workspaceId,
            arrival.channel(),
            arrival.text(),
            arrival.from() == null ? null : arrival.from().value(),
            arrival.person())
        .compose(v -> receive(workspaceId, arrival, null));
  }

  @Override
  public Future<Receipt> reach(WorkspaceId workspaceId, Arrival arrival, Cadence cadence) {
    return reaching
        .way(
            workspaceId,
            arrival,
            cadence,
            workspaces.settings().obligations().quiet(),
            workspaces.get(workspaceId).policy().at(delivery.now()).getZone())
        .compose(way -> receive(workspaceId, way.arrival(), way));
  }

  private Future<Receipt> receive(
      WorkspaceId workspaceId, Arrival arrival, Reaching.@Nullable Way way) {
    Workspace workspace = workspaces.get(workspaceId);
    ContactId id = identity.of(workspaceId, arrival);
    return people
        .of(workspaceId, arrival.person())
        .compose(
            person -> {
              Urgency urgency = triage.score(arrival, person, delivery.now());
              String language = triage.language(arrival, person, urgency, workspace);
              RoutingPlan plan = plan(workspace, arrival, person, urgency, language);
              Tier tier = urgency.tier().orMoreUrgent(plan.floor());
              Dossier dossier = Dossiers.of(arrival, person.name(), urgency);
              return workspace
                  .route(plan, arrival.channel(), language)
                  .compose(
                      route ->
                          (way == null
                                  ? Future.succeededFuture("")
                                  : reaching.encode(workspace, way, plan, language))
                              .compose(
                                  cadence ->
                                      place(
                                          workspace, id, arrival, urgency, tier, language, person,
                                          plan, route, dossier, cadence)));
            });
  }

  private Future<Receipt> place(
      Workspace workspace,
      ContactId id,
      Arrival arrival,
      Urgency urgency,
      Tier tier,
      String language,
      People.Known person,
      RoutingPlan plan,
      Workspace.Route route,
      Dossier dossier,
      String cadence) {
    Transitions.Placement placement =
        Placements.of(
            id,
            arrival,
            urgency,
            tier,
            language,
            person,
            plan,
            route,
            identity.conversation(workspace.id(), arrival),
            words.seal(workspace.id(), id.value(), dossier),
            // A person on the line is never told to wait for another day by a clock.
            arrival.call() == null
                ? workspace.policy().deferred(route.queue(), tier, delivery.now())
                : Optional.empty(),
            workspaces.settings(),
            cadence);
    long startedAt = delivery.mark();
    return admission
        .admit(tier, () -> transitions.placeContact(workspace.id(), placement))
        .compose(
            outcome ->
                switch (outcome.status()) {
                  case "CREATED" -> {
                    Facts facts = Facts.of(outcome.list(0));
                    if (arrival.unreadable()) {
                      delivery.alarm(workspace.id(), "unreadable", id.value());
                    }
                    delivery.placed(
                        workspace.id(),
                        facts,
                        dossier,
                        placement.card(),
                        outcome.notices(),
                        startedAt);
                    yield Future.succeededFuture(
                        new Receipt.Created(
                            reader.view(
                                workspace, facts, dossier, Integer.parseInt(outcome.text(1)))));
                  }
                  case "KNOWN" -> known(workspace, new ContactId(outcome.text(0)));
                  case "REUSED" -> Future.succeededFuture(new Receipt.KeyReused());
                  case "NO_CONSENT" -> Future.succeededFuture(new Receipt.NoConsent());
                  case "OPEN" -> join(workspace, new ContactId(outcome.text(0)), id, arrival);
                  default ->
                      throw new IllegalStateException("place_contact answered " + outcome.status());
                });
  }

  /**
   * A message of an open conversation belongs to its contact; when that closes under us, the
   * message opens a new one.
   */
  private Future<Receipt> join(
      Workspace workspace, ContactId open, ContactId messageId, Arrival arrival) {
    String text = arrival.text() == null ? "" : arrival.text();
    return append(
            workspace,
            open,
            new Said(messageId.value(), text, arrival.reply(), false, ""),
            MOST_RACES)
        .compose(
            outcome ->
                outcome.is("CLOSED") ? receive(workspace.id(), arrival) : known(workspace, open));
  }

  private Future<Receipt> known(Workspace workspace, ContactId id) {
    return reader.find(workspace, id).map(view -> new Receipt.Known(view.orElseThrow()));
  }

  private RoutingPlan plan(
      Workspace workspace, Arrival arrival, People.Known person, Urgency urgency, String language) {
    PlanInput input =
        Placements.planInput(
            arrival,
            person,
            urgency,
            language,
            workspace.policy().at(delivery.now()),
            workspace.readsQueues() ? queues.numbers(workspace, delivery.now()) : Map.of());
    if (arrival.unreadable() && urgency.tier() == Tier.ELEVATED) {
      return workspace.workflow().forQueue(Workflow.UNREADABLE_QUEUE, input);
    }
    Workflow.Planned planned = workspace.workflow().planned(input);
    planned.undecided().forEach(rule -> meters.ruleUndecided());
    return planned.plan();
  }

  @Override
  public Future<CommandResult> addMessage(
      WorkspaceId workspaceId,
      ContactId contact,
      String source,
      @Nullable String key,
      String text,
      @Nullable Map<String, String> reply) {
    Workspace workspace = workspaces.get(workspaceId);
    String message = key == null ? "" : identity.ofKey(workspaceId, source, key).value();
    String digest = key == null ? "" : identity.message(workspaceId, contact, text);
    return reader
        .read(workspace, contact)
        .compose(
            read ->
                read.isEmpty()
                    ? Future.succeededFuture()
                    : reaching.heard(
                        workspaceId,
                        read.get().facts().channel(),
                        text,
                        read.get().dossier().from(),
                        read.get().facts().person()))
        .compose(
            v ->
                append(
                    workspace, contact, new Said(message, text, reply, false, digest), MOST_RACES))
        .map(
            outcome ->
                switch (outcome.status()) {
                  case "MISSING" ->
                      CommandResult.refused("contact-not-found", "There is no such contact.");
                  case "CLOSED" ->
                      CommandResult.refused("contact-closed", "The contact is closed.");
                  case "REUSED" ->
                      CommandResult.refused(
                          CommandResult.KEY_REUSED,
                          "This key came before with something else; nothing changed.");
                  default -> CommandResult.DONE;
                });
  }

  @Override
  public Future<Void> addRead(
      WorkspaceId workspaceId,
      ContactId contact,
      String source,
      String key,
      String text,
      @Nullable Map<String, String> reply,
      boolean all) {
    String message = identity.ofKey(workspaceId, source, key).value();
    return append(
            workspaces.get(workspaceId),
            contact,
            new Said(message, text, reply, all, ""),
            MOST_RACES)
        .mapEmpty();
  }

  @Override
  public Future<Void> requestFiles(WorkspaceId workspace, ContactId contact, List<String> files) {
    return files.isEmpty()
        ? Future.succeededFuture()
        : transitions
            .requestFiles(workspace, contact.value(), files)
            .onSuccess(outcome -> delivery.tell(workspace, outcome.notices()))
            .mapEmpty();
  }

  /**
   * Words that join a contact.
   *
   * @param all whether nothing is left unread of what was placed unread
   * @param digest as in {@link Transitions.Appendix}
   */
  private record Said(
      String message,
      String text,
      @Nullable Map<String, String> reply,
      boolean all,
      String digest) {
    @Override
    public String toString() {
      return "Said[***]";
    }
  }

  /**
   * Scores the whole conversation with the new message, or that alone once a person has set the
   * tier, and lets one script join it: the tier may rise, and falls only when it stood for what
   * nobody had read yet. When another message came meanwhile the score would miss its words, so
   * both are scored anew.
   */
  private Future<Outcome> append(Workspace workspace, ContactId id, Said said, int races) {
    return reader
        .read(workspace, id)
        .compose(
            read ->
                read.isEmpty()
                    ? Future.succeededFuture(new Outcome("MISSING", List.of(), List.of()))
                    : people
                        .of(workspace.id(), read.get().facts().person())
                        .compose(person -> append(workspace, read.get(), person, said, races)))
        .compose(
            outcome ->
                outcome.is("STALE")
                    ? append(workspace, id, said, races - 1)
                    : Future.succeededFuture(outcome));
  }

  private Future<Outcome> append(
      Workspace workspace, ContactReader.Record record, People.Known person, Said said, int races) {
    String id = record.facts().id().value();
    // A person who set the tier had read what was there: only new words may say otherwise.
    boolean decided = record.dossier().overrideReason() != null;
    List<String> messages = new ArrayList<>(decided ? List.of() : record.personsWords());
    messages.add(said.text());
    Urgency urgency =
        triage.rescore(
            record.facts(),
            messages,
            record.dossier(),
            person,
            record.silentSeconds(delivery.now()));
    String line =
        words.sealLine(
            workspace.id(), id, new DesktopFrame.Line("person", said.text(), delivery.now()));
    Dossier dossier = record.dossier().withReasons(urgency.reasons(), urgency.version());
    Map<String, String> reply = said.reply();
    return transitions
        .appendMessage(
            workspace.id(),
            new Transitions.Appendix(
                id,
                said.message(),
                line,
                urgency.tier().rank(),
                urgency.score(),
                urgency.adverseEvent(),
                Placements.codes(urgency),
                urgency.version(),
                resealed(workspace.id(), id, record.dossier(), dossier),
                reply == null ? "" : words.sealReply(workspace.id(), id, reply),
                races > 0 ? record.facts().messages() : -1,
                said.all() && Triage.stoodForUnread(record.facts(), record.dossier()),
                said.digest()))
        .onSuccess(outcome -> delivery.tell(workspace.id(), outcome.notices()));
  }

  @Override
  public Future<Boolean> noteReading(
      WorkspaceId workspace, ContactId contact, String actor, String reason) {
    return transitions
        .noteReading(workspace, contact.value(), identity.actor(actor), reason)
        .map(outcome -> !outcome.is("MISSING"));
  }

  @Override
  public Future<Optional<List<DesktopFrame.Line>>> readWords(
      WorkspaceId workspaceId, ContactId contact, String actor, String reason) {
    Workspace workspace = workspaces.get(workspaceId);
    return transitions
        .noteReading(workspaceId, contact.value(), identity.actor(actor), reason)
        .compose(
            outcome ->
                outcome.is("MISSING")
                    ? Future.succeededFuture(Optional.empty())
                    : reader
                        .read(workspace, contact)
                        .map(read -> read.map(ContactReader.Record::conversation)));
  }

  @Override
  public Future<CommandResult> overrideUrgency(
      WorkspaceId workspaceId, ContactId contact, Tier tier, String reason, String actor) {
    Workspace workspace = workspaces.get(workspaceId);
    return reader
        .read(workspace, contact)
        .compose(
            read ->
                read.isEmpty()
                    ? Future.succeededFuture(
                        CommandResult.refused("contact-not-found", "There is no such contact."))
                    : transitions
                        .overrideUrgency(
                            workspaceId,
                            contact.value(),
                            tier.rank(),
                            Triage.least(tier),
                            identity.actor(actor),
                            identity.reason(workspaceId, reason),
                            resealed(
                                workspaceId,
                                contact.value(),
                                read.get().dossier(),
                                read.get().dossier().withOverride(reason)))
                        .map(
                            outcome -> {
                              delivery.tell(workspaceId, outcome.notices());
                              return outcome.is("CLOSED")
                                  ? CommandResult.refused(
                                      "contact-closed", "The contact is closed.")
                                  : CommandResult.DONE;
                            }));
  }

  /** Sealed; empty to leave what is sealed, where that could not be read. */
  private String resealed(WorkspaceId workspace, String contact, Dossier read, Dossier changed) {
    return read.readable() ? words.seal(workspace, contact, changed) : "";
  }

  @Override
  public Future<CommandResult> acknowledgeEscalation(
      WorkspaceId workspaceId, ContactId contact, String actor) {
    return transitions
        .acknowledgeEscalation(workspaceId, contact.value(), identity.actor(actor))
        .map(
            outcome ->
                switch (outcome.status()) {
                  case "MISSING" ->
                      CommandResult.refused("contact-not-found", "There is no such contact.");
                  case "NONE" ->
                      CommandResult.refused(
                          "not-escalated", "Nothing is escalated: it is taken or not that urgent.");
                  default -> CommandResult.DONE;
                });
  }

  @Override
  public Future<CommandResult> assign(
      WorkspaceId workspaceId, ContactId contact, NavigatorId navigator, String actor) {
    return transitions
        .assignContact(
            workspaceId,
            contact.value(),
            navigator.value(),
            HoldTimes.ASSIGNED.encode(),
            identity.actor(actor))
        .map(
            outcome -> {
              delivery.tell(workspaceId, outcome.notices());
              return switch (outcome.status()) {
                case "MISSING" ->
                    CommandResult.refused("contact-not-found", "There is no such contact.");
                case "ILLEGAL" ->
                    CommandResult.refused("illegal-state", "Only who waits can be assigned.");
                case "UNAVAILABLE" ->
                    CommandResult.refused(
                        "navigator-unavailable", "That navigator is not on duty.");
                case "FULL" ->
                    CommandResult.refused(
                        "navigator-full", "They take nothing of this channel, or enough waits.");
                default -> CommandResult.DONE;
              };
            });
  }

  @Override
  public Future<CommandResult> abandon(WorkspaceId workspaceId, ContactId contact, String cause) {
    return transitions
        .abandonContact(workspaceId, contact.value(), cause)
        .map(
            outcome -> {
              delivery.tell(workspaceId, outcome.notices());
              return switch (outcome.status()) {
                case "MISSING" ->
                    CommandResult.refused("contact-not-found", "There is no such contact.");
                case "OWED" ->
                    CommandResult.refused(
                        "report-owed", "Nobody is on the line of a report: submit or dismiss it.");
                default -> CommandResult.DONE;
              };
            });
  }

  @Override
  public Future<CommandResult> report(
      WorkspaceId workspaceId, String source, InboundStatus status) {
    BridgeResult bridge = status.bridge();
    if (bridge != null && status.commandId() != null) {
      return delivery.bridged(workspaceId, status.commandId(), bridge, status.leg());
    }
    DeliveryStatus how = status.delivery();
    if (how != null) {
      return delivered(workspaceId, source, status, how);
    }
    if (!status.terminal() && status.digits() == null) {
      return Future.succeededFuture(CommandResult.DONE);
    }
    return whom(workspaceId, source, status)
        .compose(
            contact ->
                status.digits() == null
                    ? abandon(workspaceId, contact, "hangup").map(done -> CommandResult.DONE)
                    : pressed(workspaceId, contact, status.digits()));
  }

  /** Far from being a failure when it is not known: the platform carries others' messages too. */
  private Future<CommandResult> delivered(
      WorkspaceId workspaceId, String source, InboundStatus status, DeliveryStatus how) {
    String command = status.commandId();
    return transitions
        .reportDelivery(
            workspaceId,
            command == null ? "" : command,
            identity.receipt(workspaceId, source, status.externalId()),
            how.wireName())
        .map(
            outcome -> {
              delivery.tell(workspaceId, outcome.notices());
              return CommandResult.DONE;
            });
  }

  /** A status names its contact by our id, by its conversation, or by the sender's own id. */
  private Future<ContactId> whom(WorkspaceId workspaceId, String source, InboundStatus status) {
    ContactId byKey = identity.ofKey(workspaceId, source, status.externalId());
    String named = status.attributes().get("contactId");
    if (named != null && ContactId.isValid(named)) {
      return find(workspaceId, new ContactId(named))
          .map(
              found ->
                  found
                      .filter(view -> view.source().equals(source))
                      .map(ContactView::id)
                      .orElse(byKey));
    }
    String conversation = status.conversationId();
    return conversation == null
        ? Future.succeededFuture(byKey)
        : reader.openOf(
            workspaceId, identity.conversation(workspaceId, source, conversation), byKey);
  }

  @Override
  public Future<Optional<ContactView>> concerned(
      WorkspaceId workspaceId, String source, InboundStatus status) {
    return whom(workspaceId, source, status).compose(contact -> find(workspaceId, contact));
  }

  /** The caller pressed the digit for distress: at least HIGH_DISTRESS from now on. */
  private Future<CommandResult> pressed(WorkspaceId workspaceId, ContactId contact, String digits) {
    Workspace workspace = workspaces.get(workspaceId);
    return reader
        .read(workspace, contact)
        .compose(
            read ->
                read.isEmpty()
                        || !triage.distressDigit(digits)
                        || read.get().facts().tier().strict()
                    ? Future.succeededFuture(CommandResult.DONE)
                    : overrideUrgency(
                        workspaceId, contact, Tier.HIGH_DISTRESS, "distress_digit", "caller"));
  }

  @Override
  public Future<Boolean> isKnown(WorkspaceId workspace, Arrival arrival) {
    return arrival.key() == null
        ? Future.succeededFuture(false)
        : find(workspace, identity.of(workspace, arrival)).map(Optional::isPresent);
  }

  @Override
  public Future<Optional<ContactView>> find(WorkspaceId workspace, ContactId contact) {
    return reader.find(workspaces.get(workspace), contact);
  }

  @Override
  public Future<List<TimelineEntry>> timeline(WorkspaceId workspace, ContactId contact) {
    return reader.timeline(workspaces.get(workspace), contact);
  }

  @Override
  public Future<List<Spoken>> conversation(WorkspaceId workspace, ContactId contact) {
    return reader.conversation(workspaces.get(workspace), contact);
  }

  @Override
  public Future<Optional<Talk>> talk(
      WorkspaceId workspace, String source, String conversation, boolean withFormer) {
    return reader.talk(
        workspaces.get(workspace),
        identity.conversation(workspace, source, conversation),
        withFormer);
  }

  @Override
  public Future<Optional<Explanation>> explain(
      WorkspaceId workspace, ContactId contact, String language) {
    return reader.explain(workspaces.get(workspace), contact, Story.in(language));
  }
}
