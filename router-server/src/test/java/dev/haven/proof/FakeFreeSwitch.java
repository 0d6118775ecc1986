package dev.haven.proof;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * FreeSWITCH as its event socket shows it, on a real socket: sign-in, commands with their replies
 * in order, background jobs, and events to every connection that asked for them. Safe for any
 * thread.
 */
final class FakeFreeSwitch implements AutoCloseable {
  static final String PASSWORD = "fake";

  private final Vertx vertx = Vertx.vertx();
  private final NetServer server;
  private final Map<String, Leg> legs = new LinkedHashMap<>();
  private final Set<NetSocket> listening = new LinkedHashSet<>();
  private final List<String> commands = new ArrayList<>();
  private final Set<String> unlisted = new LinkedHashSet<>();
  private boolean withoutDatabase;
  private int sequence;
  private int subscriptions;

  private static final class Leg {
    final boolean inbound;
    final String number;
    final Map<String, String> variables = new LinkedHashMap<>();
    String job = "";
    boolean answered;
    boolean silenced;
    String other = "";

    Leg(boolean inbound, String number) {
      this.inbound = inbound;
      this.number = number;
    }
  }

  FakeFreeSwitch() throws Exception {
    server =
        vertx
            .createNetServer()
            .connectHandler(this::connected)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  int port() {
    return server.actualPort();
  }

  // What telephones do.

  /** A call comes in, is answered and parked by the dialplan. */
  synchronized void callIn(String uuid, String number, String language) {
    Leg leg = new Leg(true, number);
    leg.answered = true;
    leg.variables.put("haven_language", language);
    legs.put(uuid, leg);
    event("CHANNEL_PARK", uuid, "");
    notifyAll();
  }

  synchronized void hangUp(String uuid, String cause) {
    Leg leg = legs.get(uuid);
    if (leg == null) {
      return;
    }
    event("CHANNEL_HANGUP_COMPLETE", uuid, "Hangup-Cause: " + cause + "\n");
    legs.remove(uuid);
    if (!leg.inbound && !leg.answered) {
      job(leg.job, "-ERR " + cause + "\n");
    }
    Leg other = legs.get(leg.other);
    if (other != null) {
      other.other = "";
    }
    notifyAll();
  }

  synchronized void answer(String uuid) {
    Leg leg = legs.get(uuid);
    leg.answered = true;
    event("CHANNEL_ANSWER", uuid, "");
    event("CHANNEL_PARK", uuid, "");
    job(leg.job, "+OK " + uuid + "\n");
    notifyAll();
  }

  synchronized void press(String uuid, String digit) {
    event("DTMF", uuid, "DTMF-Digit: " + digit + "\nDTMF-Duration: 1600\n");
  }

  /** A router set that variable, and came no further. */
  synchronized void set(String uuid, String name, String value) {
    legs.get(uuid).variables.put(name, value);
  }

  /** Every connection breaks, and a caller hangs up before there is another one. */
  synchronized void dropAndHangUp(String uuid) {
    List<NetSocket> broken = List.copyOf(listening);
    listening.clear();
    hangUp(uuid, "NORMAL_CLEARING");
    broken.forEach(NetSocket::close);
  }

  /** The next lists of channels are without that one, as while its row is not yet written. */
  synchronized void unlist(String uuid) {
    unlisted.add(uuid);
  }

  /** Lists are refused, as by one that was started without its core database. */
  synchronized void listNothing() {
    withoutDatabase = true;
  }

  /** Every connection breaks; calls stay where they are. */
  synchronized void drop() {
    List.copyOf(listening).forEach(NetSocket::close);
  }

  // What a test looks at.

  synchronized List<String> ringing() {
    return legs.entrySet().stream()
        .filter(e -> !e.getValue().answered)
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized String talksWith(String uuid) {
    Leg leg = legs.get(uuid);
    return leg == null ? "" : leg.other;
  }

  /** Whether what that telephone says is replaced by silence. */
  synchronized boolean isSilenced(String uuid) {
    Leg leg = legs.get(uuid);
    return leg != null && leg.silenced;
  }

  synchronized boolean has(String uuid) {
    return legs.containsKey(uuid);
  }

  synchronized int subscriptions() {
    return subscriptions;
  }

  synchronized List<String> commands(String beginning) {
    return commands.stream().filter(c -> c.startsWith(beginning)).toList();
  }

  /** Waits until it holds; everything that changes wakes it. */
  synchronized void await(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("not in time: " + what + "; commands " + commands);
      }
      wait(left);
    }
  }

  // The event socket.

  private synchronized void connected(NetSocket socket) {
    socket.closeHandler(v -> gone(socket));
    boolean[] signedIn = {false};
    socket.handler(
        RecordParser.newDelimited("\n\n", text -> asked(socket, text.toString(), signedIn)));
    say(socket, "Content-Type: auth/request\n\n");
  }

  private synchronized void gone(NetSocket socket) {
    listening.remove(socket);
    notifyAll();
  }

