package dev.haven.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A navigator at a desktop: hears frames, decides, and has commands to send when their time comes.
 * Used by one virtual user at a time.
 */
final class Desk {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PING = 10_000;
  private static final long AGAIN_AFTER = 1_000;

  /** Codes of an error that does not say whether the command was done. */
  private static final Set<String> UNKNOWN = Set.of("unavailable", "session-superseded");

  /** Causes of an engagement's end that close its contact; after any other it waits again. */
  private static final Set<String> CLOSED = Set.of("resolved", "wrap_up_timeout");

  /** A frame to send at a time, ms. */
  private record Command(long at, long order, String id, String frame) {}

  /** What is offered or under way. */
  private record Work(int number, String channel) {}

  private final String name;
  private final Habits habits;
  private final Ledger ledger;
  private final SplittableRandom random;
  private final PriorityQueue<Command> commands =
      new PriorityQueue<>(Comparator.comparingLong(Command::at).thenComparing(Command::order));

  /** What was sent and not answered, in that order; sent again when the desktop comes back. */
  private final Map<String, Command> unanswered = new LinkedHashMap<>();

  private final Map<String, Work> work = new HashMap<>();
  private final Map<String, Work> pending = new HashMap<>();
  private long lastSeq;
  private long heardAt;
  private long order;
  private long nextPing;
  private int restored;
  private boolean dropping;

  Desk(int number, Habits habits, Ledger ledger) {
    this.name = "sim-" + number;
    this.habits = habits;
    this.ledger = ledger;
    this.random = new SplittableRandom(number);
  }

  String hello() {
    return "{\"type\":\"hello\",\"id\":\"h\",\"data\":{\"lastSeq\":"
        + lastSeq
        + ",\"activity\":\"available\"}}";
  }

  /** One frame of the server's, received at that time. */
  void hear(String frame, long at) {
    JsonNode root;
    try {
      root = JSON.readTree(frame);
    } catch (IOException e) {
      throw new UncheckedIOException("a frame is not JSON", e);
    }
    lastSeq = Math.max(lastSeq, root.path("seq").asLong());
    JsonNode data = root.path("data");
    switch (root.path("type").asText()) {
      case "snapshot" -> resumed(data, at);
      case "offer.created" -> offered(data, at);
      case "offer.timeout" -> letPass(data.path("offerId").asText(), at);
      case "offer.rescinded" -> over(data.path("offerId").asText(), at);
      case "ack" -> acknowledged(root.path("id").asText(), at);
      case "error" -> refused(root.path("id").asText(), data.path("code").asText(), at);
      case "engagement.ended" ->
          ended(data.path("engagementId").asText(), data.path("cause").asText(), at);
      default -> {}
    }
    heardAt = Math.max(heardAt, at);
  }

  /**
   * What is offered here stays so while the desktop is away for less than the grace: the snapshot
   * has it. What it does not have any more ended at some moment since the last frame.
   */
  private void resumed(JsonNode snapshot, long at) {
    Set<String> there = new HashSet<>();
    for (JsonNode offer : snapshot.path("offers")) {
      there.add(offer.path("offerId").asText());
    }
    restored += (int) there.stream().filter(pending::containsKey).count();
    for (JsonNode engagement : snapshot.path("engagements")) {
      there.add(engagement.path("engagementId").asText());
    }
    for (String offer : Set.copyOf(pending.keySet())) {
      if (!there.contains(offer)) {
        ledger.endedBetween(pending.remove(offer).number(), name, heardAt, at);
        forget("a:" + offer);
        forget("r:" + offer);
      }
    }
    work.forEach(
        (engagement, its) -> {
          if (!there.contains(engagement) && !unanswered.containsKey("c:" + engagement)) {
            ledger.returned(its.number(), name, at);
          }
        });
    for (JsonNode offer : snapshot.path("offers")) {
      offered(offer, at);
    }
    List<Command> again = List.copyOf(unanswered.values());
    unanswered.clear();
    again.forEach(command -> send(at, command.id(), command.frame()));
  }

  private void forget(String id) {
    unanswered.remove(id);
    commands.removeIf(command -> command.id().equals(id));
  }

