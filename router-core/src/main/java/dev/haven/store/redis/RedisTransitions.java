package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import dev.haven.flow.QueueSwitch;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transitions as Lua scripts on Redis. Called on the event loop of its link. */
public final class RedisTransitions implements Transitions {
  /** What Java packs of a contact's record: the first fields of its rest. */
  static final List<String> PREPARED =
      List.of("src", "digest", "lang", "score", "kind", "steps", "cv", "pid");

  private final RedisLink link;
  private volatile Settings used;
  private volatile String caller = "";
  private volatile String settings;

  public RedisTransitions(RedisLink link, Settings settings) {
    this.link = link;
    this.used = settings;
    this.settings = ofCaller(settings, caller);
  }

  /** Not with commit level replicated: no desktop may see what is not confirmed. */
  @Override
  public boolean tellOthersThan(String node) {
    if (link.confirmsApart()) {
      return false;
    }
    caller = node;
    use(used);
    return true;
  }

  @Override
  public Future<Outcome> placeContact(WorkspaceId workspace, Placement p) {
    return run(
        LuaScript.PLACE_CONTACT,
        workspace,
        p.id(),
        p.digest(),
        prepared(p),
        placed(p),
        text(p.channel()),
        text(p.lane()),
        text(p.tier()),
        p.kind(),
        text(p.latestStartMs()),
        p.designated(),
        p.holds(),
        p.conversation(),
        p.person(),
        p.dueAtMs() == null ? "" : text(p.dueAtMs()),
        flag(p.live()),
        flag(p.adverseEvent()),
        p.card(),
        p.siblings(),
        p.cadence(),
        text(p.offerTo()));
  }

  @Override
  public Future<Outcome> appendMessage(WorkspaceId workspace, Appendix a) {
    return run(
        LuaScript.APPEND_MESSAGE,
        workspace,
        a.contact(),
        a.messageId(),
        a.words(),
        text(a.tier()),
        text(a.score()),
        flag(a.adverseEvent()),
        a.codes(),
        a.scorer(),
        a.card(),
        a.reply(),
        a.known() < 0 ? "" : text(a.known()),
        flag(a.read()),
        a.digest());
  }

  @Override
  public Future<Outcome> overrideUrgency(
      WorkspaceId workspace,
      String contact,
      int tier,
      int score,
      String actor,
      String reason,
      String card) {
    return run(
        LuaScript.OVERRIDE_URGENCY,
        workspace,
        contact,
        text(tier),
        text(score),
        actor,
        reason,
        card);
  }

  @Override
  public Future<Outcome> noteReading(
      WorkspaceId workspace, String contact, String actor, String reason) {
    return run(LuaScript.NOTE_READING, workspace, contact, actor, reason);
  }

  @Override
  public Future<Outcome> abandonContact(WorkspaceId workspace, String contact, String cause) {
    return run(LuaScript.ABANDON_CONTACT, workspace, contact, cause);
  }

  @Override
  public Future<Outcome> acceptOffer(
      WorkspaceId workspace, String navigator, String session, String offer) {
    return run(LuaScript.ACCEPT_OFFER, workspace, navigator, session, offer, contactOf(offer));
  }

  @Override
  public Future<Outcome> rejectOffer(
      WorkspaceId workspace, String navigator, String session, String offer, String reason) {
    return run(
        LuaScript.REJECT_OFFER, workspace, navigator, session, offer, contactOf(offer), reason);
  }

  @Override
  public Future<Outcome> changeEngagement(
      WorkspaceId workspace, String navigator, String session, String engagement, String change) {
    return run(
        LuaScript.CHANGE_ENGAGEMENT,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        change);
  }

  @Override
  public Future<Outcome> finishEngagement(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String disposition,
      String notes,
      String members) {
    return run(
        LuaScript.FINISH_ENGAGEMENT,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        disposition,
        notes,
        members);
  }

  @Override
  public Future<Outcome> sendMessage(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String commandId,
      String words,
      boolean among) {
    return run(
        LuaScript.SEND_MESSAGE,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        commandId,
        words,
        among ? "1" : "");
  }

  @Override
  public Future<Outcome> consultEngagement(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String target,
      int lane) {
    return run(
        LuaScript.CONSULT_ENGAGEMENT,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        target,
        lane < 0 ? "" : text(lane));
  }

  @Override
  public Future<Outcome> changeConsult(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String target,
      String change) {
    return run(
        LuaScript.CHANGE_CONSULT,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        target,
        change);
  }

