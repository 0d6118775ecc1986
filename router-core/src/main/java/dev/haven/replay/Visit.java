package dev.haven.replay;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactKind;
import dev.haven.urgency.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one contact brings with it, whoever serves it: who came when, how urgent they were, how long
 * they would wait, and how those who were asked answered.
 *
 * @param arrivedMs milliseconds since 1970
 * @param orderMs since when it stands in the order; later than its arrival for scheduled work
 * @param scored its tier before any rule's floor
 * @param source who brought it, such as {@code endpoint:phone}
 * @param patienceMs how long after its arrival the person gave up; null for one who did not
 * @param changes of its urgency while it was open, in order
 * @param answers of those it was offered to, in order
 * @param services what was done for it, in order
 */
public record Visit(
    String id,
    long arrivedMs,
    long orderMs,
    Channel channel,
    String language,
    Tier scored,
    int score,
    boolean adverseEvent,
    ContactKind kind,
    String source,
    @Nullable String designated,
    String programme,
    String personKind,
    @Nullable Long patienceMs,
    List<Change> changes,
    List<Answer> answers,
    List<Service> services) {
  public Visit {
    changes = List.copyOf(changes);
    answers = List.copyOf(answers);
    services = List.copyOf(services);
  }

  /**
   * @param afterMs since the arrival
   * @param byPerson whether somebody set it, up or down; else it can only rise
   */
  public record Change(long afterMs, Tier tier, int score, boolean byPerson) {}

  /** What a navigator did with an offer. */
  public enum Reply {
    ACCEPT,
    REJECT,
    LET_PASS
  }

  /**
   * @param afterMs since the offer was made
   */
  public record Answer(Reply reply, long afterMs) {}

  /**
   * One engagement.
   *
   * @param talkMs from the acceptance to its end, without what it was parked
   * @param wrapMs of wrap-up; -1 when nobody ended it
   * @param disposition a code
   * @param transferQueue the queue it was given on to; null when it ended here
   */
  public record Service(
      long talkMs, long wrapMs, String disposition, @Nullable String transferQueue) {}
}
