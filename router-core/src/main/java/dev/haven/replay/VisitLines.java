package dev.haven.replay;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactKind;
import dev.haven.record.JournalEntry;
import dev.haven.urgency.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One contact as far as the journal has told of it. Used by one reader. */
final class VisitLines {
  private final String id;
  private final long arrivedMs;
  private final long orderMs;
  private final Channel channel;
  private final String language;
  private final Tier scored;
  private final int score;
  private final boolean adverse;
  private final ContactKind kind;
  private final String source;
  private final @Nullable String designated;
  private final String programme;
  private final String personKind;
  private final List<Visit.Change> changes = new ArrayList<>();
  private final List<Visit.Answer> answers = new ArrayList<>();
  private final List<Visit.Service> services = new ArrayList<>();
  private @Nullable Long patienceMs;
  private boolean talking;
  private long offeredAt;
  private long talkingSince;
  private long talked;
  private long wrappingSince;
  private long parkedAt;

  VisitLines(
      String id,
      long arrivedMs,
      long orderMs,
      Channel channel,
      String language,
      Tier scored,
      int score,
      boolean adverse,
      ContactKind kind,
      String source,
      @Nullable String designated,
      String programme,
      String personKind) {
    this.id = id;
    this.arrivedMs = arrivedMs;
    this.orderMs = orderMs;
    this.channel = channel;
    this.language = language;
    this.scored = scored;
    this.score = score;
    this.adverse = adverse;
    this.kind = kind;
    this.source = source;
    this.designated = designated;
    this.programme = programme;
    this.personKind = personKind;
  }

  /**
   * @param queueOf the queue of a lane, null when the lane is not known
   */
  void take(JournalEntry e, IntFunction<@Nullable String> queueOf) {
    switch (e.type()) {
      case "urgency.raised" -> changes.add(change(e, false));
      case "urgency.read", "urgency.overridden" -> changes.add(change(e, true));
      case "contact.abandoned" -> {
        if (!talking && patienceMs == null) {
          patienceMs = e.at() - arrivedMs;
        }
      }
      // A replay rings nobody outside: who left for there is gone then all the same.
      case "outside.connected" -> {
        if (!talking && patienceMs == null) {
          patienceMs = e.at() - arrivedMs;
        }
      }
      case "offer.created" -> offeredAt = e.at();
      case "offer.accepted" -> {
        answers.add(answer(Visit.Reply.ACCEPT, e));
        talking = !e.text("state").equals("connecting");
        talkingSince = e.at();
        wrappingSince = 0;
        parkedAt = 0;
      }
      case "offer.rejected" -> answers.add(answer(Visit.Reply.REJECT, e));
      case "offer.timeout" -> answers.add(answer(Visit.Reply.LET_PASS, e));
      case "engagement.connected" -> talking = true;
      case "engagement.parked" -> parkedAt = e.at();
      case "engagement.resumed" -> unpark(e.at());
      case "engagement.returned" -> talking = false;
      case "engagement.wrapping" -> {
        unpark(e.at());
        talked = e.at() - talkingSince;
        wrappingSince = e.at();
      }
      case "engagement.completed" -> completed(e);
      case "engagement.transferred" -> {
        unpark(e.at());
        talking = false;
        String queue = queueOf.apply(e.number("lane", -1));
        services.add(
            new Visit.Service(
                e.at() - talkingSince, 0, "", queue == null ? e.text("queue") : queue));
      }
      default -> {
        // Follows from the rest.
      }
    }
  }

  Visit visit() {
    return new Visit(
        id,
        arrivedMs,
        orderMs,
        channel,
        language,
        scored,
        score,
        adverse,
        kind,
        source,
        designated,
        programme,
        personKind,
        patienceMs,
        changes,
        answers,
        services);
  }

  private void completed(JournalEntry e) {
    unpark(e.at());
    talking = false;
    String disposition = e.text("disposition");
    boolean wrapped = wrappingSince > 0;
    long wrap = wrapped ? e.at() - wrappingSince : 0;
    services.add(
        new Visit.Service(
            wrapped ? talked : e.at() - talkingSince,
            disposition.equals("wrap_up_timeout") ? -1 : wrap,
            disposition,
            null));
  }

  /** What was parked does not count as talked. */
  private void unpark(long at) {
    if (parkedAt > 0) {
      talkingSince += at - parkedAt;
      parkedAt = 0;
    }
  }

  private Visit.Change change(JournalEntry e, boolean byPerson) {
    return new Visit.Change(
        e.at() - arrivedMs, Tier.ofRank(e.tier("tier")), e.number("score", 0), byPerson);
  }

  private Visit.Answer answer(Visit.Reply reply, JournalEntry e) {
    return new Visit.Answer(reply, e.at() - offeredAt);
  }
}