  @Override
  public Future<Outcome> sendOutside(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String to,
      String body) {
    return run(
        LuaScript.SEND_OUTSIDE,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        to,
        body);
  }

  @Override
  public Future<Outcome> changeOutside(
      WorkspaceId workspace, String outside, String change, String cause) {
    return run(LuaScript.CHANGE_OUTSIDE, workspace, outside, contactOf(outside), change, cause);
  }

  @Override
  public Future<Outcome> callInterpreter(
      WorkspaceId workspace, String navigator, String session, String engagement, String language) {
    return run(
        LuaScript.CALL_INTERPRETER,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        language);
  }

  @Override
  public Future<Outcome> transferEngagement(
      WorkspaceId workspace,
      String navigator,
      String session,
      String engagement,
      String target,
      long holdMs,
      int lane,
      String steps,
      String queue) {
    return run(
        LuaScript.TRANSFER_ENGAGEMENT,
        workspace,
        navigator,
        session,
        engagement,
        contactOf(engagement),
        target,
        text(holdMs),
        lane < 0 ? "" : text(lane),
        steps,
        queue);
  }

  @Override
  public Future<Outcome> acknowledgeEscalation(
      WorkspaceId workspace, String contact, String actor) {
    return run(LuaScript.ACKNOWLEDGE_ESCALATION, workspace, contact, actor);
  }

  @Override
  public Future<Outcome> setConsent(
      WorkspaceId workspace,
      String subject,
      String purpose,
      boolean granted,
      @Nullable Long atMs,
      String source) {
    return run(
        LuaScript.SET_CONSENT,
        workspace,
        subject,
        purpose,
        flag(granted),
        atMs == null ? "" : text(atMs),
        source);
  }

  @Override
  public Future<Outcome> notePerson(
      WorkspaceId workspace, String what, String person, String other, String actor) {
    return run(LuaScript.NOTE_PERSON, workspace, what, person, other, actor);
  }

  @Override
  public Future<Outcome> erasePerson(
      WorkspaceId workspace, String person, String cursor, boolean look, String actor) {
    return run(LuaScript.ERASE_PERSON, workspace, person, cursor, flag(look), actor);
  }

  @Override
  public Future<Outcome> flagAdverseEvent(WorkspaceId workspace, String contact, String actor) {
    return run(LuaScript.FLAG_ADVERSE_EVENT, workspace, contact, actor);
  }

  @Override
  public Future<Outcome> openReport(
      WorkspaceId workspace, String report, String about, long awareMs, long dueMs) {
    return run(LuaScript.OPEN_REPORT, workspace, report, about, text(awareMs), text(dueMs));
  }

  @Override
  public Future<Outcome> fillReport(
      WorkspaceId workspace,
      String report,
      int revision,
      String actor,
      boolean complete,
      String words) {
    return run(
        LuaScript.FILL_REPORT, workspace, report, text(revision), actor, flag(complete), words);
  }

  @Override
  public Future<Outcome> settleReport(
      WorkspaceId workspace,
      String report,
      String how,
      String revision,
      String actor,
      String note) {
    return run(LuaScript.SETTLE_REPORT, workspace, report, how, revision, actor, note);
  }

  @Override
  public Future<Outcome> assignContact(
      WorkspaceId workspace, String contact, String navigator, String holds, String actor) {
    return run(LuaScript.ASSIGN_CONTACT, workspace, contact, navigator, holds, actor);
  }

  @Override
  public Future<Outcome> openSession(
      WorkspaceId workspace, String navigator, String node, String activity) {
    return run(LuaScript.OPEN_SESSION, workspace, navigator, node, activity);
  }

  @Override
  public Future<Outcome> loseSession(
      WorkspaceId workspace, String navigator, String session, boolean atOnce) {
    return run(LuaScript.LOSE_SESSION, workspace, navigator, session, flag(atOnce));
  }

  @Override
  public Future<Outcome> setActivity(
      WorkspaceId workspace, String navigator, String session, String activity) {
    return run(LuaScript.SET_ACTIVITY, workspace, navigator, session, activity);
  }

  @Override
  public Future<Outcome> upsertNavigator(
      WorkspaceId workspace,
      String navigator,
      int profile,
      String capacities,
      String description,
      boolean onlyNew) {
    return run(
        LuaScript.UPSERT_NAVIGATOR,
        workspace,
        navigator,
        text(profile),
        capacities,
        description,
        flag(onlyNew));
  }

  @Override
  public Future<Outcome> removeNavigator(WorkspaceId workspace, String navigator) {
    return run(LuaScript.REMOVE_NAVIGATOR, workspace, navigator);
  }

