package dev.haven.flow.model;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Notice;
import dev.haven.flow.Obligations;
import dev.haven.flow.Outcome;
import dev.haven.flow.QueueSwitch;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import dev.haven.match.Definitions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The transitions over the naive matching. */
final class ModelTransitions implements Transitions {
  final ModelMatch m;
  private final ModelConsult consults;
  private final ModelOutside outside;
  private final Settings settings;

  /** How long a command belongs to the node that began it, in ms. */
  private static final long LEASE_MS = 30_000;

  private static final List<String> DELIVERY = List.of("sent", "failed", "delivered", "read");

  /** Messages and navigators' commands, to their contacts. */
  private final Map<String, String> seen = new HashMap<>();

  /** Messages of navigators that are not over, and all of them, to their contacts. */
  private final Map<String, String> sends = new HashMap<>();

  /** When the next node may start on the bringing of a file, in ms. */
  private final Map<String, Long> due = new HashMap<>();

  private final Map<String, String> messages = new HashMap<>();
  private final Map<String, String> receipts = new HashMap<>();
  private final Map<String, String> early = new HashMap<>();
  private final Map<String, String> deliveries = new HashMap<>();
  private final Map<String, String> conversations = new HashMap<>();
  private final TreeMap<String, Long> nodes = new TreeMap<>();
  private final Map<String, Long> emergencies = new HashMap<>();
  private final Map<String, Long> pauses = new HashMap<>();
  private final Map<String, Lease> leases = new HashMap<>();
  private final TreeMap<String, Long> navigatorDeadlines = new TreeMap<>();
  private final TreeMap<String, Long> rampDeadlines = new TreeMap<>();
  private final ModelReports reports = new ModelReports();
  final TreeMap<String, List<String>> tries = new TreeMap<>();
  private long version;
  long polled;
  private long gapFrom;
  private long gapTo;

  ModelTransitions(Settings settings, long now) {
    this.settings = settings;
    this.m = new ModelMatch(settings, now);
    this.consults = new ModelConsult(m, this);
    m.consults = consults;
    this.outside = new ModelOutside(m, this);
    m.outside = outside;
  }

  private record Lease(String holder, long until) {}

  private static Future<Outcome> say(String status, Object... details) {
    return Future.succeededFuture(new Outcome(status, List.of(details), List.of()));
  }

  @Override
  public Future<Outcome> placeContact(WorkspaceId w, Placement p) {
    ModelContact known = m.contacts.get(p.id());
    if (known != null) {
      return known.digest.equals(p.digest()) ? say("KNOWN", p.id()) : say("REUSED");
    }
    if (!p.cadence().isEmpty() && !m.cadences.mayReach(p.cadence())) {
      return say("NO_CONSENT");
    }
    String joined = seen.get(p.id());
    if (joined != null) {
      return say("KNOWN", joined);
    }
    ModelContact former =
        p.conversation().isEmpty()
            ? null
            : m.contacts.get(conversations.getOrDefault(p.conversation(), ""));
    if (former != null && !former.state.equals("closed")) {
      return say("OPEN", former.id);
    }
    if (!p.conversation().isEmpty()) {
      conversations.put(p.conversation(), p.id());
    }
    ModelContact c = new ModelContact(p.id());
    m.contacts.put(c.id, c);
    c.sequence = ++m.arrivals;
    c.digest = p.digest();
    c.source = p.source();
    c.channel = p.channel();
    c.language = p.language();
    c.lane = p.lane();
    c.tier = p.tier();
    c.score = p.score();
    c.kind = p.kind();
    c.steps = Arrays.stream(p.steps().split(";")).filter(s -> !s.isEmpty()).toList();
    c.designated = p.designated();
    c.holds = Arrays.stream(p.holds().split(",")).mapToLong(Long::parseLong).toArray();
    c.conversation = p.conversation();
    c.person = p.person();
    if (former != null) {
      c.previous = former.id;
      if (c.designated.isEmpty() && m.now - former.closedAt < settings.sameNavigator().toMillis()) {
        c.designated = former.navigator;
      }
    }
    c.live = p.live();
    c.wide = p.offerTo();
    c.adverse = p.adverseEvent();
    c.arrived = m.now;
    long from = p.dueAtMs() == null ? m.now : p.dueAtMs();
    c.order = p.kind().equals("inbound") ? m.now : from;
    c.from = c.order == from ? 0 : from;
    c.latest = p.latestStartMs() == 0 ? 0 : from + p.latestStartMs();
    if (!p.cadence().isEmpty()) {
      m.cadences.keep(c.id, p.cadence());
    }
    if (p.dueAtMs() == null) {
      tried(c, "p");
    }
    if (c.kind.equals("inbound")) {
      spoke(c);
    }
    int noticed = m.navigators.values().stream().mapToInt(n -> (int) n.seq).sum();
    if (p.dueAtMs() != null && p.dueAtMs() > m.now) {
      c.state = "scheduled";
      c.deadline = p.dueAtMs();
    } else {
      m.groups.arrive(c);
    }
    List<Notice> notices =
        m.navigators.values().stream().mapToInt(n -> (int) n.seq).sum() > noticed
            ? List.of(new Notice("offer", "", c.navigator, 0, List.of()))
            : List.of();
    return Future.succeededFuture(new Outcome("CREATED", List.of(List.of(), "0"), notices));
  }

  @Override
  public Future<Outcome> appendMessage(WorkspaceId w, Appendix a) {
    ModelContact c = m.contacts.get(a.contact());
    if (c == null) {
      return say("MISSING");
    }
    if (!a.messageId().isEmpty() && seen.containsKey(a.messageId())) {
      return say("KNOWN");
    }
    if (c.state.equals("closed")) {
      return say("CLOSED");
    }
    if (a.known() >= 0 && a.known() != c.messages) {
      return say("STALE");
    }
    seen.put(a.messageId(), c.id);
    c.messages++;
    c.adverse |= a.adverseEvent();
    spoke(c);
    if (a.tier() <= c.tier) {
      c.score = a.tier() < c.tier ? a.score() : Math.max(c.score, a.score());
    }
    if (a.tier() < c.tier) {
      c.tier = a.tier();
      if (c.state.equals("waiting")) {
        m.replace(c, true);
      } else if (c.state.equals("offered")) {
        m.standOnLadder(c);
      }
      wake(c);
      if (c.state.equals("joined")) {
        m.groups.changed(c);
      }
      bump(c.navigator);
      m.parallel.tellUrgency(c);
      hear(c);
    } else if (a.read() && a.tier() > c.tier) {
      c.tier = a.tier();
      c.score = a.score();
      if (c.state.equals("waiting")) {
        m.replace(c, true);
      } else {
        m.groups.partBetter(c);
      }
      bump(c.navigator);
      hear(c);
    } else if (c.state.equals("waiting")) {
      m.waitingDeadline(c);
    }
    if (!c.navigator.isEmpty() && (c.state.equals("engaged") || c.state.equals("wrapping"))) {
      bump(c.navigator);
      hear(c);
      if (c.state.equals("wrapping") && c.channel != Channel.PHONE.ordinal()) {
        reopen(c, m.navigators.get(c.navigator));
      }
    }
    return say("APPENDED", Integer.toString(c.tier), c.state);
  }

