package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of contacts, offers, engagements and navigators: each is atomic, may be repeated,
 * and journals itself. The scripts' headers are their full description; {@link Outcome#status} is
 * the word that the header names. The plain-Java model that serves the tests as an oracle
 * implements this interface too, and passes the same contract.
 *
 * <p>A failed future means that it is not known whether the transition ran: repeat it with the same
 * arguments.
 */
public interface Transitions {
  /**
   * Everything a new contact is placed with.
   *
   * @param plan JSON object for the journal: which rule placed it, and what the rules saw of the
   *     person
   * @param cadence how the person is reached, as the script reads it; empty for none
   * @param offerTo how many navigators it is offered to at once, 1 to 5
   */
  record Placement(
      String id,
      String digest,
      String source,
      int channel,
      String language,
      int lane,
      int tier,
      int score,
      boolean adverseEvent,
      String kind,
      String steps,
      long latestStartMs,
      String designated,
      String holds,
      String conversation,
      String person,
      @Nullable Long dueAtMs,
      boolean live,
      String card,
      String queue,
      String codes,
      String scorer,
      String siblings,
      String plan,
      String cadence,
      int offerTo) {}

  /**
   * A message with the urgency of its whole conversation.
   *
   * @param known how many messages after the first the urgency saw; negative for any
   * @param read whether these are the words of what was placed unread, and all of it
   * @param digest of contact and text, tells a repeat from another message with the same id; empty
   *     where the same id is always a repeat
   */
  record Appendix(
      String contact,
      String messageId,
      String words,
      int tier,
      int score,
      boolean adverseEvent,
      String codes,
      String scorer,
      String card,
      String reply,
      int known,
      boolean read,
      String digest) {}

  Future<Outcome> placeContact(WorkspaceId workspace, Placement placement);

  Future<Outcome> appendMessage(WorkspaceId workspace, Appendix appendix);

  Future<Outcome> overrideUrgency(
      WorkspaceId workspace,
      String contact,
      int tier,
      int score,
      String actor,
      String reason,
      String card);

  Future<Outcome> noteReading(WorkspaceId workspace, String contact, String actor, String reason);

  Future<Outcome> abandonContact(WorkspaceId workspace, String contact, String cause);

  Future<Outcome> acceptOffer(
      WorkspaceId workspace, String navigator, String session, String offer);

  Future<Outcome> rejectOffer(
      WorkspaceId workspace, String navigator, String session, String offer, String reason);

  Future<Outcome> changeEngagement(
      WorkspaceId workspace, String navigator, String session, String engagement, String change);

  /**
   * @param disposition empty to begin the wrap-up only
   * @param members contacts joined under it that end with it, comma between; the others wait again
   */
  Future<Outcome> finishEngagement(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String disposition,
      String notes,
      String members);

  Future<Outcome> sendMessage(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String commandId,
      String words,
      boolean among);

  /**
   * @param lane -1 to keep the lane
   */
  Future<Outcome> transferEngagement(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String target,
      long holdMs,
      int lane,
      String steps,
      String queue);

  /**
   * Asks a second navigator about an engagement.
   *
   * @param target who, empty for whoever of a queue is free
   * @param lane of that queue, -1 with a target
   */
  Future<Outcome> consultEngagement(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String target,
      int lane);

  /**
   * @param navigator the first one; empty when the pipeline reports on the second one's call
   * @param engagement of the first navigator, or the consult's id when the pipeline reports
   * @param target of {@code complete}: who is meant, empty for whoever was asked
   * @param change complete, conference, take_back, connected, no_answer or hung_up
   */
  Future<Outcome> changeConsult(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String target,
      String change);

  /**
   * Sends a call to a number outside.
   *
   * @param to what the site calls the number, a code
   * @param body what the command finds it by: the name, or the number itself, sealed
   */
  Future<Outcome> sendOutside(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String to,
      String body);

