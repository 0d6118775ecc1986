package dev.haven.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.flow.Engine;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.flow.model.ModelEngine;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import dev.haven.store.redis.RedisEngine;
import dev.haven.store.redis.TestRedis;
import dev.haven.urgency.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One seeded run. Every step is done on Redis and on the model; answers and states must be the
 * same, and the invariants must hold. At the end the world is healed: everybody works, and every
 * queue must drain.
 */
final class Simulation {
  private static final long START = 1_790_000_000_000L;
  private static final String[] QUEUES = {"support", "billing"};
  private static final String[] LANGUAGES = {"en", "es", "und"};

  private final Random random;
  private final RedisEngine redis;
  private final World real;
  private final World oracle;
  private final Settings settings;

  /** Whether navigators mostly stay and work, so that everybody has something to do. */
  private final boolean busy;

  private final Map<String, Integer> profiles = new HashMap<>();
  private final Map<String, int[]> capacities = new HashMap<>();
  private final Map<String, Channel> channels = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final List<String> contacts = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final List<String> navigators = new ArrayList<>();
  private final Set<String> paused = new HashSet<>();
  private final List<String> log = new ArrayList<>();
  private final Invariants invariants;
  private TreeMap<String, Map<String, String>> state = new TreeMap<>();
  private long poll = START; // when everything due was last worked off
  private Runnable inBetween = () -> {};
  private int messages;
  private boolean moreDue;

  Simulation(TestRedis testRedis, long seed) {
    random = new Random(seed);
    settings = RandomSettings.of(random);
    busy = random.nextInt(3) > 0;
    redis = new RedisEngine(testRedis, settings, START);
    real = new World(redis);
    oracle = new World(new ModelEngine(settings, START));
    invariants =
        new Invariants(
            settings, real.catalogue(), profiles, capacities, channels, sequences, paused);
  }

  /** What to do after every third step; it must not change what is compared. */
  void inBetween(Runnable action) {
    inBetween = action;
  }

  RedisEngine redis() {
    return redis;
  }

  void run(int steps) {
    for (int i = 0; i < 6; i++) {
      addNavigator("n" + i);
    }
    for (int i = 0; i < steps; i++) {
      step();
      if (i % 3 == 2) {
        inBetween.run();
      }
    }
    heal();
  }