  @Override
  public Future<Outcome> registerLane(
      WorkspaceId workspace, long version, String definition, int channel, String fits) {
    return run(LuaScript.REGISTER_LANE, workspace, text(version), definition, text(channel), fits);
  }

  @Override
  public Future<Outcome> registerProfile(
      WorkspaceId workspace, long version, String definition, String fits) {
    return run(LuaScript.REGISTER_PROFILE, workspace, text(version), definition, fits);
  }

  @Override
  public Future<Outcome> expireDue(WorkspaceId workspace, int most, int sweepMs) {
    return run(LuaScript.EXPIRE_DUE, workspace, text(most), text(sweepMs));
  }

  @Override
  public Future<Outcome> renewNode(
      WorkspaceId workspace, String node, boolean leaving, String lowered) {
    return run(LuaScript.RENEW_NODE, workspace, node, flag(leaving), lowered);
  }

  @Override
  public Future<Outcome> keepLease(
      WorkspaceId workspace, String name, String holder, boolean leaving) {
    return run(LuaScript.KEEP_LEASE, workspace, name, holder, flag(leaving));
  }

  @Override
  public Future<Outcome> findOrphans(WorkspaceId workspace, String gone, String walk, int most) {
    return link.read(LuaScript.FIND_ORPHANS, workspace, with(gone, walk, text(most)))
        .map(Reply::outcome);
  }

  @Override
  public Future<Outcome> applyConfig(
      WorkspaceId workspace, Settings newSettings, String node, int rules) {
    return link.transition(
            LuaScript.APPLY_CONFIG,
            workspace,
            new String[] {ofCaller(newSettings, caller), node, text(rules)})
        .map(Reply::outcome);
  }

  @Override
  public Future<Outcome> switchQueue(
      WorkspaceId workspace,
      String queue,
      QueueSwitch what,
      boolean on,
      String actor,
      String reason) {
    return run(LuaScript.SWITCH_QUEUE, workspace, queue, what.code(), flag(on), actor, reason);
  }

  /** The settings of every transition that is called from now on. */
  public void use(Settings newSettings) {
    used = newSettings;
    settings = ofCaller(newSettings, caller);
  }

  /** The settings as scripts read them, {@code caller} last. */
  private static String ofCaller(Settings given, String caller) {
    return given.encode() + ',' + caller;
  }

  @Override
  public Future<Outcome> claimCommands(
      WorkspaceId workspace, int most, Collection<String> underWay) {
    List<String> arguments = new ArrayList<>();
    arguments.add(text(most));
    arguments.addAll(underWay);
    return run(LuaScript.CLAIM_COMMANDS, workspace, arguments.toArray(String[]::new));
  }

  @Override
  public Future<Outcome> requestFiles(WorkspaceId workspace, String contact, List<String> files) {
    List<String> arguments = new ArrayList<>();
    arguments.add(contact);
    arguments.addAll(files);
    return run(LuaScript.REQUEST_FILES, workspace, arguments.toArray(String[]::new));
  }

  @Override
  public Future<Outcome> finishCommand(
      WorkspaceId workspace,
      String command,
      @Nullable Long retryMs,
      String outcome,
      String contact,
      String receipt) {
    return run(
        LuaScript.FINISH_COMMAND,
        workspace,
        command,
        retryMs == null ? "" : text(retryMs),
        outcome,
        contact,
        receipt);
  }

  @Override
  public Future<Outcome> reportDelivery(
      WorkspaceId workspace, String command, String receipt, String status) {
    return run(LuaScript.REPORT_DELIVERY, workspace, command, receipt, status);
  }

  @Override
  public Future<List<Object>> readContact(WorkspaceId workspace, String contact, String siblings) {
    return link.read(LuaScript.READ_CONTACT, workspace, with(contact, siblings));
  }

  @Override
  public Future<List<Object>> readWaiting(WorkspaceId workspace, int most) {
    return link.read(LuaScript.READ_WAITING, workspace, with(text(most)));
  }

  @Override
  public Future<List<Object>> readOwed(WorkspaceId workspace, int most) {
    return link.read(LuaScript.READ_OWED, workspace, with(text(most)));
  }

  @Override
  public Future<List<Object>> readReport(WorkspaceId workspace, String report) {
    return link.read(LuaScript.READ_REPORT, workspace, with(report));
  }

