package dev.haven.replay;

import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactKind;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.time.IdSource;
import dev.haven.urgency.Tier;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes up a day of a helpline: few people at night and most before noon, some of them in distress,
 * a quarter of them Spanish-speaking, navigators in three shifts. The same seed makes the same day.
 *
 * <p>The shares and times are plausible, not measured; they are for trying out a configuration
 * before there is a journal.
 */
public final class DayMaker {
  private static final long HOUR_MS = 3_600_000L;

  /** Arrivals by hour of the day, as weights. */
  private static final int[] HOURS = {
    2, 2, 1, 1, 1, 2, 4, 7, 12, 16, 17, 16, 13, 14, 15, 14, 12, 10, 8, 7, 6, 5, 4, 3
  };

  /** Of a hundred contacts, by tier. */
  private static final int[] TIERS = {2, 4, 10, 24, 60};

  /** Of a hundred contacts, by channel. */
  private static final int[] CHANNELS = {40, 20, 20, 6, 12, 2};

  /** Median time of an engagement by channel, seconds. */
  private static final int[] TALK = {240, 420, 360, 300, 300, 300};

  /** Mean patience by channel, seconds; 0 for those who leave something behind. */
  private static final int[] PATIENCE = {420, 300, 3_600, 0, 0, 0};

  private static final int CONTACTS_A_SEAT = 48;
  private static final int LEAST_SEATS = 6;

  private final SplittableRandom random;
  private final IdSource ids;
  private final long startMs;

  /**
   * @param startMs midnight of the day, milliseconds since 1970
   */
  public DayMaker(long seed, long startMs) {
    this.random = new SplittableRandom(seed);
    this.ids = IdSource.seeded(random.split());
    this.startMs = startMs;
  }

  /**
   * @param contacts how many come, 1 or more
   * @param roster who serves, all day; empty to make up three shifts that about suffice
   */
  public Day make(int contacts, List<Navigator> roster) {
    List<Visit> visits = new ArrayList<>(contacts);
    for (int i = 0; i < contacts; i++) {
      visits.add(visit());
    }
    List<Seat> seats = new ArrayList<>();
    if (roster.isEmpty()) {
      int many = Math.max(LEAST_SEATS, (contacts + CONTACTS_A_SEAT - 1) / CONTACTS_A_SEAT);
      for (int i = 0; i < many; i++) {
        seats.add(seat(i, many));
      }
    } else {
      roster.forEach(n -> seats.add(Shift.allDay(n, startMs, startMs + 24 * HOUR_MS)));
    }
    return new Day(startMs, startMs + 24 * HOUR_MS, visits, seats, 0);
  }

  private Visit visit() {
    Channel channel = Channel.ofNumber(weighted(CHANNELS));
    Tier tier = Tier.ofRank(weighted(TIERS));
    long arrived = startMs + weighted(HOURS) * HOUR_MS + random.nextLong(HOUR_MS);
    int language = random.nextInt(100);
    int patience = PATIENCE[channel.ordinal()];
    return new Visit(
        ids.next(),
        arrived,
        arrived,
        channel,
        language < 70 ? "en" : language < 96 ? "es" : "und",
        tier,
        90 - 20 * tier.rank(),
        tier == Tier.URGENT_MEDICAL && random.nextInt(3) == 0,
        ContactKind.INBOUND,
        Arrival.ofEndpoint(channel.wireName()),
        null,
        "",
        random.nextInt(4) == 0 ? "caregiver" : "patient",
        patience == 0 ? null : exponential(patience),
        List.of(),
        answers(),
        List.of(service(channel)));
  }

  private List<Visit.Answer> answers() {
    List<Visit.Answer> answers = new ArrayList<>();
    for (int at = random.nextInt(100); at < 7 && answers.size() < 3; at = random.nextInt(100)) {
      answers.add(
          at < 3
              ? new Visit.Answer(Visit.Reply.REJECT, 1_000 + random.nextInt(6_000))
              : new Visit.Answer(Visit.Reply.LET_PASS, 0));
    }
    answers.add(new Visit.Answer(Visit.Reply.ACCEPT, 800 + random.nextInt(7_000)));
    return answers;
  }

  private Visit.Service service(Channel channel) {
    double spread = Math.exp(0.5 * random.nextGaussian());
    long talk = Math.round(1_000 * TALK[channel.ordinal()] * spread);
    return new Visit.Service(talk, 5_000 + random.nextInt(55_000), "resolved", null);
  }

  /** An eighth by night, the rest in an early and a late shift of nine hours. */
  private Seat seat(int i, int many) {
    boolean night = i * 8 < many;
    boolean early = i % 2 == 0;
    List<String> languages =
        i % 3 == 0 ? List.of("en", "es") : i % 7 == 4 ? List.of("es") : List.of("en");
    Navigator like = Navigator.development(new NavigatorId("nav-" + (i + 1)));
    Navigator navigator =
        new Navigator(
            like.id(),
            like.name(),
            languages,
            Map.of(),
            like.queues(),
            null,
            like.capacity(),
            null);
    LocalTime from =
        night
            ? LocalTime.of(21, 0)
            : early ? LocalTime.of(6, random.nextInt(60)) : LocalTime.of(12, random.nextInt(60));
    LocalTime to = from.plusHours(night ? 10 : 9);
    return Shift.daily(navigator, startMs, startMs + 24 * HOUR_MS, from, to, ZoneOffset.UTC);
  }

  private long exponential(int meanSeconds) {
    return Math.round(-1_000.0 * meanSeconds * Math.log(1 - random.nextDouble()));
  }

  private int weighted(int[] weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int left = random.nextInt(sum);
    int at = 0;
    while (left >= weights[at]) {
      left -= weights[at++];
    }
    return at;
  }
}