  private synchronized void asked(NetSocket socket, String text, boolean[] signedIn) {
    String line = text.lines().findFirst().orElse("");
    if (line.startsWith("auth ")) {
      signedIn[0] = line.equals("auth " + PASSWORD);
      say(
          socket,
          "Content-Type: command/reply\nReply-Text: "
              + (signedIn[0] ? "+OK accepted" : "-ERR invalid")
              + "\n\n");
      return;
    }
    if (!signedIn[0]) {
      socket.close();
      return;
    }
    commands.add(line.replaceFirst("^(api|bgapi) ", ""));
    if (line.startsWith("event plain ")) {
      listening.add(socket);
      subscriptions++;
      say(socket, "Content-Type: command/reply\nReply-Text: +OK event listener enabled plain\n\n");
    } else if (line.startsWith("api ")) {
      String body = api(line.substring(4).split(" "));
      say(
          socket,
          "Content-Type: api/response\nContent-Length: "
              + body.getBytes(StandardCharsets.UTF_8).length
              + "\n\n"
              + body);
    } else if (line.startsWith("bgapi originate ")) {
      String job = text.lines().skip(1).findFirst().orElse("").replace("Job-UUID: ", "");
      say(
          socket,
          "Content-Type: command/reply\nReply-Text: +OK Job-UUID: "
              + job
              + "\nJob-UUID: "
              + job
              + "\n\n");
      originate(line.substring("bgapi originate ".length()), job);
    } else {
      say(socket, "Content-Type: command/reply\nReply-Text: -ERR command not found\n\n");
    }
    notifyAll();
  }

  private String api(String[] words) {
    if (words[0].equals("show")) {
      return shown();
    }
    Leg leg = legs.get(words[1]);
    if (words[0].equals("uuid_exists")) {
      return leg == null ? "false" : "true";
    }
    if (leg == null) {
      return "-ERR No such channel!\n";
    }
    switch (words[0]) {
      case "uuid_getvar" -> {
        return leg.variables.getOrDefault(words[2], "_undef_");
      }
      case "uuid_setvar" -> {
        if (words.length > 3) {
          leg.variables.put(words[2], words[3]);
        } else {
          leg.variables.remove(words[2]);
        }
        return "+OK\n";
      }
      case "uuid_bridge" -> {
        Leg other = legs.get(words[2]);
        if (other == null) {
          return "-ERR Invalid uuid\n";
        }
        leg.other = words[2];
        other.other = words[1];
        event("CHANNEL_BRIDGE", words[1], "");
        return "+OK " + words[2] + "\n";
      }
      case "uuid_kill" -> {
        hangUp(words[1], "NORMAL_CLEARING");
        return "+OK\n";
      }
      case "uuid_park" -> {
        Leg other = legs.get(leg.other);
        leg.other = "";
        if (other != null) {
          other.other = "";
        }
        event("CHANNEL_PARK", words[1], "");
        return "+OK\n";
      }
      case "uuid_audio" -> {
        if (words.length == 6 && words[2].equals("start") && words[3].equals("read")) {
          leg.silenced = words[4].equals("mute") && !words[5].equals("0");
        } else if (words.length == 3 && words[2].equals("stop")) {
          leg.silenced = false;
        } else {
          return "-USAGE: <uuid> [start [read|write] [[mute|level] <level>]|stop]\n";
        }
        return "+OK\n";
      }
      case "uuid_broadcast", "uuid_break" -> {
        return "+OK Message sent\n";
      }
      default -> {
        return "-ERR " + words[0] + " Command not found!\n";
      }
    }
  }

  private String shown() {
    if (withoutDatabase) {
      return "-ERR SQL disabled, no data available!\n";
    }
    JsonArray rows = new JsonArray();
    legs.forEach(
        (uuid, leg) -> {
          if (!unlisted.contains(uuid)) {
            rows.add(row(uuid, leg));
          }
        });
    return new JsonObject().put("row_count", rows.size()).put("rows", rows).encode() + "\n";
  }

  private static JsonObject row(String uuid, Leg leg) {
    return new JsonObject()
        .put("uuid", uuid)
        .put("direction", leg.inbound ? "inbound" : "outbound")
        .put("cid_num", leg.number)
        .put("cid_name", "")
        .put("dest", "2025550100")
        .put("application", leg.other.isEmpty() && leg.answered ? "park" : "")
        .put("callstate", leg.answered ? "ACTIVE" : "RINGING");
  }

  private void originate(String what, String job) {
    String target = what.replaceFirst("^\\{[^}]*}", "").split(" ")[0];
    if (target.endsWith("/nobody")) {
      job(job, "-ERR USER_NOT_REGISTERED\n");
      return;
    }
    Leg leg = new Leg(false, "");
    leg.job = job;
    for (String pair : what.substring(1, what.indexOf('}')).split(",")) {
      leg.variables.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
    }
    legs.put(leg.variables.get("origination_uuid"), leg);
  }

  private void job(String job, String result) {
    tell(
        "Event-Name: BACKGROUND_JOB\nJob-UUID: "
            + encode(job)
            + "\nJob-Command: originate\nContent-Length: "
            + result.length()
            + "\n\n"
            + result);
  }

  private void event(String name, String uuid, String more) {
    Leg leg = legs.get(uuid);
    StringBuilder text =
        new StringBuilder("Event-Name: " + name + "\n")
            .append("Event-Date-Timestamp: 1767225597000000\n")
            .append("Event-Sequence: " + ++sequence + "\n")
            .append("Call-Direction: " + (leg.inbound ? "inbound" : "outbound") + "\n")
            .append("Unique-ID: " + uuid + "\n")
            .append("Caller-Caller-ID-Number: " + encode(leg.number) + "\n")
            .append("Caller-Destination-Number: 2025550100\n")
            .append(more);
    leg.variables.forEach(
        (key, value) -> text.append("variable_" + key + ": " + encode(value) + "\n"));
    tell(text.append('\n').toString());
  }

  private void tell(String event) {
    for (NetSocket socket : listening) {
      say(
          socket,
          "Content-Length: "
              + event.getBytes(StandardCharsets.UTF_8).length
              + "\nContent-Type: text/event-plain\n\n"
              + event);
    }
  }

  private static void say(NetSocket socket, String text) {
    socket.write(Buffer.buffer(text));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    vertx.close();
  }
}