  @Override
  public Future<List<Object>> readReports(
      WorkspaceId workspace, String state, @Nullable Long untilMs, int most) {
    return link.read(
        LuaScript.READ_REPORTS,
        workspace,
        with(state, untilMs == null ? "" : text(untilMs), text(most)));
  }

  @Override
  public Future<List<Object>> readEscalations(WorkspaceId workspace, int most) {
    return link.read(LuaScript.READ_ESCALATIONS, workspace, with(text(most)));
  }

  @Override
  public Future<List<Object>> readDesktop(WorkspaceId workspace, String navigator) {
    return link.read(LuaScript.READ_DESKTOP, workspace, with(navigator));
  }

  @Override
  public Future<Void> confirmRead(WorkspaceId workspace) {
    return link.confirmRead(workspace);
  }

  @Override
  public Future<List<Object>> readQueues(WorkspaceId workspace, int lanes, int profiles) {
    return link.read(LuaScript.READ_QUEUES, workspace, with(text(lanes), text(profiles)));
  }

  @Override
  public int placementsAtOnce() {
    return link.placementsAtOnce();
  }

  @Override
  public Future<List<Object>> checkSessions(
      WorkspaceId workspace, List<String> navigatorSessionSeq) {
    return link.read(
        LuaScript.CHECK_SESSIONS, workspace, with(navigatorSessionSeq.toArray(String[]::new)));
  }

  @Override
  public Future<List<Object>> readSeats(WorkspaceId workspace, String node, int from, int most) {
    return link.read(LuaScript.READ_SEATS, workspace, with(node, text(from), text(most)));
  }

  /**
   * Takes, keeps or gives up the archiver's lease.
   *
   * @param token of this archiver, never re-used
   * @param leaseMs 0 to give it up
   * @param through last line that is written and synced, 0 for none yet
   * @param trimBelow lines before this one may go from Redis, 0 for none
   */
  Future<Outcome> archiveJournal(
      WorkspaceId workspace, String token, long leaseMs, long through, long trimBelow) {
    return run(
        LuaScript.ARCHIVE_JOURNAL, workspace, token, text(leaseMs), text(through), text(trimBelow));
  }

  /**
   * Writes some of a checkpoint into the journal; only the holder of the lease may.
   *
   * @param token of this archiver
   * @param firstLine of the checkpoint that is to go on, 0 to begin one
   * @param most how many records are listed
   * @param leaseMs how long the lease lives without another call
   */
  Future<Outcome> checkpointJournal(
      WorkspaceId workspace, String token, long firstLine, int most, long leaseMs) {
    return run(
        LuaScript.CHECKPOINT_JOURNAL, workspace, token, text(firstLine), text(most), text(leaseMs));
  }

  private Future<Outcome> run(LuaScript script, WorkspaceId workspace, String... arguments) {
    return link.transition(script, workspace, with(arguments)).map(Reply::outcome);
  }

  private String[] with(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = settings;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  /** The fields {@link #PREPARED} of a contact's record. */
  private static String prepared(Placement p) {
    return Packed.write(
        p.source(),
        p.digest(),
        p.language(),
        text(p.score()),
        p.kind(),
        p.steps(),
        p.conversation(),
        p.person());
  }

  /** What the line contact.placed says and the script need not know, as it stands there. */
  private static String placed(Placement p) {
    StringBuilder line = new StringBuilder(320);
    name(line, "source", p.source());
    line.append(",\"channel\":").append(p.channel());
    name(line, "language", p.language());
    name(line, "queue", p.queue());
    line.append(",\"lane\":").append(p.lane());
    line.append(",\"tier\":").append(p.tier());
    line.append(",\"score\":").append(p.score());
    line.append(",\"adverse\":").append(p.adverseEvent() ? 1 : 0);
    if (!p.codes().isEmpty()) {
      line.append(",\"codes\":").append(p.codes());
    }
    name(line, "scorer", p.scorer());
    name(line, "kind", p.kind());
    name(line, "steps", p.steps());
    if (!p.plan().isEmpty()) {
      line.append(",\"plan\":").append(p.plan());
    }
    return line.toString();
  }

  /** A field of a journal line; ids and codes need no escaping. */
  private static void name(StringBuilder line, String name, String value) {
    if (!value.isEmpty()) {
      line.append(",\"").append(name).append("\":\"").append(value).append('"');
    }
  }

  private static String contactOf(String offer) {
    return offer.substring(0, offer.indexOf('.'));
  }

  private static String text(long number) {
    return Long.toString(number);
  }

  private static String flag(boolean set) {
    return set ? "1" : "0";
  }
}
