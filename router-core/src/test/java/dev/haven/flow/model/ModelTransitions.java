package dev.haven.flow.model;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import dev.haven.flow.QueueSwitch;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * The transitions over the naive matching: each goes to the part that it is about. What only reads
 * answers that nothing is there, as nothing that is compared depends on it.
 */
final class ModelTransitions implements Transitions {
  final ModelMatch m;
  private final ModelNodes nodes;
  private final ModelCatalogue catalogue;
  private final ModelOutbox outbox;
  private final ModelDeadlines deadlines;

  ModelTransitions(Settings settings, long now) {
    m = new ModelMatch(settings, now);
    nodes = new ModelNodes(m);
    catalogue = new ModelCatalogue(m);
    outbox = new ModelOutbox(m);
    deadlines = new ModelDeadlines(m);
  }

  private static Future<Outcome> answer(Outcome outcome) {
    return Future.succeededFuture(outcome);
  }

  /** As if everything due had just been worked off. */
  void touchPoll() {
    deadlines.touchPoll();
  }

  @Override
  public Future<Outcome> placeContact(WorkspaceId w, Placement p) {
    return answer(m.intake.placeContact(p));
  }

  @Override
  public Future<Outcome> appendMessage(WorkspaceId w, Appendix a) {
    return answer(m.intake.appendMessage(a));
  }

  @Override
  public Future<Outcome> noteReading(WorkspaceId w, String contact, String actor, String reason) {
    return answer(ModelPart.say(m.contacts.containsKey(contact) ? "DONE" : "MISSING"));
  }

  @Override
  public Future<Outcome> overrideUrgency(
      WorkspaceId w,
      String contact,
      int tier,
      int score,
      String actor,
      String reason,
      String card) {
    return answer(m.urgency.overrideUrgency(contact, tier, score));
  }

  @Override
  public Future<Outcome> abandonContact(WorkspaceId w, String contact, String cause) {
    return answer(m.intake.abandonContact(contact));
  }

  @Override
  public Future<Outcome> setConsent(
      WorkspaceId w, String subject, String purpose, boolean granted, Long atMs, String source) {
    return answer(m.persons.setConsent(subject, purpose, granted, atMs));
  }

  @Override
  public Future<Outcome> acceptOffer(
      WorkspaceId w, String navigator, String session, String offer) {
    return answer(m.offers.acceptOffer(navigator, session, offer));
  }

  @Override
  public Future<Outcome> rejectOffer(
      WorkspaceId w, String navigator, String session, String offer, String reason) {
    return answer(m.offers.rejectOffer(navigator, session, offer));
  }

  @Override
  public Future<Outcome> changeEngagement(
      WorkspaceId w, String navigator, String session, String engagement, String change) {
    return answer(m.work.changeEngagement(navigator, session, engagement, change));
  }

  @Override
  public Future<Outcome> finishEngagement(
      WorkspaceId w,
      String navigator,
      String session,
      String engagement,
      String disposition,
      String notes,
      String members) {
    return answer(m.work.finishEngagement(navigator, session, engagement, disposition, members));
  }

  @Override
  public Future<Outcome> sendMessage(
      WorkspaceId w,
      String navigator,
      String session,
      String engagement,
      String commandId,
      String words,
      boolean among) {
    return answer(outbox.sendMessage(navigator, session, engagement, commandId, among));
  }

  @Override
  public Future<Outcome> consultEngagement(
      WorkspaceId w, String navigator, String session, String engagement, String target, int lane) {
    return answer(m.consults.consultEngagement(navigator, session, engagement, target, lane));
  }

  @Override
  public Future<Outcome> changeConsult(
      WorkspaceId w,
      String navigator,
      String session,
      String engagement,
      String target,
      String change) {
    return answer(m.consults.changeConsult(navigator, session, engagement, target, change));
  }

  @Override
  public Future<Outcome> sendOutside(
      WorkspaceId w, String navigator, String session, String engagement, String to, String body) {
    return answer(m.outside.sendOutside(navigator, session, engagement, to));
  }

  @Override
  public Future<Outcome> callInterpreter(
      WorkspaceId w, String navigator, String session, String engagement, String language) {
    return answer(m.outside.callInterpreter(navigator, session, engagement, language));
  }

  @Override
  public Future<Outcome> changeOutside(WorkspaceId w, String id, String change, String cause) {
    return answer(m.outside.changeOutside(id, change, cause));
  }

  @Override
  public Future<Outcome> transferEngagement(
      WorkspaceId w,
      String navigator,
      String session,
      String engagement,
      String target,
      long holdMs,
      int lane,
      String steps,
      String queue) {
    return answer(
        m.work.transferEngagement(navigator, session, engagement, target, holdMs, lane, steps));
  }

  @Override
  public Future<Outcome> acknowledgeEscalation(WorkspaceId w, String contact, String actor) {
    return answer(m.urgency.acknowledgeEscalation(contact));
  }

  @Override
  public Future<Outcome> notePerson(
      WorkspaceId w, String what, String person, String other, String actor) {
    return answer(ModelPart.say("DONE"));
  }

  @Override
  public Future<Outcome> erasePerson(
      WorkspaceId w, String person, String cursor, boolean look, String actor) {
    return answer(m.persons.erasePerson(person, look));
  }

  @Override
  public Future<Outcome> flagAdverseEvent(WorkspaceId w, String contact, String actor) {
    return answer(m.urgency.flagAdverseEvent(contact));
  }

  @Override
  public Future<Outcome> openReport(
      WorkspaceId w, String report, String about, long awareMs, long dueMs) {
    return answer(m.reports.openReport(report, dueMs));
  }

