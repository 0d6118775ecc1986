package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.match.Catalogue;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import dev.haven.plan.HoldTimes;
import dev.haven.urgency.Tier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Drives an engine in the words of the domain, and keeps what a node would keep: the catalogue and
 * the sessions.
 */
public final class World {
  private static final String CAPACITIES = "1,3,3,5,5,5";
  private static final int MOST = 200;

  private final Engine engine;
  private final Catalogue catalogue = new Catalogue();
  private final Map<String, String> sessions = new HashMap<>();
  private int offers = 1;
  private String language = "en";

  public World(Engine engine) {
    this.engine = engine;
  }

  public Engine engine() {
    return engine;
  }

  public Map<String, String> contact(String id) {
    return engine.state().getOrDefault("c:" + id, Map.of());
  }

  public Map<String, String> navigatorState(String id) {
    return engine.state().getOrDefault("n:" + id, Map.of());
  }

  public String session(String navigator) {
    return sessions.getOrDefault(navigator, "");
  }

  public int lane(Lane lane) {
    if (catalogue.numberOf(lane).isEmpty()) {
      Outcome outcome =
          engine.call(
              t ->
                  t.registerLane(
                      workspace(),
                      catalogue.version(),
                      lane.definition(),
                      lane.channel().ordinal(),
                      catalogue.fitsOfLane(lane)));
      catalogue.registered(lane, Long.parseLong(outcome.text(1)));
    }
    return catalogue.numberOf(lane).getAsInt();
  }

  public int laneFor(String queue, Channel channel, String language) {
    return lane(new Lane(queue, channel, language, Map.of()));
  }

