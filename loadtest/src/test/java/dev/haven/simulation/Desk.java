package dev.haven.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A navigator at a desktop: hears frames, decides, and has commands to send when their time comes.
 * Used by one virtual user at a time.
 */
final class Desk {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PING = 10_000;

  /** A frame to send at a time, ms. */
  private record Command(long at, long order, String frame) {}

  /** What is offered or under way. */
  private record Work(int number, String channel) {}

  private final String name;
  private final Habits habits;
  private final Ledger ledger;
  private final SplittableRandom random;
  private final PriorityQueue<Command> commands =
      new PriorityQueue<>(Comparator.comparingLong(Command::at).thenComparing(Command::order));
  private final Map<String, Work> work = new HashMap<>();
  private final Map<String, Work> pending = new HashMap<>();
  private long lastSeq;
  private long order;
  private long nextPing;
  private boolean dropping;

  Desk(int number, Habits habits, Ledger ledger) {
    this.name = "sim-" + number;
    this.habits = habits;
    this.ledger = ledger;
    this.random = new SplittableRandom(number);
  }

  String hello() {
    return "{\"type\":\"hello\",\"id\":\"h\",\"data\":{\"lastSeq\":" + lastSeq + "}}";
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
      case "offer.timeout", "offer.rescinded" -> over(data.path("offerId").asText(), at);
      case "ack" -> acknowledged(root.path("id").asText(), at);
      case "error" -> refused(root.path("id").asText(), data.path("code").asText(), at);
      case "engagement.ended" -> ended(data.path("engagementId").asText());
      default -> {}
    }
  }

  private void resumed(JsonNode snapshot, long at) {
    if (!snapshot.path("navigator").path("activity").asText().equals("available")) {
      send(at, "{\"type\":\"activity.set\",\"id\":\"s\",\"data\":{\"activity\":\"available\"}}");
    }
    for (JsonNode offer : snapshot.path("offers")) {
      offered(offer, at);
    }
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
      send(then, command("offer.reject", "r:" + id, "offerId", id, ",\"reason\":\"busy\""));
    } else if (share >= habits.rejects() + habits.misses()) {
      send(then, command("offer.accept", "a:" + id, "offerId", id, ""));
    }
  }

  private void over(String offer, long at) {
    Work its = pending.remove(offer);
    if (its != null) {
      ledger.ended(its.number(), name, at);
    }
  }

  private void acknowledged(String id, long at) {
    String of = id.length() > 2 ? id.substring(2) : "";
    if (id.startsWith("a:")) {
      Work its = pending.remove(of);
      if (its == null) {
        ledger.refused("ack of an offer that is over");
        return;
      }
      ledger.taken(its.number(), name);
      work.put(of, its);
      long handling = habits.handling(its.channel(), random);
      if (handling > 0) {
        send(
            at + handling * 4 / 5, command("engagement.finish", "f:" + of, "engagementId", of, ""));
      }
      send(
          at + handling,
          command(
              "engagement.complete",
              "c:" + of,
              "engagementId",
              of,
              ",\"disposition\":\"resolved\",\"notes\":\"\""));
      dropping = random.nextInt(1_000) < habits.drops();
    } else if (id.startsWith("r:")) {
      over(of, at);
    } else if (id.startsWith("c:")) {
      ended(of);
    }
  }

  private void refused(String id, String code, long at) {
    ledger.refused(code);
    if (id.startsWith("a:") || id.startsWith("r:")) {
      over(id.substring(2), at);
    } else if (id.startsWith("c:")) {
      ended(id.substring(2));
    }
  }

  private void ended(String engagement) {
    Work its = work.remove(engagement);
    if (its != null) {
      ledger.done(its.number());
    }
  }

  private static String command(String type, String id, String key, String of, String more) {
    return "{\"type\":\""
        + type
        + "\",\"id\":\""
        + id
        + "\",\"data\":{\""
        + key
        + "\":\""
        + of
        + "\""
        + more
        + "}}";
  }

  private void send(long at, String frame) {
    commands.add(new Command(at, order++, frame));
  }

  /** Whether something is to be sent by now; a ping every ten seconds, too. */
  boolean hasCommand(long now) {
    if (now >= nextPing) {
      nextPing = now + PING;
      send(now, "{\"type\":\"ping\",\"id\":\"p\"}");
    }
    Command first = commands.peek();
    return first != null && first.at() <= now;
  }

  String nextCommand() {
    @Nullable Command first = commands.poll();
    if (first == null) {
      throw new IllegalStateException("asked for a command that is not there");
    }
    return first.frame();
  }

  /** Whether the socket is to be lost now; asked once for each time. */
  boolean dropsNow(long now) {
    if (!dropping) {
      return false;
    }
    dropping = false;
    // What was offered here goes back to its place; what is under way is this navigator's still.
    pending.values().forEach(its -> ledger.ended(its.number(), name, now));
    pending.clear();
    return true;
  }
}
