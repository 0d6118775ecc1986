package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactId;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node decided lately, for people who look on: ids and codes, never a word or an address.
 * The journal is the full record; this forgets all but the last two hundred decisions, the last
 * thousand waits, and of which channel and tier the last five thousand contacts were. Used on the
 * node's event loop.
 */
public final class Decisions {
  private static final int KEPT = 200;
  private static final int WAITS = 1_000;
  private static final int CONTACTS = 5_000;

  private final Deque<Decision> latest = new ArrayDeque<>(KEPT);
  private final Map<ContactId, Seen> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ContactId, Seen> eldest) {
          return size() > CONTACTS;
        }
      };
  private final long[] waitsNanos = new long[WAITS];
  private long waits;
  private Instant lastWait = Instant.EPOCH;
  private List<Waits> others = List.of();

  /** What a decision does not tell again of its contact. */
  private record Seen(Channel channel, Tier tier) {}

  /**
   * One decision.
   *
   * @param what offered, accepted, rejected, timeout, rescinded, canceled, lost or closed
   * @param channel null when the contact's earlier decisions are forgotten; so is the tier
   * @param navigator whom it concerns, empty for nobody
   * @param code of the disposition, empty unless closed
   */
  public record Decision(
      Instant at,
      String what,
      ContactId contact,
      @Nullable Channel channel,
      @Nullable Tier tier,
      String navigator,
      String code) {}

  void notice(Notice notice, Instant at) {
    switch (notice.type()) {
      case "offer" -> add(at, "offered", notice.facts(1), notice.navigator());
      case "engagement_started" -> add(at, "accepted", notice.facts(1), notice.navigator());
      case "offer_outcome" -> {
        // An acceptance is the start of its engagement, which says more.
        if (!notice.text(2).equals("accepted")) {
          add(at, notice.text(2), notice.text(1), notice.navigator(), "");
        }
      }
      case "closed" -> add(at, "closed", notice.text(0), notice.navigator(), notice.text(1));
      default -> {}
    }
  }

  /** A contact got its first offer after that long. */
  void waited(long nanos, Instant at) {
    waitsNanos[(int) (waits++ % WAITS)] = nanos;
    lastWait = at;
  }

  /** When a contact last got its first offer here. */
  Instant lastWait() {
    return lastWait;
  }

  /** Of the last thousand contacts of this node. */
  Waits waits() {
    return Waits.of(waitsNanos, (int) Math.min(waits, WAITS));
  }

  /** What other nodes saw lately. */
  void others(List<Waits> seen) {
    others = List.copyOf(seen);
  }

  /** The last decisions, newest first, with what earlier ones told of the same contact. */
  public List<Decision> latest(int most) {
    return latest.stream().limit(most).toList();
  }

  /**
   * The time to the first offer that this share of the last thousand contacts of every node did not
   * exceed; null before the first.
   *
   * @param share 0 to 1
   */
  public @Nullable Duration timeToOffer(double share) {
    List<Waits> all = new ArrayList<>(others);
    all.add(waits());
    return Waits.share(all, share);
  }

  private void add(Instant at, String what, Facts facts, String navigator) {
    seen.put(facts.id(), new Seen(facts.channel(), facts.tier()));
    add(at, what, facts.id().value(), navigator, "");
  }

  private void add(Instant at, String what, String contact, String navigator, String code) {
    ContactId id = new ContactId(contact);
    Seen known = seen.get(id);
    if (latest.size() == KEPT) {
      latest.removeLast();
    }
    latest.addFirst(
        new Decision(
            at,
            what,
            id,
            known == null ? null : known.channel(),
            known == null ? null : known.tier(),
            navigator,
            code));
  }
}