  @Override
  public Future<Outcome> noteReading(WorkspaceId w, String contact, String actor, String reason) {
    return m.contacts.containsKey(contact) ? say("DONE") : say("MISSING");
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
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (c.state.equals("closed")) {
      return say("CLOSED");
    }
    c.tier = tier;
    c.score = score;
    c.aged = false;
    if (c.state.equals("waiting")) {
      m.replace(c, true);
    } else if (c.state.equals("offered")) {
      m.standOnLadder(c);
    }
    wake(c);
    if (c.state.equals("joined")) {
      m.groups.changed(c);
    }
    if (!c.state.equals("waiting")) {
      m.groups.partBetter(c);
    }
    if (!c.navigator.isEmpty()) {
      bump(c.navigator);
      m.parallel.tellUrgency(c);
      m.settle(m.navigators.get(c.navigator));
      for (ModelNavigator other : m.parallel.others(c)) {
        m.settle(other);
      }
    }
    return say("DONE");
  }

  private void wake(ModelContact c) {
    if (c.state.equals("scheduled") && c.tier <= 2) {
      c.order = Math.min(c.order, m.now);
      c.from = c.from == 0 ? 0 : m.now;
      m.matchContact(c, true);
    }
  }

  private void hear(ModelContact c) {
    ModelNavigator second = consults.listener(c);
    if (second != null) {
      second.seq++;
    }
  }

  private void bump(String navigator) {
    if (!navigator.isEmpty()) {
      m.navigators.get(navigator).seq++;
    }
  }

