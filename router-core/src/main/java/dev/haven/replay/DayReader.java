package dev.haven.replay;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactKind;
import dev.haven.match.Definitions;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.record.JournalBatch;
import dev.haven.record.JournalEntry;
import dev.haven.urgency.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a day out of one workspace's journal. A journal that begins with a checkpoint begins with
 * the navigators and the waiting contacts that it names, when it ends. Lines of other types are
 * passed over. Used by one thread.
 */
public final class DayReader {
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private final Map<Integer, Profile> profiles = new HashMap<>();
  private final Map<String, VisitLines> visits = new TreeMap<>();
  private final Map<String, SeatLines> seats = new TreeMap<>();
  private long from;
  private long until;
  private long lines;
  private int leftOut;

  /** What the checkpoint that the journal begins with has listed so far; null behind its end. */
  private @Nullable Map<String, JournalEntry> listed;

  /** One navigator so far. */
  private static final class SeatLines {
    private final List<Seat.Move> moves = new ArrayList<>();
    private boolean connected;
    private String next = "";
  }

  public void take(JournalBatch batch) {
    for (String line : batch.lines()) {
      JournalEntry.read(line).ifPresent(this::take);
    }
  }

  /**
   * @throws IllegalStateException when there was nothing to read
   */
  public Day day() {
    if (lines == 0) {
      throw new IllegalStateException("the journal has no lines to replay");
    }
    return new Day(
        from,
        until,
        visits.values().stream().map(VisitLines::visit).toList(),
        seats.entrySet().stream()
            .map(e -> new Seat(new NavigatorId(e.getKey()), e.getValue().moves))
            .toList(),
        leftOut);
  }

  private void take(JournalEntry e) {
    if (lines == 0 && e.type().equals("checkpoint.begun")) {
      listed = new LinkedHashMap<>();
    }
    Map<String, JournalEntry> opening = listed;
    if (opening != null) {
      opening(e, opening);
      return;
    }
    if (lines++ == 0) {
      from = e.at();
    }
    until = Math.max(until, e.at());
    switch (e.type()) {
      case "lane.registered", "checkpoint.lane" -> lane(e);
      case "profile.registered", "checkpoint.profile" -> profile(e);
      case "contact.placed" -> placed(e);
      default -> {
        if (e.type().startsWith("checkpoint.")) {
          return; // Repeats what is known.
        }
        if (e.has("contact")) {
          VisitLines visit = visits.get(e.text("contact"));
          if (visit != null) {
            visit.take(e, this::queueOf);
          }
        } else if (e.has("navigator")) {
          seat(e);
        }
      }
    }
  }

  /**
   * The first checkpoint stands for what came before its end. Its last line of a navigator or a
   * contact counts; what other lines say in between is in it.
   */
  private void opening(JournalEntry e, Map<String, JournalEntry> opening) {
    switch (e.type()) {
      case "checkpoint.begun" -> opening.clear();
      case "lane.registered", "checkpoint.lane" -> lane(e);
      case "profile.registered", "checkpoint.profile" -> profile(e);
      case "checkpoint.navigator", "checkpoint.contact" -> opening.put(listedAs(e), e);
      case "checkpoint.gone" -> opening.remove(listedAs(e));
      case "checkpoint.ended" -> {
        listed = null;
        lines++;
        from = e.at();
        until = e.at();
        opening.values().forEach(this::begins);
      }
      default -> {
        // What it came to is listed.
      }
    }
  }

  private static String listedAs(JournalEntry e) {
    return e.has("contact") ? "contact " + e.text("contact") : "navigator " + e.text("navigator");
  }

  private void begins(JournalEntry e) {
    if (e.type().equals("checkpoint.contact")) {
      waiting(e);
    } else {
      onDuty(e);
    }
  }

  private void onDuty(JournalEntry e) {
    SeatLines seat = seats.computeIfAbsent(e.text("navigator"), id -> new SeatLines());
    seat.moves.add(Seat.Move.joined(from, navigator(e)));
    if (e.number("connected", 0) == 1) {
      seat.connected = true;
      seat.moves.add(Seat.Move.of(from, Seat.What.OPENED));
      seat.moves.add(Seat.Move.activity(from, e.text("activity")));
    }
  }