  @Override
  public Future<Outcome> fillReport(
      WorkspaceId w, String report, int revision, String actor, boolean complete, String words) {
    return answer(m.reports.fillReport(report, revision));
  }

  @Override
  public Future<Outcome> settleReport(
      WorkspaceId w, String report, String how, String revision, String actor, String note) {
    return answer(m.reports.settleReport(report, how, revision));
  }

  @Override
  public Future<Outcome> assignContact(
      WorkspaceId w, String contact, String navigator, String holds, String actor) {
    return answer(m.offers.assignContact(contact, navigator, holds));
  }

  @Override
  public Future<Outcome> openSession(
      WorkspaceId w, String navigator, String node, String activity) {
    return answer(m.presence.openSession(navigator, node));
  }

  @Override
  public Future<Outcome> loseSession(
      WorkspaceId w, String navigator, String session, boolean atOnce) {
    return answer(m.presence.loseSession(navigator, session, atOnce));
  }

  @Override
  public Future<Outcome> setActivity(
      WorkspaceId w, String navigator, String session, String activity) {
    return answer(m.presence.setActivity(navigator, session, activity));
  }

  @Override
  public Future<Outcome> upsertNavigator(
      WorkspaceId w,
      String navigator,
      int profile,
      String capacities,
      String description,
      boolean onlyNew) {
    return answer(m.presence.upsertNavigator(navigator, profile, capacities, description, onlyNew));
  }

  @Override
  public Future<Outcome> removeNavigator(WorkspaceId w, String navigator) {
    return answer(m.presence.removeNavigator(navigator));
  }

  @Override
  public Future<Outcome> registerLane(
      WorkspaceId w, long fromVersion, String definition, int channel, String fits) {
    return answer(catalogue.registerLane(fromVersion, definition));
  }

  @Override
  public Future<Outcome> registerProfile(
      WorkspaceId w, long fromVersion, String definition, String fits) {
    return answer(catalogue.registerProfile(fromVersion, definition));
  }

  @Override
  public Future<Outcome> expireDue(WorkspaceId w, int most, int sweepMs) {
    return answer(deadlines.expireDue(most));
  }

  @Override
  public Future<Outcome> renewNode(WorkspaceId w, String node, boolean leaving, String lowered) {
    return answer(nodes.renewNode(node, leaving));
  }

  @Override
  public Future<Outcome> keepLease(WorkspaceId w, String name, String holder, boolean leaving) {
    return answer(nodes.keepLease(name, holder, leaving));
  }

  @Override
  public Future<Outcome> findOrphans(WorkspaceId w, String gone, String walk, int most) {
    return answer(catalogue.findOrphans(gone));
  }

  @Override
  public Future<Outcome> applyConfig(WorkspaceId w, Settings newSettings, String node, int rules) {
    return answer(ModelPart.say("APPLIED"));
  }

  @Override
  public Future<Outcome> switchQueue(
      WorkspaceId w, String queue, QueueSwitch what, boolean on, String actor, String reason) {
    return answer(catalogue.switchQueue(queue, what, on));
  }

  @Override
  public Future<Outcome> claimCommands(WorkspaceId w, int most, Collection<String> underWay) {
    return answer(outbox.claimCommands(most, underWay));
  }

  @Override
  public Future<Outcome> requestFiles(WorkspaceId w, String contact, List<String> files) {
    return answer(outbox.requestFiles(contact, files));
  }

  @Override
  public Future<Outcome> finishCommand(
      WorkspaceId w, String command, Long retryMs, String outcome, String contact, String receipt) {
    return answer(outbox.finishCommand(command, retryMs, outcome, receipt));
  }

  @Override
  public Future<Outcome> reportDelivery(
      WorkspaceId w, String command, String receipt, String status) {
    return answer(outbox.reportDelivery(command, receipt, status));
  }

  @Override
  public Future<List<Object>> readContact(WorkspaceId w, String contact, String siblings) {
    return Future.succeededFuture(List.of("MISSING"));
  }

  @Override
  public Future<List<Object>> readReport(WorkspaceId w, String report) {
    return Future.succeededFuture(m.reports.readReport(report));
  }

  @Override
  public Future<List<Object>> readDesktop(WorkspaceId w, String navigator) {
    return Future.succeededFuture(List.of("UNKNOWN"));
  }

  @Override
  public Future<List<Object>> readWaiting(WorkspaceId w, int most) {
    return Future.succeededFuture(List.of("DONE"));
  }

  @Override
  public Future<List<Object>> readOwed(WorkspaceId w, int most) {
    return Future.succeededFuture(List.of("DONE"));
  }

  @Override
  public Future<List<Object>> readReports(WorkspaceId w, String state, Long untilMs, int most) {
    return Future.succeededFuture(List.of("DONE", List.of()));
  }

  @Override
  public Future<List<Object>> readEscalations(WorkspaceId w, int most) {
    return Future.succeededFuture(List.of("DONE", List.of()));
  }

  @Override
  public Future<List<Object>> readQueues(WorkspaceId w, int lanes, int profiles) {
    return Future.succeededFuture(List.of("DONE"));
  }

  @Override
  public Future<List<Object>> checkSessions(WorkspaceId w, List<String> navigatorSessionSeq) {
    return Future.succeededFuture(List.of("DONE", List.of()));
  }

  @Override
  public Future<List<Object>> readSeats(WorkspaceId w, String node, int from, int most) {
    return Future.succeededFuture(List.of("DONE", nodes.readSeats(node, from, most)));
  }
}