  @Override
  public Future<Outcome> abandonContact(WorkspaceId w, String contact, String cause) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (c.state.equals("closed") || c.state.equals("wrapping")) {
      return say("CLOSED");
    }
    if (c.kind.equals(ModelReports.KIND)) {
      return say("OWED");
    }
    if (c.kind.equals("callback")
        && Set.of("waiting", "offered", "joined").contains(c.state)
        && !c.live) {
      return say("CALLBACK");
    }
    outside.end(c);
    c.live = false;
    ModelNavigator n = m.navigators.get(c.navigator);
    if (c.state.equals("engaged") && !c.engagement.equals("connecting")) {
      wrapUp(c, n);
      return say("WRAPPING");
    }
    tried(c, "g");
    List<ModelNavigator> freed = List.of();
    boolean cameBack = c.state.equals("engaged") || c.state.equals("offered");
    if (c.state.equals("offered")) {
      freed = m.parallel.endOthers(c);
      m.endOffer(c, n, true);
    } else if (c.state.equals("engaged")) {
      release(c, n);
      n.seq++;
    }
    if (c.strict()) {
      c.kind = "callback";
      if (cameBack) {
        m.backToWaiting(c, null);
        m.settle(n);
        freed.forEach(m::settle);
      }
      return say("CALLBACK");
    }
    if (c.state.equals("waiting")) {
      m.withdraw(c);
    }
    if (c.state.equals("joined")) {
      m.groups.leave(c);
    }
    close(c, "abandoned");
    c.navigator = "";
    if (n != null) {
      m.settle(n);
    }
    freed.forEach(m::settle);
    return say("ABANDONED");
  }

  private void tried(ModelContact c, String what) {
    if (!c.person.isEmpty() && c.kind.equals("inbound")) {
      tries
          .computeIfAbsent(c.person, p -> new ArrayList<>())
          .add(m.now + "," + c.channel + "," + what);
    }
  }

  private void spoke(ModelContact c) {
    if (c.channel == Channel.CHAT.ordinal() || c.channel == Channel.SMS.ordinal()) {
      c.said = m.now;
    }
  }

  void release(ModelContact c, ModelNavigator n) {
    outside.endInterpreter(c);
    if (c.engagement.equals("parked")) {
      n.parked[c.channel]--;
    } else {
      n.counts[c.channel]--;
    }
    m.aside.noLonger(c, n);
    n.work.remove(c.id);
    n.idle = m.now;
    m.aside.unsettle(n);
  }

  void close(ModelContact c, String disposition) {
    close(c, disposition, Set.of());
  }

  private void close(ModelContact c, String disposition, Set<String> named) {
    outside.end(c);
    c.state = "closed";
    c.disposition = disposition;
    c.climb = 0;
    c.engagement = "";
    c.drain = "";
    c.exclusions.clear();
    c.closedAt = m.now;
    m.cadences.forget(c.id);
    c.deadline = m.now + settings.retention().toMillis();
    m.groups.end(c, named, this);
  }

  void giveBack(ModelContact c, ModelNavigator n, boolean exclude) {
    ModelNavigator second = consults.end(c, true);
    release(c, n);
    n.seq++;
    m.backToWaiting(c, exclude ? n.id : null);
    m.settle(n);
    consults.settle(second);
  }

  private void complete(ModelContact c, ModelNavigator n, String disposition, Set<String> named) {
    outside.end(c);
    ModelNavigator second = consults.end(c, true);
    if (!c.kind.equals("inbound") && again(c, n, disposition)) {
      consults.settle(second);
      return;
    }
    release(c, n);
    close(c, disposition, named);
    n.seq++;
    m.settle(n);
    consults.settle(second);
  }

  private boolean again(ModelContact c, ModelNavigator n, String disposition) {
    Obligations owed = settings.obligations();
    long at =
        m.cadences.again(
            c, disposition, m.now, owed.callbackAgain().toMillis(), owed.callbackAlarm());
    if (at < 0) {
      return false;
    }
    release(c, n);
    m.cadences.turn(c);
    c.navigator = "";
    c.offerEnds = 0;
    c.offerSession = "";
    c.engagement = "";
    c.live = false;
    schedule(c, at);
    n.seq++;
    m.groups.end(c, Set.of(), this);
    m.settle(n);
    return true;
  }

  private void schedule(ModelContact c, long at) {
    c.climb = 0;
    c.state = "scheduled";
    c.deadline = at;
  }

  /** Whether what is due now may not be begun now, and was settled here. */
  private boolean putOff(ModelContact c) {
    long at = m.cadences.begins(c, m.now);
    if (at == 0) {
      return false;
    }
    if (at < 0) {
      over(c, m.cadences.hasWindowLeft(c, m.now) ? "consent_withdrawn" : "unreached");
      return true;
    }
    if (c.state.equals("waiting")) {
      m.withdraw(c);
    }
    schedule(c, at);
    return true;
  }

  @Override
  public Future<Outcome> setConsent(
      WorkspaceId w, String subject, String purpose, boolean granted, Long atMs, String source) {
    List<ModelContact> stopped =
        m.cadences.setConsent(
            subject, purpose, granted, atMs == null ? m.now : atMs, m.contacts.values());
    if (stopped == null) {
      return say("SAME");
    }
    stopped.forEach(c -> over(c, "consent_withdrawn"));
    return say("DONE", Integer.toString(stopped.size()));
  }

  void wrapUp(ModelContact c, ModelNavigator n) {
    outside.end(c);
    ModelNavigator second = consults.end(c, true);
    if (c.engagement.equals("parked")) {
      n.parked[c.channel]--;
      n.counts[c.channel]++;
    }
    m.aside.noLonger(c, n);
    c.state = "wrapping";
    c.engagement = "wrapping";
    c.live = false;
    c.deadline = m.now + settings.wrapUp().toMillis();
    n.seq++;
    m.settle(n);
    consults.settle(second);
  }

  private void reopen(ModelContact c, ModelNavigator n) {
    c.state = "engaged";
    c.engagement = "talking";
    c.deadline = m.now + settings.talk().toMillis();
    if (!n.connected && n.lost == 0) {
      giveBack(c, n, false);
    } else {
      n.seq++;
      m.settle(n);
    }
  }

  private ModelNavigator session(String navigator, String session) {
    ModelNavigator n = m.navigators.get(navigator);
    String epoch = n == null || n.epoch == 0 ? "" : Long.toString(n.epoch);
    return epoch.equals(session) ? n : null;
  }

  @Override
  public Future<Outcome> acceptOffer(
      WorkspaceId w, String navigator, String session, String offer) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = m.contacts.get(contactOf(offer));
    if (c == null) {
      return say("MISSING");
    }
    if (c.attempt == 0) {
      return say("SUPERSEDED");
    }
    if (!c.offerId().equals(offer)) {
      ModelParallel.Further further = m.parallel.of(c, offer);
      if (further == null || !further.navigator.equals(navigator)) {
        return say(consults.accept(c, n, offer));
      }
      m.parallel.toFront(c, further);
    }
    if (!c.navigator.equals(navigator)) {
      return say(c.navigator.isEmpty() ? "SUPERSEDED" : "MISSING");
    }
    if (Set.of("engaged", "wrapping", "closed").contains(c.state)) {
      return say("ENGAGED");
    }
    if (!c.state.equals("offered")) {
      return say("SUPERSEDED");
    }
    List<ModelNavigator> rescinded = m.parallel.endOthers(c);
    outside.end(c);
    c.state = "engaged";
    n.missed = 0;
    c.climb = 0;
    c.offerEnds = 0;
    c.engagedAt = m.now;
    n.offer = "";
    n.work.add(c.id);
    c.engagement = c.live ? "connecting" : "talking";
    c.deadline = m.now + (c.live ? settings.connect() : settings.talk()).toMillis();
    n.seq++;
    outside.mayNeedInterpreter(c);
    m.settle(n);
    rescinded.forEach(m::settle);
    return say("ACCEPTED");
  }

  @Override
  public Future<Outcome> rejectOffer(
      WorkspaceId w, String navigator, String session, String offer, String reason) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = m.contacts.get(contactOf(offer));
    if (c == null || c.attempt == 0) {
      return say("MISSING");
    }
    ModelParallel.Further further = m.parallel.of(c, offer);
    if (!c.offerId().equals(offer) && further == null) {
      return say(consults.reject(c, n, offer));
    }
    String holder = further == null ? c.navigator : further.navigator;
    if (!holder.equals(navigator)) {
      return say(holder.isEmpty() ? "DONE" : "MISSING");
    }
    if (!c.state.equals("offered")) {
      return say("ENDED");
    }
    n.missed = 0;
    if (m.parallel.endOne(c, n, false)) {
      m.exclude(c, navigator);
    } else {
      m.backToWaiting(c, navigator);
    }
    m.settle(n);
    return say("REJECTED");
  }

  @Override
  public Future<Outcome> changeEngagement(
      WorkspaceId w, String navigator, String session, String engagement, String change) {
    ModelNavigator n = m.navigators.get(navigator);
    if (!session.isEmpty() && session(navigator, session) == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    ModelOutside.Attempt away = ModelOutside.open(c);
    if (away != null && !session.isEmpty()) {
      if (!change.equals("resume") || away.state.equals("joining")) {
        return say("OUTSIDE", away.state);
      }
      outside.failed(c);
      return say("DONE", "talking");
    }
    if (away != null && change.equals("hung_up")) {
      if (away.state.equals("joining")) {
        return say("SAME");
      }
      giveBack(c, n, true);
      return say("DONE", "waiting");
    }
    String target =
        switch (change + " " + c.engagement) {
          case "hold talking", "hold muted" -> "on_hold";
          case "mute talking" -> "muted";
          case "resume on_hold", "resume muted", "resume parked", "connected connecting" ->
              "talking";
          case "park talking", "park on_hold" -> "parked";
          case "no_answer connecting", "hung_up connecting" -> "waiting";
          case "hung_up talking", "hung_up muted", "hung_up on_hold" -> "wrapping";
          default -> "";
        };
    if (c.consult != null && !session.isEmpty()) {
      return say("CONSULTING", c.consult.state);
    }
    if (change.equals("mute") && !c.live) {
      return say("ILLEGAL", c.engagement);
    }
    if (target.isEmpty()) {
      String done =
          Map.of(
                  "hold",
                  "on_hold",
                  "mute",
                  "muted",
                  "resume",
                  "talking",
                  "park",
                  "parked",
                  "connected",
                  "talking",
                  "no_answer",
                  "-",
                  "hung_up",
                  "-")
              .get(change);
      return c.engagement.equals(done) ? say("SAME") : say("ILLEGAL", c.engagement);
    }
    if (target.equals("waiting")) {
      giveBack(c, n, true);
      return say("DONE", "waiting");
    }
    if (target.equals("wrapping")) {
      if (consults.canTakeOver(c)) {
        consults.takeOver(c, n);
        return say("DONE", "talking");
      }
      wrapUp(c, n);
      return say("DONE", "wrapping");
    }
    if (c.engagement.equals("parked")) {
      if (n.counts[c.channel] >= n.capacity[c.channel]
          || m.units(n.counts) + m.cost(c.channel) > 100) {
        return say("NO_ROOM");
      }
      m.aside.takeUp(c, n);
      m.settle(n);
      return say("DONE", target);
    }
    if (target.equals("parked")) {
      n.counts[c.channel]--;
      n.parked[c.channel]++;
    }
    c.engagement = target;
    c.deadline = m.now + (target.equals("parked") ? settings.park() : settings.talk()).toMillis();
    n.seq++;
    if (change.equals("connected")) {
      outside.mayNeedInterpreter(c);
    }
    m.settle(n);
    return say("DONE", target);
  }

  private ModelContact mine(String navigator, String engagement) {
    ModelContact c = m.contacts.get(contactOf(engagement));
    return c != null
            && c.attempt > 0
            && c.navigator.equals(navigator)
            && c.offerId().equals(engagement)
        ? c
        : null;
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
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      ModelContact consulted = m.contacts.get(contactOf(engagement));
      return say(consulted == null ? "MISSING" : consults.leave(consulted, n, engagement));
    }
    if (c.state.equals("closed")) {
      if (disposition.isEmpty() || !c.disposition.equals("wrap_up_timeout")) {
        return say("SAME");
      }
      c.disposition = disposition;
      return say("NOTED");
    }
    if (!c.state.equals("engaged") && !c.state.equals("wrapping")) {
      return say("MISSING");
    }
    if (disposition.isEmpty()) {
      if (c.state.equals("wrapping")) {
        return say("SAME");
      }
      wrapUp(c, n);
      return say("WRAPPING");
    }
    if (reports.unreported(c)) {
      return say("UNREPORTED");
    }
    Set<String> named = members.isEmpty() ? Set.of() : Set.of(members.split(","));
    for (String id : named) {
      if (!c.members.contains(id)) {
        return say("STRANGER", id);
      }
    }
    c.live = false;
    complete(c, n, disposition, named);
    return say(c.state.equals("scheduled") ? "AGAIN" : "COMPLETED");
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
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = m.contacts.get(contactOf(engagement));
    if (c == null || c.attempt == 0) {
      return say("MISSING");
    }
    boolean first = mine(navigator, engagement) != null;
    ModelNavigator other = consults.listener(c);
    if (!first) {
      if (other != n || !(c.id + "." + c.consult.attempt).equals(engagement)) {
        return say("MISSING");
      }
      other = m.navigators.get(c.navigator);
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (among && other == null) {
      return say("NONE");
    }
    if (!among && !first && !c.consult.state.equals("conference")) {
      return say("CONSULTING", c.consult.state);
    }
    if (!commandId.isEmpty() && seen.putIfAbsent(commandId, c.id) != null) {
      return say("SAME");
    }
    if (!commandId.isEmpty() && !among) {
      sends.put(commandId, c.id);
      messages.put(commandId, c.id);
    }
    c.messages++;
    n.seq++;
    if (other != null) {
      other.seq++;
    }
    return say("DONE");
  }

  @Override
  public Future<Outcome> consultEngagement(
      WorkspaceId w, String navigator, String session, String engagement, String target, int lane) {
    ModelNavigator a = session(navigator, session);
    if (a == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (!Set.of("talking", "muted", "on_hold").contains(c.engagement)) {
      return say("ILLEGAL", c.engagement);
    }
    if (ModelOutside.open(c) != null) {
      return say("OUTSIDE", c.outside.state);
    }
    if (c.consult != null) {
      return c.consult.navigator.id.equals(target)
          ? say("SAME", c.id + "." + c.consult.attempt)
          : say("CONSULTING", c.consult.state);
    }
    ModelNavigator b = m.navigators.get(target);
    if (!target.isEmpty()) {
      if (b == null || b == a || !b.onDuty()) {
        return say("UNAVAILABLE");
      }
      if (b.filed == null
          || !b.filed.fits(c.channel, c.rank())
          || (c.rank() > 2 && m.reserved(b))) {
        return say("BUSY");
      }
    } else {
      c.exclusions.values().removeIf(until -> until <= m.now);
      b = m.readyFor(c, lane, navigator);
      if (b == null) {
        return say("NOBODY");
      }
    }
    consults.offer(c, a, b);
    return say("ASKED", c.id + "." + c.last);
  }

  @Override
  public Future<Outcome> changeConsult(
      WorkspaceId w,
      String navigator,
      String session,
      String engagement,
      String target,
      String change) {
    if (navigator.isEmpty()) {
      ModelContact c = m.contacts.get(contactOf(engagement));
      if (c == null || c.consult == null || !(c.id + "." + c.consult.attempt).equals(engagement)) {
        return say("MISSING");
      }
      boolean connecting = c.consult.state.equals("connecting");
      if (!connecting && !change.equals("hung_up")) {
        return say("SAME");
      }
      if (change.equals("connected")) {
        consults.connected(c);
      } else {
        consults.settle(consults.end(c, true));
      }
      return say("DONE");
    }
    ModelNavigator a = session(navigator, session);
    if (a == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (c.consult == null) {
      return say("NONE");
    }
    if (change.equals("take_back")) {
      consults.takeBack(c);
      return say("DONE");
    }
    if (!c.consult.talks()) {
      return say("CONSULTING", c.consult.state);
    }
    if (change.equals("conference")) {
      if (c.consult.state.equals("conference")) {
        return say("SAME");
      }
      consults.confer(c);
      return say("DONE");
    }
    if (!target.isEmpty() && !target.equals(c.consult.navigator.id)) {
      return say("CONSULTING", c.consult.state);
    }
    m.exclude(c, navigator);
    consults.takeOver(c, a);
    return say("DONE");
  }

  @Override
  public Future<Outcome> sendOutside(
      WorkspaceId w, String navigator, String session, String engagement, String to, String body) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (!c.live || !Set.of("talking", "muted", "on_hold").contains(c.engagement)) {
      return say("ILLEGAL", c.engagement);
    }
    if (c.consult != null) {
      return say("CONSULTING", c.consult.state);
    }
    if (ModelOutside.open(c) != null) {
      return say("OUTSIDE", c.outside.state);
    }
    outside.letInterpreterGo(c);
    if (!c.engagement.equals("on_hold")) {
      c.engagement = "on_hold";
      c.deadline = m.now + settings.talk().toMillis();
    }
    n.seq++;
    outside.ring(c, to, "transfer");
    return say("DONE", c.id + "." + c.last);
  }

  @Override
  public Future<Outcome> callInterpreter(
      WorkspaceId w, String navigator, String session, String engagement, String language) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (!c.live || !Set.of("talking", "muted", "on_hold").contains(c.engagement)) {
      return say("ILLEGAL", c.engagement);
    }
    if (c.consult != null) {
      return say("CONSULTING", c.consult.state);
    }
    if (c.outside != null && c.outside.isOpen()) {
      return say(c.outside.isInterpreter() ? "INTERPRETER" : "OUTSIDE", c.outside.state);
    }
    String of = language.isEmpty() ? c.language.split("-")[0] : language;
    if (of.equals("und") || of.equals("any")) {
      return say("UNKNOWN_LANGUAGE");
    }
    outside.endInterpreter(c);
    outside.interpret(c, of);
    return say("DONE", c.id + "." + c.last);
  }

  @Override
  public Future<Outcome> changeOutside(WorkspaceId w, String id, String change, String cause) {
    ModelContact c = m.contacts.get(contactOf(id));
    String before = c == null ? "" : c.state;
    String status = outside.change(id, change, cause);
    return status.equals("MISSING") ? say(status) : say(status, before);
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
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged") || c.engagement.equals("connecting")) {
      return say("ILLEGAL", c.state);
    }
    if (ModelOutside.open(c) != null) {
      return say("OUTSIDE", c.outside.state);
    }
    if (!target.isEmpty()
        && (m.navigators.get(target) == null || !m.navigators.get(target).onDuty())) {
      return say("UNAVAILABLE");
    }
    ModelNavigator second = consults.end(c, true);
    release(c, n);
    n.seq++;
    if (lane >= 0) {
      c.lane = lane;
      c.steps = Arrays.stream(steps.split(";")).filter(s -> !s.isEmpty()).toList();
      c.step = 0;
      c.wide = 1;
    }
    if (!target.isEmpty()) {
      c.designated = target;
      Arrays.fill(c.holds, holdMs);
    } else if (c.designated.equals(navigator)) {
      c.designated = "";
    }
    m.exclude(c, navigator);
    c.navigator = "";
    c.offerEnds = 0;
    c.engagement = "";
    m.matchContact(c, true);
    m.settle(n);
    consults.settle(second);
    return say("DONE");
  }

  @Override
  public Future<Outcome> acknowledgeEscalation(WorkspaceId w, String contact, String actor) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (c.climb == 0) {
      return say("NONE");
    }
    c.climb = m.now + settings.guarantees().ladder().pause().toMillis();
    return say("DONE", Integer.toString(c.rung));
  }

  @Override
  public Future<Outcome> notePerson(
      WorkspaceId w, String what, String person, String other, String actor) {
    return say("DONE");
  }

  @Override
  public Future<Outcome> erasePerson(
      WorkspaceId w, String person, String cursor, boolean look, String actor) {
    List<ModelContact> theirs =
        m.contacts.values().stream().filter(c -> c.person.equals(person)).toList();
    List<ModelContact> closed = theirs.stream().filter(c -> c.state.equals("closed")).toList();
    if (!look) {
      closed.forEach(c -> c.person = "");
      closed.forEach(reports::erase);
      tries.remove(person);
      m.cadences.forgetConsents(person);
    }
    return say(
        "DONE",
        "0",
        Integer.toString(theirs.size() - closed.size()),
        look ? List.of() : closed.stream().map(c -> c.id).toList());
  }

  @Override
  public Future<Outcome> flagAdverseEvent(WorkspaceId w, String contact, String actor) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    boolean news = !c.adverse;
    c.adverse = true;
    return say(news ? "DONE" : "SAME");
  }

  @Override
  public Future<Outcome> openReport(
      WorkspaceId w, String report, String about, long awareMs, long dueMs) {
    if (!m.contacts.containsKey(report)) {
      return say("MISSING");
    }
    return say(reports.open(report, dueMs) ? "OPEN" : "KNOWN");
  }

  @Override
  public Future<Outcome> fillReport(
      WorkspaceId w, String report, int revision, String actor, boolean complete, String words) {
    String state = reports.state(report);
    if (state.isEmpty()) {
      return say("MISSING");
    }
    if (!state.equals("open")) {
      return say("ENDED", state);
    }
    int known = reports.revision(report);
    return known == revision
        ? say("DONE", reports.fill(report))
        : say("STALE", Integer.toString(known));
  }

  @Override
  public Future<Outcome> settleReport(
      WorkspaceId w, String report, String how, String revision, String actor, String note) {
    String state = reports.state(report);
    if (state.isEmpty()) {
      return say("MISSING");
    }
    if (state.equals(how)) {
      return say("SAME");
    }
    if (!state.equals(how.equals("handed") ? "submitted" : "open")) {
      return say("ENDED", state);
    }
    int known = reports.revision(report);
    if (how.equals("submitted") && !revision.equals(Integer.toString(known))) {
      return say("STALE", Integer.toString(known));
    }
    reports.settle(report, how);
    if (!how.equals("handed")) {
      over(m.contacts.get(report), how);
    }
    return say("DONE");
  }

  /** What is owed is done: work that nobody is at is closed. */
  private void over(ModelContact c, String disposition) {
    switch (c.state) {
      case "scheduled" -> close(c, disposition);
      case "waiting" -> {
        m.withdraw(c);
        close(c, disposition);
      }
      case "offered" -> {
        List<ModelNavigator> freed = m.parallel.endOthers(c);
        ModelNavigator n = m.navigators.get(c.navigator);
        m.endOffer(c, n, true);
        close(c, disposition);
        c.navigator = "";
        m.settle(n);
        freed.forEach(m::settle);
      }
      default -> {
        // Whoever is at it ends it themselves.
      }
    }
  }

  @Override
  public Future<Outcome> assignContact(
      WorkspaceId w, String contact, String navigator, String holds, String actor) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("waiting")) {
      return say("ILLEGAL", c.state);
    }
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null || !n.onDuty()) {
      return say("UNAVAILABLE");
    }
    if (n.capacity[c.channel] == 0
        || (!c.held.equals(navigator) && m.heldFor(n) >= settings.guarantees().heldAtMost())) {
      return say("FULL");
    }
    c.exclusions.remove(navigator);
    c.designated = navigator;
    c.holds = Arrays.stream(holds.split(",")).mapToLong(Long::parseLong).toArray();
    m.replace(c, true);
    return say("DONE");
  }

  @Override
  public Future<Outcome> openSession(
      WorkspaceId w, String navigator, String node, String activity) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null) {
      return say("UNKNOWN");
    }
    navigatorDeadlines.remove(navigator);
    n.epoch++;
    n.connected = true;
    n.node = node;
    n.lost = 0;
    if (!n.offer.isEmpty()) {
      ModelContact c = m.contacts.get(contactOf(n.offer));
      if (c.consult != null) {
        c.consult.session = Long.toString(n.epoch);
      } else if (!c.offerId().equals(n.offer)) {
        m.parallel.of(c, n.offer).session = Long.toString(n.epoch);
      } else {
        c.offerSession = Long.toString(n.epoch);
      }
    }
    m.settle(n);
    return say("OPEN", Long.toString(n.epoch), Long.toString(n.seq), n.activity, n.next);
  }

  @Override
  public Future<Outcome> loseSession(
      WorkspaceId w, String navigator, String session, boolean atOnce) {
    ModelNavigator n = session(navigator, session);
    if (n == null || !n.connected) {
      return say("STALE");
    }
    lose(n, atOnce);
    return say("LOST");
  }

  private void lose(ModelNavigator n, boolean atOnce) {
    n.connected = false;
    n.lost = m.now;
    m.file(n);
    if (atOnce) {
      returnOffer(n);
    }
    m.offDuty(n);
    navigatorDeadlines.put(
        n.id, m.now + (n.busy() ? settings.lostOffer() : settings.lostWork()).toMillis());
  }

  private void returnOffer(ModelNavigator n) {
    if (!n.offer.isEmpty()) {
      ModelContact c = m.contacts.get(contactOf(n.offer));
      if (c.consult != null) {
        consults.end(c, true);
        return;
      }
      if (!m.parallel.endOne(c, n, true)) {
        m.backToWaiting(c, null);
      }
    }
  }

  private void giveUp(ModelNavigator n) {
    if (n.connected || n.lost == 0) {
      return;
    }
    returnOffer(n);
    long over = n.lost + settings.lostWork().toMillis();
    if (m.now < over) {
      navigatorDeadlines.put(n.id, over);
      return;
    }
    List<ModelContact> carried = new ArrayList<>(n.work.stream().map(m.contacts::get).toList());
    carried.sort((a, b) -> a.before(b) ? -1 : 1);
    for (ModelContact c : carried) {
      if (c.state.equals("engaged") && !c.live) {
        if (consults.canTakeOver(c)) {
          consults.takeOver(c, n);
        } else {
          giveBack(c, n, false);
        }
      }
    }
    for (String id : List.copyOf(n.consults)) {
      if (!m.contacts.get(id).live) {
        consults.end(m.contacts.get(id), true);
      }
    }
    n.activity = "unavailable";
    n.next = "";
    n.lost = 0;
    m.file(n);
  }

  @Override
  public Future<Outcome> setActivity(
      WorkspaceId w, String navigator, String session, String activity) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null) {
      return say("UNKNOWN");
    }
    if (!session.isEmpty() && session(navigator, session) == null) {
      return say("SESSION");
    }
    change(n, activity);
    return say("DONE", n.activity, n.next);
  }

  private void change(ModelNavigator n, String activity) {
    if (activity.equals(n.activity) && n.next.isEmpty()) {
      return;
    }
    boolean wasOnDuty = n.duty;
    if (!activity.equals("available") && n.busy()) {
      if (activity.equals(n.next)) {
        return;
      }
      n.next = activity;
    } else {
      boolean fresh = !n.activity.equals("available");
      n.activity = activity;
      n.next = "";
      if (activity.equals("available") && fresh) {
        n.idle = m.now;
        n.ramp = settings.rampStep().isZero() ? 0 : m.now;
        if (n.ramp > 0) {
          rampDeadlines.put(n.id, m.now + settings.rampStep().toMillis());
        }
      }
    }
    n.seq++;
    m.settle(n);
    if (wasOnDuty && !n.duty) {
      m.offDuty(n);
    }
  }

  void missed(ModelNavigator n) {
    n.missed++;
    int limit = settings.guarantees().missedOffers();
    if (limit > 0 && n.missed >= limit && n.activity.equals("available") && n.next.isEmpty()) {
      n.missed = 0;
      change(n, "missed");
    } else {
      m.settle(n);
    }
  }

  @Override
  public Future<Outcome> upsertNavigator(
      WorkspaceId w,
      String navigator,
      int profile,
      String capacities,
      String description,
      boolean onlyNew) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n != null && onlyNew) {
      return say("KNOWN");
    }
    if (n == null) {
      n = new ModelNavigator(navigator);
      n.idle = m.now;
      n.activity = "unavailable";
      m.navigators.put(navigator, n);
    }
    if (n.profile != profile) {
      n.filed = null;
    }
    n.standIn = description.replaceAll(".*\"standIn\":\"([^\"]+)\".*|.*", "$1");
    n.profile = profile;
    n.capacity = Arrays.stream(capacities.split(",")).mapToInt(Integer::parseInt).toArray();
    m.settle(n);
    m.unreserve();
    return say("DONE");
  }

  @Override
  public Future<Outcome> removeNavigator(WorkspaceId w, String navigator) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null) {
      return say("UNKNOWN");
    }
    if (n.busy()) {
      return say("BUSY");
    }
    n.connected = false;
    n.activity = "unavailable";
    m.file(n);
    m.offDuty(n);
    m.navigators.remove(navigator);
    navigatorDeadlines.remove(navigator);
    rampDeadlines.remove(navigator);
    return say("DONE");
  }

  @Override
  public Future<Outcome> registerLane(
      WorkspaceId w, long fromVersion, String definition, int channel, String fits) {
    if (fromVersion != version) {
      return say("STALE");
    }
    m.lanes.add(Definitions.lane(definition));
    version++;
    return say("REGISTERED", Integer.toString(m.lanes.size() - 1), Long.toString(version));
  }

  @Override
  public Future<Outcome> registerProfile(
      WorkspaceId w, long fromVersion, String definition, String fits) {
    if (fromVersion != version) {
      return say("STALE");
    }
    m.profiles.add(Definitions.profile(definition));
    version++;
    return say("REGISTERED", Integer.toString(m.profiles.size() - 1), Long.toString(version));
  }

  @Override
  public Future<Outcome> expireDue(WorkspaceId w, int most, int sweepMs) {
    if (polled > 0 && m.now - polled > 2_000) {
      gapFrom = polled;
      gapTo = m.now;
    }
    polled = m.now;
    List<Item> items =
        deadlines().stream()
            .filter(i -> i.at() <= m.now)
            .sorted(
                Comparator.comparing(Item::kept)
                    .thenComparing(Item::at)
                    .thenComparing(Item::member))
            .limit(most)
            .toList();
    for (Item item : items) {
      String id = item.member().substring(2);
      switch (item.member().charAt(0)) {
        case 'c' -> contactDue(m.contacts.get(id), item.at());
        case 'e' -> {
          if (m.contacts.get(id).climb > 0) {
            m.climb(m.contacts.get(id));
          }
        }
        case 'o' -> {
          ModelContact c = m.contacts.get(id);
          long again = m.now + settings.obligations().lateAgain().toMillis();
          if (reports.late(id, c != null, again) && c.state.equals("scheduled")) {
            c.order = Math.min(c.order, m.now);
            m.matchContact(c, true);
          }
        }
        case 'k' -> {
          ModelContact c = m.contacts.get(id);
          if (c.consult != null) {
            consults.due(c, item.at(), inGap(item.at()) ? gapTo - gapFrom : 0);
          }
        }
        case 'x' -> outside.due(m.contacts.get(id));
        case 'n' -> {
          if (inGap(item.at())) {
            navigatorDeadlines.put(id, item.at() + gapTo - gapFrom);
          } else {
            navigatorDeadlines.remove(id);
            giveUp(m.navigators.get(id));
          }
        }
        default -> {
          rampDeadlines.remove(id);
          climbRamp(m.navigators.get(id));
        }
      }
    }
    String next =
        deadlines().stream()
            .filter(i -> !i.kept())
            .map(i -> Long.toString(Math.max(0, i.at() - m.now)))
            .min(Comparator.comparingLong(Long::parseLong))
            .orElse("");
    return say(
        "DONE",
        Integer.toString(items.size()),
        items.size() == most ? "1" : "0",
        "0",
        "0",
        next,
        "0");
  }

  /** What falls due, and when; `kept` is a closed contact that is removed then. */
  private record Item(String member, long at, boolean kept) {
    Item(String member, long at) {
      this(member, at, false);
    }
  }

  private List<Item> deadlines() {
    List<Item> due = new ArrayList<>();
    m.contacts.forEach(
        (id, c) -> due.add(new Item("c:" + id, c.deadline, c.state.equals("closed"))));
    m.contacts.values().stream()
        .filter(c -> c.climb > 0)
        .forEach(c -> due.add(new Item("e:" + c.id, c.climb)));
    reports.deadlines().forEach((id, at) -> due.add(new Item("o:" + id, at)));
    m.contacts.values().stream()
        .filter(c -> c.consult != null)
        .forEach(c -> due.add(new Item("k:" + c.id, c.consult.ends)));
    m.contacts.values().stream()
        .filter(ModelOutside::ends)
        .forEach(c -> due.add(new Item("x:" + c.id, c.outside.ends)));
    navigatorDeadlines.forEach((id, at) -> due.add(new Item("n:" + id, at)));
    rampDeadlines.forEach((id, at) -> due.add(new Item("r:" + id, at)));
    return due;
  }

  String navigatorDue(String id) {
    Long at = navigatorDeadlines.get(id);
    return at == null ? "" : Long.toString(at);
  }

  private boolean inGap(long at) {
    return gapTo > 0 && at >= gapFrom && at <= gapTo;
  }

  private void climbRamp(ModelNavigator n) {
    if (n.ramp <= 0) {
      return;
    }
    int most = Arrays.stream(n.capacity).max().getAsInt();
    long limit = 1 + (m.now - n.ramp) / settings.rampStep().toMillis();
    if (limit >= most) {
      n.ramp = 0;
    } else {
      rampDeadlines.put(n.id, n.ramp + limit * settings.rampStep().toMillis());
    }
    m.settle(n);
  }

  private void contactDue(ModelContact c, long at) {
    ModelNavigator n = m.navigators.get(c.navigator);
    switch (c.state) {
      case "waiting" -> waitingDue(c);
      case "scheduled" -> {
        if (c.kind.equals("inbound") || !putOff(c)) {
          m.matchContact(c, true);
        }
      }
      case "offered" -> {
        if (inGap(at)) {
          c.deadline = at + gapTo - gapFrom;
          return;
        }
        List<ModelParallel.Further> all = new ArrayList<>(c.also);
        all.add(0, new ModelParallel.Further(c.navigator, c.attempt, c.offerSession));
        List<String> delivered = new ArrayList<>();
        for (ModelParallel.Further o : all) {
          ModelNavigator each = m.navigators.get(o.navigator);
          m.endOffer(c, each, true);
          if (each.connected && Long.toString(each.epoch).equals(o.session)) {
            m.exclude(c, each.id);
            delivered.add(each.id);
          }
        }
        c.also.clear();
        c.attempt = all.get(all.size() - 1).attempt;
        m.backToWaiting(c, delivered.isEmpty() ? null : delivered.get(0));
        for (ModelParallel.Further o : all) {
          if (delivered.contains(o.navigator)) {
            missed(m.navigators.get(o.navigator));
          } else {
            m.settle(m.navigators.get(o.navigator));
          }
        }
      }
      case "wrapping" -> {
        if (inGap(at)) {
          c.deadline = at + gapTo - gapFrom;
          return;
        }
        if (reports.unreported(c)) {
          giveBack(c, n, true);
        } else {
          complete(c, n, "wrap_up_timeout", Set.of());
        }
      }
      case "engaged" -> {
        if (c.engagement.equals("connecting")) {
          giveBack(c, n, true);
        } else if (c.engagement.equals("parked")) {
          giveBack(c, n, false);
        } else {
          c.deadline = m.now + settings.talk().toMillis();
        }
      }
      case "joined" -> m.groups.look(c);
      case "closed" -> {
        if (reports.keeps(c)) {
          c.deadline = m.now + settings.retention().toMillis();
          return;
        }
        reports.remove(c.id);
        m.contacts.remove(c.id);
        seen.values().removeIf(c.id::equals);
        conversations.remove(c.conversation, c.id);
      }
      default -> throw new IllegalStateException(c.state);
    }
  }

  private void waitingDue(ModelContact c) {
    if ((c.kind.equals("outreach") || c.kind.equals("follow_up")) && putOff(c)) {
      return;
    }
    boolean moved = false;
    if (c.said > 0 && c.strict() && c.said + ModelMatch.SILENCE <= m.now) {
      c.said = 0;
      c.score = Math.max(c.score, Math.min(c.score + 6, new int[] {100, 89, 74}[c.tier]));
    }
    if (!c.held.isEmpty() && c.heldUntil <= m.now) {
      m.leaveLane(c);
      c.held = "";
      moved = true;
    }
    while (c.step < c.steps.size()) {
      String[] f = c.steps.get(c.step).split(":", -1);
      if (c.countsFrom() + Long.parseLong(f[0]) > m.now) {
        break;
      }
      m.takeStep(c);
      moved = true;
    }
    if (c.tier == 4 && !c.aged && c.latest > 0 && c.latest <= m.now) {
      m.leaveLane(c);
      c.aged = true;
      moved = true;
    }
    boolean lapsed = c.exclusions.values().removeIf(until -> until <= m.now);
    if (moved || lapsed) {
      ModelNavigator freed = m.endDrain(c);
      m.matchContact(c, false);
      if (freed != null && !freed.id.equals(c.drain)) {
        m.settle(freed);
      }
    } else {
      m.waitingDeadline(c);
      if (m.noteLate(c)) {
        m.unreserve();
      }
    }
  }

  @Override
  public Future<Outcome> renewNode(WorkspaceId w, String node, boolean leaving, String lowered) {
    if (!node.isEmpty()) {
      nodes.put(node, leaving ? 0 : m.now);
    }
    for (String dead : List.copyOf(nodes.keySet())) {
      if (nodes.get(dead) <= m.now - settings.nodeLease().toMillis()) {
        for (ModelNavigator n : List.copyOf(m.navigators.values())) {
          if (n.connected && n.node.equals(dead)) {
            lose(n, false);
          }
        }
        nodes.remove(dead);
      }
    }
    return say("DONE", "0", "1");
  }

  @Override
  public Future<Outcome> keepLease(WorkspaceId w, String name, String holder, boolean leaving) {
    Lease found = leases.get(name);
    boolean ours = found != null && found.holder().equals(holder);
    if (leaving) {
      if (ours) {
        leases.remove(name);
      }
      return say("FREE");
    }
    if (found != null && !ours && found.until() > m.now) {
      return say("BUSY");
    }
    leases.put(name, new Lease(holder, m.now + settings.nodeLease().toMillis()));
    return say("HELD");
  }

  /** All at once: nobody waits for a model. */
  @Override
  public Future<Outcome> findOrphans(WorkspaceId w, String gone, String walk, int most) {
    Set<String> lanes = Set.of(gone.split(","));
    for (ModelContact c : m.contacts.values()) {
      if (c.state.equals("closed")) {
        continue;
      }
      List<String> asked = new ArrayList<>(List.of(String.valueOf(c.lane)));
      c.steps.subList(c.step, c.steps.size()).forEach(step -> asked.add(step.split(":")[1]));
      Optional<String> orphaned = asked.stream().filter(lanes::contains).findFirst();
      if (orphaned.isPresent()) {
        return say("ORPHANS", c.id, orphaned.get());
      }
    }
    return say("CLEAR");
  }

  @Override
  public Future<Outcome> applyConfig(WorkspaceId w, Settings newSettings, String node, int rules) {
    return say("APPLIED");
  }

  @Override
  public Future<Outcome> switchQueue(
      WorkspaceId w, String queue, QueueSwitch what, boolean on, String actor, String reason) {
    Map<String, Long> sinceByQueue = what == QueueSwitch.PAUSE ? pauses : emergencies;
    Long since = sinceByQueue.get(queue);
    if (on == (since != null)) {
      return say("SAME", since == null ? "0" : since.toString());
    }
    if (on) {
      sinceByQueue.put(queue, m.now);
      m.paused.addAll(pauses.keySet());
      return say("ON", Long.toString(m.now));
    }
    sinceByQueue.remove(queue);
    if (m.paused.retainAll(pauses.keySet())) {
      m.tryEverybody();
    }
    return say("OFF", "0");
  }

  @Override
  public Future<Outcome> claimCommands(WorkspaceId w, int most, Collection<String> underWay) {
    underWay.forEach(id -> due.computeIfPresent(id, (k, at) -> Math.max(at, m.now + LEASE_MS)));
    List<Object> rows = new ArrayList<>();
    due.entrySet().stream()
        .filter(e -> e.getValue() <= m.now)
        .sorted(
            Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(
            id -> {
              due.put(id, m.now + LEASE_MS);
              rows.add(List.of(id));
            });
    return say("DONE", rows);
  }

  @Override
  public Future<Outcome> requestFiles(WorkspaceId w, String contact, List<String> files) {
    if (!m.contacts.containsKey(contact)) {
      return say("MISSING");
    }
    for (String n : files) {
      String command = contact + ".file." + n;
      if (sends.putIfAbsent(command, contact) == null) {
        due.put(command, m.now + LEASE_MS);
      }
    }
    return say("DONE");
  }

  @Override
  public Future<Outcome> finishCommand(
      WorkspaceId w, String command, Long retryMs, String outcome, String contact, String receipt) {
    if (!sends.containsKey(command)) {
      return say("MISSING");
    }
    if (retryMs == null) {
      sends.remove(command);
      due.remove(command);
      if (!receipt.isEmpty()) {
        receipts.put(receipt, command);
      }
      if (outcome.equals("sent")) {
        delivered(command, "sent");
      } else if (outcome.equals("refused") || outcome.equals("given_up")) {
        delivered(command, "failed");
      }
      String before = early.remove(receipt);
      if (before != null) {
        delivered(command, before);
      }
    } else if (due.containsKey(command)) {
      due.put(command, m.now + retryMs);
    }
    return say("DONE");
  }

  @Override
  public Future<Outcome> reportDelivery(
      WorkspaceId w, String command, String receipt, String status) {
    String named = messages.containsKey(command) ? command : receipts.getOrDefault(receipt, "");
    if (named.isEmpty() && command.isEmpty()) {
      String known = early.get(receipt);
      if (known != null && DELIVERY.indexOf(known) >= DELIVERY.indexOf(status)) {
        return say("SAME");
      }
      early.put(receipt, status);
      return say("EARLY");
    }
    if (named.isEmpty() || !m.contacts.containsKey(messages.get(named))) {
      return say("MISSING");
    }
    return say(delivered(named, status) ? "DONE" : "SAME");
  }

  private boolean delivered(String command, String status) {
    String known = deliveries.get(command);
    if (known != null && DELIVERY.indexOf(known) >= DELIVERY.indexOf(status)) {
      return false;
    }
    deliveries.put(command, status);
    ModelContact c = m.contacts.get(messages.get(command));
    if (c != null && (c.state.equals("engaged") || c.state.equals("wrapping"))) {
      bump(c.navigator);
      hear(c);
    }
    return true;
  }

  @Override
  public Future<List<Object>> readContact(WorkspaceId w, String contact, String siblings) {
    return Future.succeededFuture(List.of("MISSING"));
  }

  @Override
  public Future<List<Object>> readReport(WorkspaceId w, String report) {
    String state = reports.state(report);
    return Future.succeededFuture(
        state.isEmpty()
            ? List.of("MISSING")
            : List.of(
                "FOUND",
                "",
                "",
                "",
                state,
                Integer.toString(reports.revision(report)),
                "",
                reports.words(report) ? "words" : ""));
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

  private static String contactOf(String offer) {
    return offer.substring(0, offer.indexOf('.'));
  }
}