  private void waiting(JournalEntry e) {
    Lane lane = lanes.get(e.number("lane", -1));
    String state = e.text("state");
    if (lane == null
        || !(state.equals("waiting") || state.equals("offered") || state.equals("scheduled"))) {
      leftOut++;
      return;
    }
    Tier tier = Tier.ofRank(e.tier("tier"));
    visits.put(
        e.text("contact"),
        new VisitLines(
            e.text("contact"),
            from,
            e.longNumber("due", e.longNumber("order", from)),
            lane.channel(),
            lane.language(),
            tier,
            0,
            false,
            kind(e),
            "",
            null,
            "",
            ""));
  }

  private void placed(JournalEntry e) {
    var plan = e.fields().path("plan");
    String id = e.text("contact");
    int scored = plan.path("scored").asInt(e.tier("tier"));
    visits.put(
        id,
        new VisitLines(
            id,
            e.longNumber("arrived", e.at()),
            e.longNumber("due", e.longNumber("order", e.at())),
            Channel.ofNumber(e.channel("channel")),
            e.text("language"),
            Tier.ofRank(Math.max(0, Math.min(4, scored))),
            e.number("score", 0),
            e.number("adverse", 0) == 1,
            kind(e),
            e.text("source"),
            e.has("designated") ? e.text("designated") : null,
            plan.path("programme").asText(""),
            plan.path("person_kind").asText("")));
  }

  private void seat(JournalEntry e) {
    SeatLines seat = seats.computeIfAbsent(e.text("navigator"), id -> new SeatLines());
    switch (e.type()) {
      case "navigator.upserted" -> seat.moves.add(Seat.Move.joined(e.at(), navigator(e)));
      case "navigator.removed" -> seat.moves.add(Seat.Move.of(e.at(), Seat.What.LEFT));
      case "session.opened" -> {
        seat.connected = true;
        seat.moves.add(Seat.Move.of(e.at(), Seat.What.OPENED));
      }
      case "session.lost" -> {
        seat.connected = false;
        seat.moves.add(Seat.Move.of(e.at(), Seat.What.LOST));
      }
      case "activity.next" -> {
        seat.next = e.text("activity");
        seat.moves.add(Seat.Move.activity(e.at(), seat.next));
      }
      case "activity.changed" -> {
        // One that waited behind work was asked for earlier; a lost desktop's end comes by itself.
        if (seat.connected && !e.text("activity").equals(seat.next)) {
          seat.moves.add(Seat.Move.activity(e.at(), e.text("activity")));
        }
        seat.next = "";
      }
      default -> {
        // Ramps and the like follow from the rest.
      }
    }
  }

  private Navigator navigator(JournalEntry e) {
    NavigatorId id = new NavigatorId(e.text("navigator"));
    Profile profile = profiles.get(e.number("profile", -1));
    if (profile == null) {
      return Navigator.development(id);
    }
    int[] capacities = e.six("capacities");
    Map<Channel, Integer> capacity = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      capacity.put(channel, capacities[channel.ordinal()]);
    }
    return new Navigator(
        id,
        id.value(),
        profile.languages(),
        profile.skills(),
        profile.queues(),
        null,
        capacity,
        null);
  }

  private @Nullable String queueOf(int lane) {
    Lane known = lanes.get(lane);
    return known == null ? null : known.queue();
  }

  private void lane(JournalEntry e) {
    lanes.put(e.number("lane", -1), Definitions.lane(e.fields().path("definition").toString()));
  }

  private void profile(JournalEntry e) {
    profiles.put(
        e.number("profile", -1), Definitions.profile(e.fields().path("definition").toString()));
  }

  private static ContactKind kind(JournalEntry e) {
    String name = e.text("kind");
    return name.isEmpty() ? ContactKind.INBOUND : ContactKind.ofWireName(name);
  }
}
