package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactId;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node decided lately, for people who look on: ids and codes, never a word or an address.
 * The journal is the full record; this forgets all but the last two hundred decisions and the last
 * thousand waits. Used on the node's event loop.
 */
public final class Decisions {
  private static final int KEPT = 200;
  private static final int WAITS = 1_000;

  private final Deque<Decision> latest = new ArrayDeque<>(KEPT);
  private final long[] waitsNanos = new long[WAITS];
  private long waits;

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
  void waited(long nanos) {
    waitsNanos[(int) (waits++ % WAITS)] = nanos;
  }

  /** The last decisions, newest first, with what earlier ones tell of the same contact. */
  public List<Decision> latest(int most) {
    Map<ContactId, Decision> known = new HashMap<>();
    latest.forEach(
        d -> {
          if (d.tier() != null) {
            known.putIfAbsent(d.contact(), d);
          }
        });
    List<Decision> list = new ArrayList<>();
    for (Decision d : latest) {
      if (list.size() == most) {
        break;
      }
      Decision more = known.get(d.contact());
      list.add(
          d.tier() != null || more == null
              ? d
              : new Decision(
                  d.at(),
                  d.what(),
                  d.contact(),
                  more.channel(),
                  more.tier(),
                  d.navigator(),
                  d.code()));
    }
    return list;
  }

  /**
   * The time to the first offer that this share of the last thousand contacts did not exceed; null
   * before the first.
   *
   * @param share 0 to 1
   */
  public @Nullable Duration timeToOffer(double share) {
    int n = (int) Math.min(waits, WAITS);
    if (n == 0) {
      return null;
    }
    long[] sorted = Arrays.copyOf(waitsNanos, n);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * n);
    return Duration.ofNanos(sorted[Math.max(0, Math.min(n, rank) - 1)]);
  }

  private void add(Instant at, String what, Facts facts, String navigator) {
    add(new Decision(at, what, facts.id(), facts.channel(), facts.tier(), navigator, ""));
  }

  private void add(Instant at, String what, String contact, String navigator, String code) {
    add(new Decision(at, what, new ContactId(contact), null, null, navigator, code));
  }

  private void add(Decision decision) {
    if (latest.size() == KEPT) {
      latest.removeLast();
    }
    latest.addFirst(decision);
  }
}
