package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What falls due, in its order, and who is told; a gap in which nobody looked moves deadlines. */
final class ModelDeadlines extends ModelPart {
  /** When somebody looked last; 0 for never. */
  private long polled;

  /** The last time that nobody looked for more than two seconds. */
  private long gapFrom;

  private long gapTo;

  ModelDeadlines(ModelMatch match) {
    super(match);
  }

  Outcome expireDue(int most) {
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
      // One before it may have given it another deadline.
      if (deadlines().contains(item)) {
        workOff(item);
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

  private void workOff(Item item) {
    String id = item.member().substring(2);
    switch (item.member().charAt(0)) {
      case 'c' -> contactDue(m.contacts.get(id), item.at());
      case 'e' -> m.ladder.climb(m.contacts.get(id));
      case 'o' -> {
        ModelContact c = m.contacts.get(id);
        long again = m.now + m.settings.obligations().lateAgain().toMillis();
        if (m.reports.late(id, c != null, again) && c.state.equals("scheduled")) {
          c.order = Math.min(c.order, m.now);
          m.matchContact(c, true);
        }
      }
      case 'k' -> m.consults.due(m.contacts.get(id), item.at(), laterBy(item.at()));
      case 'x' -> m.outside.due(m.contacts.get(id));
      case 'n' -> m.presence.lostDue(id, item.at(), laterBy(item.at()));
      default -> m.presence.rampDue(id);
    }
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
    m.reports.deadlines().forEach((id, at) -> due.add(new Item("o:" + id, at)));
    m.contacts.values().stream()
        .filter(c -> c.consult != null)
        .forEach(c -> due.add(new Item("k:" + c.id, c.consult.ends)));
    m.contacts.values().stream()
        .filter(ModelOutside::ends)
        .forEach(c -> due.add(new Item("x:" + c.id, c.outside.ends)));
    m.presence.lostDeadlines().forEach((id, at) -> due.add(new Item("n:" + id, at)));
    m.presence.rampDeadlines().forEach((id, at) -> due.add(new Item("r:" + id, at)));
    return due;
  }

  /** The length of the gap in which that lies, in ms; 0 outside one. */
  private long laterBy(long at) {
    return gapTo > 0 && at >= gapFrom && at <= gapTo ? gapTo - gapFrom : 0;
  }

  private void contactDue(ModelContact c, long at) {
    switch (c.state) {
      case "waiting" -> waitingDue(c);
      case "scheduled" -> {
        if (c.kind.equals("inbound") || !m.ends.putOff(c)) {
          m.matchContact(c, true);
        }
      }
      case "offered" -> m.offers.due(c, at, laterBy(at));
      case "wrapping" -> m.work.wrapUpDue(c, at, laterBy(at));
      case "engaged" -> m.work.due(c);
      case "joined" -> m.groups.look(c);
      case "closed" -> retentionDue(c);
      default -> throw new IllegalStateException(c.state);
    }
  }

  private void waitingDue(ModelContact c) {
    if ((c.kind.equals("outreach") || c.kind.equals("follow_up")) && m.ends.putOff(c)) {
      return;
    }
    boolean moved = false;
    m.urgency.weighSilence(c);
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
      ModelNavigator freed = m.drains.end(c);
      m.matchContact(c, false);
      if (freed != null && !freed.id.equals(c.drain)) {
        m.settle(freed);
      }
    } else {
      m.waitingDeadline(c);
      if (m.reserve.noteLate(c)) {
        m.reserve.tryAgain();
      }
    }
  }

  private void retentionDue(ModelContact c) {
    if (m.reports.keeps(c)) {
      c.deadline = m.now + m.settings.retention().toMillis();
      return;
    }
    m.reports.remove(c.id);
    m.contacts.remove(c.id);
    m.intake.forget(c);
  }

  /** As if everything due had just been worked off. */
  void touchPoll() {
    polled = m.now;
  }
}