  /**
   * The pipeline reports on a call to a number outside.
   *
   * @param outside names the attempt
   * @param change answered, pressed, declined, connected, failed or hung_up
   * @param cause of {@code failed}, a code; of {@code answered} whether nobody could be asked
   */
  Future<Outcome> changeOutside(WorkspaceId workspace, String outside, String change, String cause);

  /**
   * Calls an interpreter to a call; one who is there is let go.
   *
   * @param language ISO 639 code; empty for the contact's
   */
  Future<Outcome> callInterpreter(
      WorkspaceId workspace, String navigator, String session, String engagement, String language);

  Future<Outcome> acknowledgeEscalation(WorkspaceId workspace, String contact, String actor);

  /**
   * @param holds by tier, ms, comma between
   */
  Future<Outcome> assignContact(
      WorkspaceId workspace, String contact, String navigator, String holds, String actor);

  /**
   * @param subject a person, or {@code @} and the digest of an address
   * @param purpose a code; {@code *} for all
   * @param atMs when they said so; null for now
   * @param source a code: what they said it by
   */
  Future<Outcome> setConsent(
      WorkspaceId workspace,
      String subject,
      String purpose,
      boolean granted,
      @Nullable Long atMs,
      String source);

  /**
   * @param what merged or split
   */
  Future<Outcome> notePerson(
      WorkspaceId workspace, String what, String person, String other, String actor);

  /**
   * @param cursor 0 to begin
   * @param look whether to count what is open only
   */
  Future<Outcome> erasePerson(
      WorkspaceId workspace, String person, String cursor, boolean look, String actor);

  /** A person sees an adverse event in a contact. */
  Future<Outcome> flagAdverseEvent(WorkspaceId workspace, String contact, String actor);

  /**
   * @param report the report's own contact
   * @param about the contact it tells of
   */
  Future<Outcome> openReport(
      WorkspaceId workspace, String report, String about, long awareMs, long dueMs);

  Future<Outcome> fillReport(
      WorkspaceId workspace,
      String report,
      int revision,
      String actor,
      boolean complete,
      String words);

  /**
   * @param how submitted, dismissed or handed
   * @param revision what was checked to be complete; empty unless it is submitted
   * @param note a code
   */
  Future<Outcome> settleReport(
      WorkspaceId workspace, String report, String how, String revision, String actor, String note);

  Future<Outcome> openSession(
      WorkspaceId workspace, String navigator, String node, String activity);

  Future<Outcome> loseSession(
      WorkspaceId workspace, String navigator, String session, boolean atOnce);

  Future<Outcome> setActivity(
      WorkspaceId workspace, String navigator, String session, String activity);

  Future<Outcome> upsertNavigator(
      WorkspaceId workspace,
      String navigator,
      int profile,
      String capacities,
      String description,
      boolean onlyNew);

  Future<Outcome> removeNavigator(WorkspaceId workspace, String navigator);

  Future<Outcome> registerLane(
      WorkspaceId workspace, long version, String definition, int channel, String fits);

  Future<Outcome> registerProfile(
      WorkspaceId workspace, long version, String definition, String fits);

  Future<Outcome> expireDue(WorkspaceId workspace, int most, int sweepMs);

  default Future<Outcome> renewNode(WorkspaceId workspace, String node, boolean leaving) {
    return renewNode(workspace, node, leaving, "");
  }

  /**
   * @param lowered the safety floors of urgency that this node's site has lowered, journaled when
   *     the node opens; empty for none
   */
  Future<Outcome> renewNode(WorkspaceId workspace, String node, boolean leaving, String lowered);

  /**
   * Takes, keeps or gives up what one node does for a workspace.
   *
   * @param name what, 1 to 100 characters without a space
   * @param holder the node
   */
  Future<Outcome> keepLease(WorkspaceId workspace, String name, String holder, boolean leaving);

  /**
   * Looks through some of the work that is not closed for what asks for a lane, now or in a step to
   * come. Others are served between the calls.
   *
   * @param gone numbers of lanes, comma between, one at least
   * @param walk empty begins; else what MORE told. GONE says that the walk is to begin anew.
   * @param most about how many contacts a call looks at
   */
  Future<Outcome> findOrphans(WorkspaceId workspace, String gone, String walk, int most);