  public int profile(Profile profile) {
    if (catalogue.numberOf(profile).isEmpty()) {
      Outcome outcome =
          engine.call(
              t ->
                  t.registerProfile(
                      workspace(),
                      catalogue.version(),
                      profile.definition(),
                      catalogue.fitsOfProfile(profile)));
      catalogue.registered(profile, Long.parseLong(outcome.text(1)));
    }
    return catalogue.numberOf(profile).getAsInt();
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public void navigator(String id) {
    navigatorWith(
        id,
        new Profile(List.of("*"), List.of("en", "es"), Map.of(), List.of(Channel.values())),
        CAPACITIES);
  }

  public Outcome navigatorWith(String id, Profile profile, String capacities) {
    return navigatorWith(id, profile, capacities, "");
  }

  /**
   * @param standIn who stands in for them, empty for nobody
   */
  public Outcome navigatorWith(String id, Profile profile, String capacities, String standIn) {
    int number = profile(profile);
    String description = standIn.isEmpty() ? "{}" : "{\"standIn\":\"" + standIn + "\"}";
    return engine.call(
        t -> t.upsertNavigator(workspace(), id, number, capacities, description, false));
  }

  public Outcome open(String navigator) {
    return open(navigator, "node-1");
  }

  public Outcome open(String navigator, String node) {
    engine.call(t -> t.renewNode(workspace(), node, false));
    Outcome outcome = engine.call(t -> t.openSession(workspace(), navigator, node, ""));
    if (outcome.is("OPEN")) {
      sessions.put(navigator, outcome.text(0));
    }
    return outcome;
  }

  public void available(String navigator) {
    open(navigator);
    activity(navigator, "available");
  }

  public Outcome activity(String navigator, String activity) {
    return engine.call(t -> t.setActivity(workspace(), navigator, session(navigator), activity));
  }

  public Outcome lose(String navigator) {
    return engine.call(t -> t.loseSession(workspace(), navigator, session(navigator), false));
  }

  public Outcome place(String id, Tier tier, Channel channel) {
    return place(id, "d", tier, channel, laneFor("support", channel, "en"), "", "", false);
  }

  public Outcome placeWithDigest(String id, String digest) {
    return place(
        id,
        digest,
        Tier.ROUTINE,
        Channel.CHAT,
        laneFor("support", Channel.CHAT, "en"),
        "",
        "",
        false);
  }

  public Outcome placeFor(String id, Tier tier, Channel channel, String designated) {
    return place(id, "d", tier, channel, laneFor("support", channel, "en"), "", designated, false);
  }

  public Outcome placeIn(String id, int lane, String steps) {
    return place(id, "d", Tier.ROUTINE, catalogue.lane(lane).channel(), lane, steps, "", false);
  }

  public Outcome placeLive(String id, Tier tier) {
    return place(
        id, "d", tier, Channel.PHONE, laneFor("support", Channel.PHONE, "en"), "", "", true);
  }

  public Outcome place(
      String id,
      String digest,
      Tier tier,
      Channel channel,
      int lane,
      String steps,
      String designated,
      boolean live) {
    return place(id, digest, "inbound", tier, channel, lane, steps, designated, live, "");
  }

  public Outcome placeOf(String person, String id, Tier tier, Channel channel) {
    int lane = laneFor("support", channel, "en");
    return place(
        id, "d", "inbound", tier, channel, lane, "", "", channel == Channel.PHONE, "", person);
  }

  /** Of somebody who speaks that language; a call is on the line. */
  public Outcome placeIn(String speaks, String id, Channel channel, int lane, String steps) {
    language = speaks;
    boolean live = channel == Channel.PHONE;
    Outcome placed = place(id, "d", Tier.ELEVATED, channel, lane, steps, "", live);
    language = "en";
    return placed;
  }

  /** A message of a conversation on the simplest lane of its channel. */
  public Outcome placeTalking(String id, Tier tier, Channel channel, String conversation) {
    int lane = laneFor("support", channel, "en");
    return place(id, "d", "inbound", tier, channel, lane, "", "", false, conversation);
  }

  public Outcome place(
      String id,
      String digest,
      String kind,
      Tier tier,
      Channel channel,
      int lane,
      String steps,
      String designated,
      boolean live,
      String conversation) {
    return place(id, digest, kind, tier, channel, lane, steps, designated, live, conversation, "");
  }

  /** With all that may be said of it. */
  public Outcome placeOf(
      String person,
      String id,
      String kind,
      Tier tier,
      Channel channel,
      int lane,
      String steps,
      String designated,
      boolean live,
      String conversation) {
    return place(id, "d", kind, tier, channel, lane, steps, designated, live, conversation, person);
  }

  private Outcome place(
      String id,
      String digest,
      String kind,
      Tier tier,
      Channel channel,
      int lane,
      String steps,
      String designated,
      boolean live,
      String conversation,
      String person) {
    return engine.call(
        t ->
            t.placeContact(
                workspace(),
                new Transitions.Placement(
                    id,
                    digest,
                    "endpoint:test",
                    channel.ordinal(),
                    language,
                    lane,
                    tier.rank(),
                    50,
                    false,
                    kind,
                    steps,
                    4 * 3_600_000L,
                    designated,
                    HoldTimes.DEFAULT.encode(),
                    conversation,
                    person,
                    null,
                    live,
                    "card",
                    "support",
                    "",
                    "test",
                    "",
                    "{}",
                    "",
                    offers)));
  }

  /** From now on who comes speaks that language. */
  public void speak(String code) {
    language = code;
  }

  /** From now on everything that is placed is offered to so many navigators at once. */
  public void offerTo(int many) {
    offers = many;
  }

  /** For later; the rest as with {@link #place}. */
  public Outcome schedule(String id, Tier tier, Channel channel, long dueAtMs) {
    return schedule(id, "callback", tier, channel, "", dueAtMs, "");
  }

  /** What came outside the opening hours. */
  public Outcome defer(String id, Tier tier, Channel channel, String steps, long dueAtMs) {
    return schedule(id, "inbound", tier, channel, steps, dueAtMs, "");
  }

  /** The report of a contact, in its place and with its clock. */
  public Outcome report(String id, String about, long startMs, long handOffMs) {
    schedule(id, "adverse_event_report", Tier.ROUTINE, Channel.MAIL, "", startMs, "");
    return engine.call(t -> t.openReport(workspace(), id, about, engine.now(), handOffMs));
  }

  /** The report of a contact of a person, to be worked on at once. */
  public Outcome reportOf(String person, String id, String about, long handOffMs) {
    int lane = laneFor("support", Channel.MAIL, "en");
    String kind = "adverse_event_report";
    place(id, "d", kind, Tier.ROUTINE, Channel.MAIL, lane, "", "", false, "", person);
    return engine.call(t -> t.openReport(workspace(), id, about, engine.now(), handOffMs));
  }

  /** The sealed criteria of a report; empty for none. */
  public String criteria(String report) {
    return (String) engine.call(t -> t.readReport(workspace(), report)).get(7);
  }

  public Outcome fill(String report, int revision) {
    return engine.call(t -> t.fillReport(workspace(), report, revision, "ana", true, "words"));
  }

  public Outcome settle(String report, String how, String revision) {
    return engine.call(t -> t.settleReport(workspace(), report, how, revision, "ana", "code"));
  }

  public Outcome flag(String contact) {
    return engine.call(t -> t.flagAdverseEvent(workspace(), contact, "ana"));
  }

  /**
   * Outreach to a person.
   *
   * @param windows from:to;... in ms
   * @param then further channels, in the order of attempts
   */
  public Outcome outreach(
      String id,
      String purpose,
      String subjects,
      int attempts,
      long gapMs,
      String windows,
      long dueAtMs,
      Channel channel,
      Channel... then) {
    StringBuilder lanes = new StringBuilder(way(channel));
    for (Channel next : then) {
      lanes.append('|').append(way(next));
    }
    String cadence =
        String.join(
            "\n",
            purpose,
            subjects,
            Integer.toString(attempts),
            Long.toString(gapMs),
            "",
            lanes,
            windows);
    return schedule(id, "outreach", Tier.ROUTINE, channel, "", dueAtMs, cadence);
  }

  private String way(Channel channel) {
    return channel.ordinal() + "/" + laneFor("support", channel, "en") + "/";
  }

  public Outcome erase(String person, boolean look) {
    return engine.call(t -> t.erasePerson(workspace(), person, "0", look, "boss"));
  }

  public Outcome consent(String subject, String purpose, boolean granted, Long atMs) {
    return engine.call(
        t -> t.setConsent(workspace(), subject, purpose, granted, atMs, "directory"));
  }

  private Outcome schedule(
      String id,
      String kind,
      Tier tier,
      Channel channel,
      String steps,
      long dueAtMs,
      String cadence) {
    int lane = laneFor("support", channel, "en");
    return engine.call(
        t ->
            t.placeContact(
                workspace(),
                new Transitions.Placement(
                    id,
                    "digest",
                    "endpoint:test",
                    channel.ordinal(),
                    "en",
                    lane,
                    tier.rank(),
                    50,
                    false,
                    kind,
                    steps,
                    4 * 3_600_000L,
                    "",
                    HoldTimes.DEFAULT.encode(),
                    "",
                    "",
                    dueAtMs,
                    false,
                    "card",
                    "support",
                    "",
                    "test",
                    "",
                    "{}",
                    cadence,
                    offers)));
  }

  public Outcome accept(String navigator, String offer) {
    return acceptAs(navigator, session(navigator), offer);
  }

  public Outcome acceptAs(String navigator, String session, String offer) {
    return engine.call(t -> t.acceptOffer(workspace(), navigator, session, offer));
  }

  public Outcome reject(String navigator, String offer) {
    return engine.call(
        t -> t.rejectOffer(workspace(), navigator, session(navigator), offer, "busy"));
  }

  public Outcome finish(String navigator, String engagement, String disposition) {
    return finishWith(navigator, engagement, disposition, "");
  }

  /** The members end with it. */
  public Outcome finishWith(
      String navigator, String engagement, String disposition, String members) {
    return engine.call(
        t ->
            t.finishEngagement(
                workspace(), navigator, session(navigator), engagement, disposition, "", members));
  }

  public Outcome change(String navigator, String engagement, String change) {
    return engine.call(
        t -> t.changeEngagement(workspace(), navigator, session(navigator), engagement, change));
  }

  /** What became of a navigator's call. */
  public Outcome call(String navigator, String engagement, String change) {
    return engine.call(t -> t.changeEngagement(workspace(), navigator, "", engagement, change));
  }

  public Outcome transferTo(String navigator, String engagement, String target) {
    return engine.call(
        t ->
            t.transferEngagement(
                workspace(),
                navigator,
                session(navigator),
                engagement,
                target,
                60_000,
                -1,
                "",
                ""));
  }

  /** Back to a queue. */
  public Outcome transferTo(String navigator, String engagement, Lane to, String steps) {
    int number = lane(to);
    return engine.call(
        t ->
            t.transferEngagement(
                workspace(),
                navigator,
                session(navigator),
                engagement,
                "",
                0,
                number,
                steps,
                to.queue()));
  }

  public Outcome consult(String navigator, String engagement, String target) {
    return consultLane(navigator, engagement, target, -1);
  }

  public Outcome consultLane(String navigator, String engagement, String target, int lane) {
    return engine.call(
        t ->
            t.consultEngagement(
                workspace(), navigator, session(navigator), engagement, target, lane));
  }

  /** What the first navigator does with an open consult. */
  public Outcome withConsult(String navigator, String engagement, String change) {
    return engine.call(
        t -> t.changeConsult(workspace(), navigator, session(navigator), engagement, "", change));
  }

  /** What became of the second navigator's call. */
  public Outcome consultCall(String consult, String change) {
    return engine.call(t -> t.changeConsult(workspace(), "", "", consult, "", change));
  }

  public Outcome sendOutside(String navigator, String engagement, String to) {
    return engine.call(
        t -> t.sendOutside(workspace(), navigator, session(navigator), engagement, to, to));
  }

  /** Somebody or something answered outside, over a platform that cannot ask who. */
  public Outcome answerUnasked(String outside) {
    return engine.call(t -> t.changeOutside(workspace(), outside, "answered", "unasked"));
  }

  /** A navigator calls an interpreter; '' for the contact's language. */
  public Outcome callInterpreter(String navigator, String engagement, String language) {
    return engine.call(
        t -> t.callInterpreter(workspace(), navigator, session(navigator), engagement, language));
  }

  /** What became of a call to a number outside. */
  public Outcome outside(String outside, String change) {
    String cause = change.equals("failed") ? "busy" : "";
    return engine.call(t -> t.changeOutside(workspace(), outside, change, cause));
  }

  public Outcome say(String navigator, String engagement, String message, boolean among) {
    return engine.call(
        t ->
            t.sendMessage(
                workspace(), navigator, session(navigator), engagement, message, "words", among));
  }

  public Outcome acknowledge(String contact) {
    return engine.call(t -> t.acknowledgeEscalation(workspace(), contact, "boss"));
  }

  public Outcome pause(String queue, boolean on) {
    return engine.call(
        t -> t.switchQueue(workspace(), queue, QueueSwitch.PAUSE, on, "boss", "meeting"));
  }

  public Outcome emergency(String queue, boolean on) {
    return engine.call(
        t -> t.switchQueue(workspace(), queue, QueueSwitch.EMERGENCY, on, "boss", "evacuated"));
  }

  /** A node reads its configuration again. */
  /** The only node takes up another configuration. */
  public Outcome reload(Settings settings) {
    engine.use(settings);
    return engine.call(t -> t.applyConfig(workspace(), settings, "node-0", 3));
  }

  /**
   * Looks for work that asks for lanes, until the walk is over.
   *
   * @param gone numbers of lanes, comma between
   * @param most about how many contacts a call looks at
   */
  public Outcome orphans(String gone, int most) {
    Outcome outcome = findOrphans(gone, "", most);
    while (outcome.is("MORE")) {
      outcome = findOrphans(gone, outcome.text(0), most);
    }
    return outcome;
  }

  public Outcome findOrphans(String gone, String walk, int most) {
    return engine.call(t -> t.findOrphans(workspace(), gone, walk, most));
  }

  /** A worker takes outside effects that are due: rows that begin with id and type. */
  public Outcome claim(int most) {
    return engine.call(t -> t.claimCommands(workspace(), most, List.of()));
  }

  /**
   * @param retryMs null when it is over
   * @param receipt what the platform calls the message, empty for nothing
   */
  public Outcome settleCommand(
      String command, Long retryMs, String outcome, String contact, String receipt) {
    return engine.call(
        t -> t.finishCommand(workspace(), command, retryMs, outcome, contact, receipt));
  }

  /** A platform tells how far a message is. */
  public Outcome deliver(String command, String status) {
    return engine.call(t -> t.reportDelivery(workspace(), command, "", status));
  }

  public Outcome assign(String contact, String navigator) {
    return engine.call(
        t -> t.assignContact(workspace(), contact, navigator, HoldTimes.ASSIGNED.encode(), "boss"));
  }

  public Outcome abandon(String contact) {
    return engine.call(t -> t.abandonContact(workspace(), contact, "hangup"));
  }

  public Outcome append(String contact, String message, Tier tier) {
    return append(contact, message, tier, "");
  }

  public Outcome append(String contact, String message, Tier tier, String digest) {
    return engine.call(
        t ->
            t.appendMessage(
                workspace(),
                new Transitions.Appendix(
                    contact,
                    message,
                    "words",
                    tier.rank(),
                    60,
                    false,
                    "",
                    "test",
                    "card",
                    "",
                    -1,
                    false,
                    digest)));
  }

  public Outcome read(String contact) {
    return engine.call(t -> t.noteReading(workspace(), contact, "boss", "quality_review"));
  }

  public Outcome override(String contact, Tier tier) {
    return engine.call(
        t -> t.overrideUrgency(workspace(), contact, tier.rank(), 60, "boss", "reason", "card"));
  }

  public Outcome remove(String navigator) {
    return engine.call(t -> t.removeNavigator(workspace(), navigator));
  }

  /**
   * Works off everything that is due, with the clock's last second polled before, so that no gap is
   * seen.
   */
  public void due() {
    engine.call(t -> t.renewNode(workspace(), "node-1", false));
    engine.touchPoll();
    expireOnly();
  }

  /** Works off so many items at most; of one each is a step of its own. */
  public Outcome expire(int most) {
    return engine.call(t -> t.expireDue(workspace(), most, 1_000));
  }

  public Outcome expireOnly() {
    Outcome outcome = engine.call(t -> t.expireDue(workspace(), MOST, 1_000));
    while (outcome.text(1).equals("1")) {
      outcome = engine.call(t -> t.expireDue(workspace(), MOST, 1_000));
    }
    return outcome;
  }

  private WorkspaceId workspace() {
    return engine.workspace();
  }
}