  private void offered(JsonNode offer, long at) {
    String id = offer.path("offerId").asText();
    JsonNode contact = offer.path("contact");
    Work its =
        new Work(
            Person.numberIn(contact.path("preview").asText()), contact.path("channel").asText());
    if (its.number() < 0 || pending.putIfAbsent(id, its) != null) {
      return;
    }
    ledger.offered(its.number(), name, contact.path("urgency").path("tier").asText(), at);
    int share = random.nextInt(1_000);
    long then = at + habits.reaction(random);
    if (share < habits.rejects()) {
      command(then, "offer.reject", "r:" + id, "offerId", id, ",\"reason\":\"busy\"");
    } else if (share >= habits.rejects() + habits.misses()) {
      command(then, "offer.accept", "a:" + id, "offerId", id, "");
    }
    dropping |= random.nextInt(1_000) < habits.drops();
  }

  private void over(String offer, long at) {
    Work its = pending.remove(offer);
    if (its != null) {
      ledger.ended(its.number(), name, at);
    }
  }

  private void letPass(String offer, long at) {
    Work its = pending.remove(offer);
    if (its != null) {
      ledger.declined(its.number(), name, at);
    }
  }

  private void acknowledged(String id, long at) {
    unanswered.remove(id);
    String of = id.length() > 2 ? id.substring(2) : "";
    if (id.startsWith("a:")) {
      taken(of, at);
    } else if (id.startsWith("r:")) {
      letPass(of, at);
    } else if (id.startsWith("c:")) {
      done(of, at);
    }
  }

  private void taken(String offer, long at) {
    Work its = pending.remove(offer);
    if (its == null) {
      ledger.refused("ack of an offer that is over");
      return;
    }
    long handling = habits.handling(its.channel(), random);
    ledger.taken(its.number(), name, at + handling);
    work.put(offer, its);
    if (handling > 0) {
      command(at + handling * 4 / 5, "engagement.finish", "f:" + offer, "engagementId", offer, "");
    }
    command(
        at + handling,
        "engagement.complete",
        "c:" + offer,
        "engagementId",
        offer,
        ",\"disposition\":\"resolved\",\"notes\":\"\"");
  }

  /** What may have been done is asked for again; what was not leaves its contact where it is. */
  private void refused(String id, String code, long at) {
    ledger.refused(code);
    Command command = unanswered.remove(id);
    if (command != null && UNKNOWN.contains(code)) {
      send(at + AGAIN_AFTER, id, command.frame());
    } else if (id.startsWith("a:") || id.startsWith("r:")) {
      over(id.substring(2), at);
    } else if (id.startsWith("c:")) {
      returned(id.substring(2), at);
    }
  }

  private void ended(String engagement, String cause, long at) {
    if (CLOSED.contains(cause)) {
      done(engagement, at);
    } else {
      returned(engagement, at);
    }
  }

  private void done(String engagement, long at) {
    Work its = work.remove(engagement);
    if (its != null) {
      ledger.done(its.number(), at);
    }
  }

  private void returned(String engagement, long at) {
    Work its = work.remove(engagement);
    if (its != null) {
      ledger.returned(its.number(), name, at);
      forget("f:" + engagement);
      forget("c:" + engagement);
    }
  }

  private void command(long at, String type, String id, String key, String of, String more) {
    send(
        at,
        id,
        "{\"type\":\""
            + type
            + "\",\"id\":\""
            + id
            + "\",\"data\":{\""
            + key
            + "\":\""
            + of
            + "\""
            + more
            + "}}");
  }

  private void send(long at, String id, String frame) {
    commands.add(new Command(at, order++, id, frame));
  }

  /** Whether something is to be sent by now; a ping every ten seconds, too. */
  boolean hasCommand(long now) {
    if (now >= nextPing) {
      nextPing = now + PING;
      send(now, "p", "{\"type\":\"ping\",\"id\":\"p\"}");
    }
    Command first = commands.peek();
    return first != null && first.at() <= now;
  }

  String nextCommand() {
    @Nullable Command first = commands.poll();
    if (first == null) {
      throw new IllegalStateException("asked for a command that is not there");
    }
    if (!first.id().equals("p")) {
      unanswered.put(first.id(), first);
    }
    return first.frame();
  }

  /** Whether the socket is to be lost now; asked once for each time. */
  boolean dropsNow() {
    boolean drops = dropping;
    dropping = false;
    return drops;
  }

  /** How many offers were pending still when the desktop came back to them. */
  int restored() {
    return restored;
  }
}