  /**
   * @param rules how many the workflow has
   */
  Future<Outcome> applyConfig(WorkspaceId workspace, Settings newSettings, String node, int rules);

  /**
   * @param actor who does it
   * @param reason a code
   */
  Future<Outcome> switchQueue(
      WorkspaceId workspace,
      String queue,
      QueueSwitch what,
      boolean on,
      String actor,
      String reason);

  /**
   * @param underWay commands that the caller still works on: no other node may start on them
   */
  Future<Outcome> claimCommands(WorkspaceId workspace, int most, Collection<String> underWay);

  /**
   * @param retryMs null when it is over
   * @param receipt digest of the id the platform gave a message, empty when there is none
   */
  Future<Outcome> finishCommand(
      WorkspaceId workspace,
      String command,
      @Nullable Long retryMs,
      String outcome,
      String contact,
      String receipt);

  /**
   * @param files what names them within their contact
   */
  Future<Outcome> requestFiles(WorkspaceId workspace, String contact, List<String> files);

  /**
   * A platform tells how far a message of a navigator is. What it names by its own id may come
   * before {@link #finishCommand} has told that id: it is kept for five minutes and counts then.
   *
   * @param command that sent it, empty when the platform names it by its own id
   * @param receipt digest of the platform's id, for when it does not name the command
   * @param status wire name of a {@link dev.haven.channel.DeliveryStatus}
   */
  Future<Outcome> reportDelivery(
      WorkspaceId workspace, String command, String receipt, String status);

  /** Status, then what the header of {@code read_contact} lists. */
  Future<List<Object>> readContact(WorkspaceId workspace, String contact, String siblings);

  /** Status, then the facts of those who wait, the best placed of each lane. */
  Future<List<Object>> readWaiting(WorkspaceId workspace, int most);

  /**
   * @param most how many of the next deadlines are looked through
   */
  Future<List<Object>> readOwed(WorkspaceId workspace, int most);

  /**
   * Status, then what the header of {@code read_reports} lists.
   *
   * @param state empty for every one
   * @param untilMs null for every one
   * @param most how many are looked through
   */
  Future<List<Object>> readReports(
      WorkspaceId workspace, String state, @Nullable Long untilMs, int most);

  /** Status, then what the header of {@code read_report} lists. */
  Future<List<Object>> readReport(WorkspaceId workspace, String report);

  /** Status, then facts, rung and time of the next one of those whom nobody took in time. */
  Future<List<Object>> readEscalations(WorkspaceId workspace, int most);

  Future<List<Object>> readDesktop(WorkspaceId workspace, String navigator);

  /**
   * What was read before may be shown once this completes: it has reached the commit level. A read
   * alone may tell of a transition whose own confirmation is still to come, or failed.
   */
  default Future<Void> confirmRead(WorkspaceId workspace) {
    return Future.succeededFuture();
  }

  Future<List<Object>> readQueues(WorkspaceId workspace, int lanes, int profiles);

  /**
   * How many placements under way at a time keep the store busy. More would only stand before
   * whoever comes next, however urgent.
   */
  default int placementsAtOnce() {
    return 8;
  }

  /**
   * From now on transitions tell other nodes than this one what is for their desktops, in the same
   * call, where their reply is all that the commit level asks for.
   *
   * @return whether they do; else the caller has to
   */
  default boolean tellOthersThan(String node) {
    return false;
  }

  Future<List<Object>> checkSessions(WorkspaceId workspace, List<String> navigatorSessionSeq);

  /**
   * Status, then navigator and session of some of the desktops that a node holds by what the store
   * knows.
   *
   * @param from how many to leave out, those that were listed before
   * @param most how many to list at most
   */
  Future<List<Object>> readSeats(WorkspaceId workspace, String node, int from, int most);
}