  /** The last steps, for the report of a failure. */
  String story() {
    return String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size()));
  }

  private void step() {
    int dice = random.nextInt(34);
    if (busy && dice >= 16 && dice < 22 && dice != 20 && random.nextInt(8) > 0) {
      dice = random.nextInt(8);
    }
    switch (dice) {
      case 0, 1, 2, 3, 4 -> place();
      case 5, 6, 7 -> accept();
      case 8 -> reject();
      case 9, 10, 11 -> finish();
      case 12 -> change();
      case 13 -> transfer();
      case 14 -> abandon();
      case 15 -> message();
      case 16 -> override();
      case 17 -> connect();
      case 18 -> lose();
      case 19 -> activity();
      case 20 ->
          pass(
              random.nextInt(10) == 0
                  ? 30_000 + random.nextInt(120_000)
                  : 1 + random.nextInt(8_000));
      case 22, 23 -> consult();
      case 24, 25, 26, 27 -> onConsult();
      case 28, 29 -> seldom();
      case 30 -> outsideEffect();
      case 31 -> sendOutside();
      case 32, 33 -> onOutside();
      default -> rare();
    }
  }

  private void rare() {
    switch (random.nextInt(13)) {
      case 12 -> pause();
      case 11 -> assign();
      case 8, 9 -> outreach();
      case 10 -> consent();
      case 6 -> report();
      case 7 -> settleReport();
      case 5 -> acknowledge();
      case 0 -> redis.flushFunctions();
      case 1 -> nodeDies();
      case 2 -> changeNavigator();
      case 3 -> pass(4 * 3_600_000L / 3);
      default -> oldAnswer();
    }
  }

  private void seldom() {
    switch (random.nextInt(6)) {
      case 0 -> emergency();
      case 1 -> both("erase", erasing());
      case 2 -> removeNavigator();
      case 3 -> reload();
      case 4 -> toQueue();
      default -> later();
    }
  }

  /** What came on a holiday or after hours, or is to be called back. */
  private void later() {
    String id = "c" + contacts.size();
    contacts.add(id);
    Channel channel = Channel.ofNumber(random.nextInt(6));
    Tier tier = Tier.ofRank(random.nextInt(5));
    channels.put(id, channel);
    sequences.put(id, (long) contacts.size());
    long due = redis.now() + random.nextInt(200_000) - 20_000;
    boolean closed = random.nextBoolean();
    both(
        (closed ? "defer " : "schedule ") + id + " " + tier,
        w -> closed ? w.defer(id, tier, channel, "", due) : w.schedule(id, tier, channel, due));
  }

  private void emergency() {
    String queue = QUEUES[random.nextInt(2)];
    boolean on = random.nextBoolean();
    both("emergency " + queue + " " + on, w -> w.emergency(queue, on));
  }

  private Function<World, Outcome> erasing() {
    String person = "p" + random.nextInt(4);
    boolean look = random.nextBoolean();
    return w -> w.erase(person, look);
  }

  /** Somebody leaves the company, unless work is theirs, and may come back. */
  private void removeNavigator() {
    String id = pick(navigators);
    Outcome gone = both("remove " + id, w -> w.remove(id));
    if (gone.is("DONE")) {
      changeNavigator(id);
      both("back " + id, w -> w.open(id, node(id)));
    }
  }

  private void reload() {
    String gone = random.nextBoolean() ? "" : Integer.toString(random.nextInt(12));
    if (gone.isEmpty() || both("orphans of " + gone, w -> w.orphans(gone, 16)).is("CLEAR")) {
      both("reload without " + gone, w -> w.reload(settings));
    }
  }

  private void toQueue() {
    String queue = QUEUES[random.nextInt(2)];
    String language = LANGUAGES[random.nextInt(3)];
    onWork(
        "transfer to " + queue + " " + language,
        (w, n, e) -> {
          Channel channel = channels.get(e.substring(0, e.indexOf('.')));
          return w.transferTo(n, e, new Lane(queue, channel, language, Map.of()), "");
        });
  }

  /** A worker has sent what was said, or not; or a platform tells how far it is. */
  private void outsideEffect() {
    if (!said.isEmpty() && random.nextInt(3) == 0) {
      String message = pick(said);
      String status = pick(List.of("sent", "delivered", "read", "failed"));
      both(status + " " + message, w -> w.deliver(message, status));
      return;
    }
    Outcome claimed = both("claim", w -> w.claim(64));
    for (Object each : claimed.list(0)) {
      List<?> row = (List<?>) each;
      String command = (String) row.get(0);
      if (row.get(1).equals("send")) {
        String outcome = pick(List.of("sent", "sent", "refused", "given_up", "unreachable"));
        Long again = outcome.equals("unreachable") ? 5_000L : null;
        both(
            outcome + " " + command,
            w -> w.settleCommand(command, again, outcome, (String) row.get(2), ""));
      }
    }
  }

  private void addNavigator(String id) {
    navigators.add(id);
    changeNavigator(id);
    both("available " + id, w -> w.open(id, node(id)));
    both("activity " + id, w -> w.activity(id, "available"));
  }

  private void changeNavigator() {
    changeNavigator(pick(navigators));
  }

  private void changeNavigator(String id) {
    List<String> queues = random.nextBoolean() ? List.of("*") : List.of(QUEUES[random.nextInt(2)]);
    List<String> languages =
        random.nextInt(3) == 0
            ? List.of("en")
            : random.nextInt(3) == 0 ? List.of("es") : List.of("en", "es");
    Map<String, Integer> skills =
        random.nextBoolean() ? Map.of("oncology", 1 + random.nextInt(5)) : Map.of();
    int[] capacity = {
      random.nextInt(2),
      random.nextInt(4),
      random.nextInt(4),
      random.nextInt(6),
      random.nextInt(6),
      random.nextInt(3)
    };
    List<Channel> offered = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      if (capacity[channel.ordinal()] > 0) {
        offered.add(channel);
      }
    }
    Profile profile = new Profile(queues, languages, skills, offered);
    String text =
        capacity[0]
            + ","
            + capacity[1]
            + ","
            + capacity[2]
            + ","
            + capacity[3]
            + ","
            + capacity[4]
            + ","
            + capacity[5];
    String standIn = random.nextInt(3) == 0 ? pick(navigators) : "";
    real.profile(profile);
    oracle.profile(profile);
    profiles.put(id, real.profile(profile));
    capacities.put(id, capacity);
    both(
        "navigator " + id + " " + profile.definition() + " " + text,
        w -> w.navigatorWith(id, profile, text, standIn));
  }

  private void place() {
    String id = "c" + contacts.size();
    contacts.add(id);
    Channel channel = Channel.ofNumber(random.nextInt(6));
    Tier tier = Tier.ofRank(random.nextInt(3) == 0 ? random.nextInt(3) : 3 + random.nextInt(2));
    Map<String, Integer> skills =
        random.nextInt(3) == 0 ? Map.of("oncology", 1 + random.nextInt(5)) : Map.of();
    String queue = QUEUES[random.nextInt(2)];
    Lane lane = new Lane(queue, channel, LANGUAGES[random.nextInt(3)], skills);
    Lane open = new Lane(queue, channel, "any", Map.of());
    int number = real.lane(lane);
    oracle.lane(lane);
    int last = real.lane(open);
    oracle.lane(open);
    String steps =
        random.nextInt(3) == 0
            ? ""
            : (10_000 + random.nextInt(60_000))
                + ":"
                + last
                + ":"
                + (random.nextInt(4) == 0 ? "2" : "")
                + pick(List.of("", "", "::partner", ":::1", "::partner:3", "::::1", "::partner::1"))
                + ";";
    String speaks = pick(List.of("en", "en", "es", "fr", "und"));
    int offers = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
    String designated = random.nextInt(4) == 0 ? pick(navigators) : "";
    boolean live = channel == Channel.PHONE && random.nextBoolean();
    String kind = random.nextInt(6) == 0 ? "outreach" : "inbound";
    channels.put(id, channel);
    sequences.put(id, (long) contacts.size());
    String conversation = !live && random.nextInt(3) == 0 ? "talk" + random.nextInt(12) : "";
    String person = random.nextInt(3) == 0 ? "p" + random.nextInt(4) : "";
    Function<World, Outcome> placing =
        w -> {
          w.speak(speaks);
          w.offerTo(offers);
          return w.placeOf(
              person, id, kind, tier, channel, number, steps, designated, live, conversation);
        };
    both(
        String.join(
            " ",
            "place " + id,
            tier.toString(),
            lane.definition(),
            "steps " + steps,
            "for " + designated,
            "to " + offers,
            "in " + speaks,
            live ? "live" : "",
            kind,
            conversation,
            person),
        placing);
    if (random.nextInt(5) == 0) {
      both("place again " + id, placing);
    }
  }

  private void accept() {
    onPending("accept", (w, n, offer) -> w.accept(n, offer));
  }

  private void reject() {
    onPending("reject", (w, n, offer) -> w.reject(n, offer));
  }

  private interface OnOffer {
    Outcome run(World world, String navigator, String offer);
  }

  private void onPending(String what, OnOffer call) {
    List<String> pending =
        navigators.stream().filter(n -> !field("n:" + n, "off").isEmpty()).toList();
    if (pending.isEmpty()) {
      return;
    }
    String navigator = pick(pending);
    String offer = field("n:" + navigator, "off");
    both(what + " " + navigator + " " + offer, w -> call.run(w, navigator, offer));
    if (random.nextInt(5) == 0) {
      both(what + " again " + navigator + " " + offer, w -> call.run(w, navigator, offer));
    }
  }

  private void onWork(String what, OnOffer call) {
    List<String> busy =
        navigators.stream().filter(n -> !field("n:" + n, "work").isEmpty()).toList();
    if (busy.isEmpty()) {
      return;
    }
    String navigator = pick(busy);
    String contact = pick(List.of(field("n:" + navigator, "work").split(",")));
    String engagement = contact + "." + field("c:" + contact, "try");
    both(what + " " + navigator + " " + engagement, w -> call.run(w, navigator, engagement));
  }

  private void finish() {
    String disposition = pick(List.of("resolved", "resolved", "", "", "no_answer", "voicemail"));
    int named = random.nextInt(3);
    onWork(
        "finish '" + disposition + "' naming " + named,
        (w, n, e) -> w.finishWith(n, e, disposition, members(e, named)));
  }

  /**
   * Members of an engagement's contact that its disposition names.
   *
   * @param named 0 for none, 1 for the first, 2 for all
   */
  private String members(String engagement, int named) {
    String all = field("c:" + engagement.substring(0, engagement.indexOf('.')), "grp");
    if (all.isEmpty() || named == 0) {
      return "";
    }
    return all.substring(0, named == 1 ? all.indexOf(',') : all.length() - 1);
  }

  private void change() {
    String change =
        pick(
            List.of(
                "hold",
                "mute",
                "resume",
                "park",
                "connected",
                "no_answer",
                "hung_up",
                "resume",
                "park"));
    onWork(change, (w, n, e) -> w.change(n, e, change));
  }

  private void transfer() {
    String target = pick(navigators);
    onWork("transfer to " + target, (w, n, e) -> w.transferTo(n, e, target));
  }

  private void consult() {
    if (random.nextInt(4) == 0) {
      int lane =
          real.lane(
              new Lane(
                  QUEUES[random.nextInt(2)], Channel.ofNumber(random.nextInt(6)), "en", Map.of()));
      oracle.lane(real.catalogue().lane(lane));
      onWork("consult lane " + lane, (w, n, e) -> w.consultLane(n, e, "", lane));
    } else {
      List<String> free =
          navigators.stream()
              .filter(n -> field("n:" + n, "off").isEmpty() && !field("n:" + n, "duty").isEmpty())
              .toList();
      String target = pick(free.isEmpty() || random.nextInt(4) == 0 ? navigators : free);
      onWork("consult " + target, (w, n, e) -> w.consult(n, e, target));
    }
  }

  /** One of both does something with an open consult, or its call does. */
  private void onConsult() {
    List<String> open = contacts.stream().filter(c -> !field("c:" + c, "con").isEmpty()).toList();
    if (open.isEmpty()) {
      return;
    }
    String contact = pick(open);
    String[] consult = field("c:" + contact, "con").split(">");
    String engagement = contact + "." + field("c:" + contact, "try");
    String id = contact + "." + consult[2];
    String first = field("c:" + contact, "nav");
    String second = consult[0];
    switch (random.nextInt(9)) {
      case 0 -> both("conference " + id, w -> w.withConsult(first, engagement, "conference"));
      case 1 -> both("take back " + id, w -> w.withConsult(first, engagement, "take_back"));
      case 2 -> both("hand over " + id, w -> w.withConsult(first, engagement, "complete"));
      case 3 -> both("leave " + id, w -> w.finish(second, id, ""));
      case 4 -> say(second, id);
      case 5 -> say(first, engagement);
      case 6 -> both("accept " + id, w -> w.accept(second, id));
      case 7 -> both("hung up " + id, w -> w.call(first, engagement, "hung_up"));
      default -> {
        String change = pick(List.of("connected", "connected", "no_answer", "hung_up"));
        both(change + " " + id, w -> w.consultCall(id, change));
      }
    }
  }

  private void sendOutside() {
    List<String> calls =
        contacts.stream()
            .filter(
                c ->
                    !field("c:" + c, "live").isEmpty()
                        && field("c:" + c, "state").equals("engaged"))
            .toList();
    if (calls.isEmpty()) {
      onWork("send outside", (w, n, e) -> w.sendOutside(n, e, "hospital"));
      return;
    }
    String contact = pick(calls);
    String engagement = contact + "." + field("c:" + contact, "try");
    String navigator = field("c:" + contact, "nav");
    if (field("c:" + contact, "est").equals("connecting")) {
      both("connected " + engagement, w -> w.call(navigator, engagement, "connected"));
    }
    if (random.nextInt(3) == 0) {
      String language = pick(List.of("", "fr", "es"));
      both(
          "interpreter " + language + " " + engagement,
          w -> w.callInterpreter(navigator, engagement, language));
      return;
    }
    both("send outside " + engagement, w -> w.sendOutside(navigator, engagement, "hospital"));
  }

  /** What becomes of a call to a number outside. */
  private void onOutside() {
    List<String> away = contacts.stream().filter(c -> !field("c:" + c, "out").isEmpty()).toList();
    if (away.isEmpty()) {
      return;
    }
    String contact = pick(away);
    String id = contact + "." + field("c:" + contact, "out").split(">")[2];
    String engagement = contact + "." + field("c:" + contact, "try");
    String navigator = field("c:" + contact, "nav");
    String change =
        pick(
            List.of(
                "answered",
                "answered",
                "pressed",
                "pressed",
                "declined",
                "connected",
                "connected",
                "failed",
                "hung_up"));
    if (!navigator.isEmpty() && random.nextInt(4) == 0) {
      boolean hangsUp = random.nextBoolean();
      both(
          (hangsUp ? "hung up " : "resume ") + engagement,
          w ->
              hangsUp
                  ? w.call(navigator, engagement, "hung_up")
                  : w.change(navigator, engagement, "resume"));
    } else if (random.nextInt(8) == 0) {
      both("unasked outside " + id, w -> w.answerUnasked(id));
    } else {
      both(change + " outside " + id, w -> w.outside(id, change));
    }
  }

  private void say(String navigator, String engagement) {
    String message = "m" + messages++;
    boolean among = random.nextBoolean();
    Outcome answer = both("say " + engagement, w -> w.say(navigator, engagement, message, among));
    if (answer.is("DONE") && !among) {
      said.add(message);
    }
  }

  private void abandon() {
    if (!contacts.isEmpty()) {
      String id = pick(contacts);
      both("abandon " + id, w -> w.abandon(id));
    }
  }

  private void message() {
    if (!contacts.isEmpty()) {
      String id = pick(contacts);
      String message = "m" + messages++;
      Tier tier = Tier.ofRank(random.nextInt(5));
      both("message " + id + " " + tier, w -> w.append(id, message, tier));
      if (random.nextInt(4) == 0) {
        both("message again " + id, w -> w.append(id, message, tier));
      }
    }
  }

  private void override() {
    if (!contacts.isEmpty()) {
      String id = pick(contacts);
      Tier tier = Tier.ofRank(random.nextInt(5));
      both("override " + id + " " + tier, w -> w.override(id, tier));
    }
  }

  private void acknowledge() {
    if (!contacts.isEmpty()) {
      String id = pick(contacts);
      both("acknowledge " + id, w -> w.acknowledge(id));
    }
  }

  private void outreach() {
    String id = "c" + contacts.size();
    contacts.add(id);
    Channel channel = Channel.ofNumber(random.nextInt(6));
    boolean turns = random.nextBoolean();
    channels.put(id, channel);
    long now = redis.now();
    String windows =
        random.nextBoolean()
            ? ""
            : (now - 60_000)
                + ":"
                + (now + 60_000 + random.nextInt(120_000))
                + ";"
                + (now + 300_000)
                + ":"
                + (now + 86_400_000L);
    long due = now + random.nextInt(120_000) - 30_000;
    String subjects = "p" + random.nextInt(3) + ",@x" + random.nextInt(3);
    String purpose = random.nextInt(3) == 0 ? "" : "education";
    int attempts = random.nextInt(4);
    Outcome placed =
        both(
            "outreach " + id + " '" + purpose + "' " + subjects + " " + windows,
            w ->
                turns
                    ? w.outreach(
                        id, purpose, subjects, attempts, 90_000, windows, due, channel, channel)
                    : w.outreach(id, purpose, subjects, attempts, 90_000, windows, due, channel));
    if (placed.is("NO_CONSENT")) {
      contacts.remove(id);
    } else {
      sequences.put(id, (long) contacts.size());
    }
  }

  private void consent() {
    String subject = random.nextInt(3) > 0 ? "p" + random.nextInt(3) : "@x" + random.nextInt(3);
    String purpose = subject.startsWith("@") || random.nextInt(4) == 0 ? "*" : "education";
    boolean granted = random.nextInt(3) > 0;
    both(
        (granted ? "agrees " : "withdraws ") + subject + " " + purpose,
        w -> w.consent(subject, purpose, granted, null));
  }

  /** Somebody sees an adverse event; its report begins now or later. */
  private void report() {
    if (!contacts.isEmpty()) {
      String about = pick(contacts);
      both("flag " + about, w -> w.flag(about));
      String id = "c" + contacts.size();
      contacts.add(id);
      reports.add(id);
      channels.put(id, Channel.MAIL);
      sequences.put(id, (long) contacts.size());
      long start = redis.now() + random.nextInt(200_000) - 50_000;
      long due = redis.now() + random.nextInt(400_000);
      String person = random.nextBoolean() ? "p" + random.nextInt(4) : "";
      both(
          "report " + id + " " + person,
          w ->
              person.isEmpty()
                  ? w.report(id, about, start, due)
                  : w.reportOf(person, id, about, due));
    }
  }

  private void settleReport() {
    if (!reports.isEmpty()) {
      String id = pick(reports);
      String how = pick(List.of("submitted", "submitted", "dismissed", "handed"));
      if (random.nextBoolean()) {
        both("fill " + id, w -> w.fill(id, 0));
      }
      String revision = Integer.toString(random.nextInt(2));
      both(how + " " + revision + " " + id, w -> w.settle(id, how, revision));
    }
  }

  private void pause() {
    String queue = QUEUES[random.nextInt(2)];
    boolean on = random.nextBoolean();
    if (on) {
      paused.add(queue);
    } else {
      paused.remove(queue);
    }
    both((on ? "pause " : "resume ") + queue, w -> w.pause(queue, on));
  }

  private void assign() {
    if (!contacts.isEmpty()) {
      String id = pick(contacts);
      String navigator = pick(navigators);
      both("assign " + id + " " + navigator, w -> w.assign(id, navigator));
    }
  }

  private void connect() {
    String id = pick(navigators);
    both("open " + id, w -> w.open(id, node(id)));
  }

  private void lose() {
    String id = pick(navigators);
    both("lose " + id, w -> w.lose(id));
  }

  private void activity() {
    String id = pick(navigators);
    String activity = random.nextInt(4) == 0 ? "break" : "available";
    both("activity " + id + " " + activity, w -> w.activity(id, activity));
  }

  private void nodeDies() {
    String alive = random.nextBoolean() ? "node-0" : "node-1";
    log.add("only " + alive + " lives");
    redis.advance(6_000);
    oracle.engine().advance(6_000);
    moreDue = true;
    both(
        "renew " + alive,
        w -> w.engine().call(t -> t.renewNode(w.engine().workspace(), alive, false)));
    workOff();
  }

  private void oldAnswer() {
    if (contacts.isEmpty()) {
      return;
    }
    String id = pick(contacts);
    String navigator = pick(navigators);
    both("old accept " + id, w -> w.accept(navigator, id + ".1"));
  }

  private String node(String navigator) {
    return "node-" + navigator.charAt(navigator.length() - 1) % 2;
  }

  private void pass(long ms) {
    redis.advance(ms);
    oracle.engine().advance(ms);
    if (random.nextInt(5) > 0) {
      redis.touchPoll();
      oracle.engine().touchPoll();
    }
    log.add("after " + ms + " ms");
    workOff();
  }

  private void workOff() {
    moreDue = true;
    for (int worked = 0; moreDue && worked < 500; worked++) {
      both("due", World::expireOne);
    }
  }

  private Outcome both(String what, Function<World, Outcome> call) {
    log.add(what);
    Outcome w = call.apply(oracle);
    Outcome g = call.apply(real);
    TreeMap<String, Map<String, String>> now = redis.state();
    assertThat(g.status()).as("answer to: %s", what).isEqualTo(w.status());
    if (what.equals("due")) {
      moreDue = g.text(1).equals("1");
      assertThat(g.text(2)).as("pairs that only the sweep found: %s", what).isEqualTo("0");
      if (!moreDue) {
        poll = redis.now();
      }
    }
    assertThat(differences(now, oracle.engine().state()))
        .as("fields that differ after: %s", what)
        .isEmpty();
    invariants.know(poll);
    invariants.check(now, state, !moreDue, redis.now());
    state = now;
    return g;
  }

  /** Each field that differs, as key.field: real, model. */
  private static List<String> differences(
      TreeMap<String, Map<String, String>> got, TreeMap<String, Map<String, String>> wanted) {
    List<String> found = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(got.keySet());
    keys.addAll(wanted.keySet());
    for (String key : keys) {
      Map<String, String> g = got.getOrDefault(key, Map.of());
      Map<String, String> w = wanted.getOrDefault(key, Map.of());
      TreeSet<String> fields = new TreeSet<>(g.keySet());
      fields.addAll(w.keySet());
      for (String f : fields) {
        if (!Objects.equals(g.get(f), w.get(f))) {
          found.add(key + "." + f + ": " + g.get(f) + ", model " + w.get(f));
        }
      }
    }
    return found;
  }

  /** Everybody is there and works; in bounded time nothing waits any more. */
  private void heal() {
    log.add("heal");
    for (String queue : QUEUES) {
      paused.remove(queue);
      both("resume " + queue, w -> w.pause(queue, false));
    }
    for (String id : navigators) {
      Profile all =
          new Profile(
              List.of("*"), List.of("en", "es"), Map.of("oncology", 5), List.of(Channel.values()));
      real.profile(all);
      oracle.profile(all);
      profiles.put(id, real.profile(all));
      capacities.put(id, new int[] {1, 3, 3, 5, 5, 5});
      both("navigator " + id, w -> w.navigatorWith(id, all, "1,3,3,5,5,5"));
      both("open " + id, w -> w.open(id, node(id)));
      both("activity " + id, w -> w.activity(id, "available"));
    }
    int rounds = 0;
    while (state.entrySet().stream()
        .anyMatch(
            e -> e.getKey().startsWith("c:") && !e.getValue().get("state").equals("closed"))) {
      assertThat(rounds++).as("rounds until everything is served").isLessThan(400);
      for (String navigator : navigators) {
        String offer = field("n:" + navigator, "off");
        if (!offer.isEmpty()) {
          both("accept " + offer, w -> w.accept(navigator, offer));
        }
        for (String contact : field("n:" + navigator, "work").split(",")) {
          if (!contact.isEmpty()) {
            String engagement = contact + "." + field("c:" + contact, "try");
            if (reports.contains(contact)) {
              both("dismiss " + contact, w -> w.settle(contact, "dismissed", ""));
            }
            both("complete " + engagement, w -> w.finish(navigator, engagement, "resolved"));
          }
        }
        both("activity " + navigator, w -> w.activity(navigator, "available"));
      }
      // Only what is scheduled is left: its time comes sooner so.
      boolean allLater =
          state.entrySet().stream()
              .filter(e -> e.getKey().startsWith("c:"))
              .map(e -> e.getValue().get("state"))
              .allMatch(s -> s.equals("closed") || s.equals("scheduled"));
      pass(allLater ? 60_000 : 2_000);
    }
  }

  private String field(String key, String name) {
    return state.getOrDefault(key, Map.of()).getOrDefault(name, "");
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  Engine engine() {
    return redis;
  }
}
