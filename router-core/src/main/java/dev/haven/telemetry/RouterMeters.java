package dev.haven.telemetry;

import dev.haven.channel.Channel;
import dev.haven.channel.RefusalReason;
import dev.haven.contact.ContactId;
import dev.haven.urgency.Tier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The router's meters, registered once and looked up by plain arrays on the hot path. Safe for any
 * thread.
 */
public final class RouterMeters {
  private static final Duration[] OFFER_BOUNDS = {
    Duration.ofNanos(250_000), Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25),
        Duration.ofMillis(100), Duration.ofMillis(500),
    Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30),
        Duration.ofMinutes(1), Duration.ofMinutes(5),
    Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4)
  };

  /**
   * Every alarm there may be, but for those of a site's own steps. A counter that first shows as 1
   * has not grown to who asks for its increase: each shows 0 from the start.
   */
  private static final List<String> ALARMS =
      List.of(
          "callback_unreached",
          "desktop_lost",
          "escalation",
          "holidays_unread",
          "interrupted_too_often",
          "lane_unserved",
          "latest_start_passed",
          "long_consult",
          "long_engagement",
          "reply_failed",
          "report_late",
          "shifts_unread",
          "unreadable");

  /** Why a webhook is refused beside what its adapter finds. */
  private static final List<String> DOOR_REASONS =
      List.of("content_encoding", "overloaded", "unavailable", "unknown_endpoint");

  private final MeterRegistry registry;
  private final Counter[][] contacts;
  private final Timer[] timeToOffer;
  private final OfferExemplars offerExemplars = new OfferExemplars(OFFER_BOUNDS);
  private final Timer[][] timeToAccept;
  private final AtomicLong[] waiting = new AtomicLong[Tier.values().length];
  private final AtomicLong[] oldestMs = new AtomicLong[Tier.values().length];
  private final AtomicLong commandsPending = new AtomicLong();
  private final Map<String, Counter> offers = new ConcurrentHashMap<>();
  private final Map<String, Counter> offeredInTime = new ConcurrentHashMap<>();
  private final Map<String, Counter> offeredLate = new ConcurrentHashMap<>();
  private final Map<String, Counter> alarms = new ConcurrentHashMap<>();
  private final Map<String, Counter> commands = new ConcurrentHashMap<>();
  private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> adapterSessions = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> adherence = new ConcurrentHashMap<>();
  private final Map<String, Counter> sessionEnds = new ConcurrentHashMap<>();
  private final Map<String, Counter> sessionRefusals = new ConcurrentHashMap<>();
  private final Timer commitWait;
  private final Timer deadlineLag;
  private final Timer loopBlocked;
  private final Counter reconnects;
  private final AtomicLong admissionWaiting = new AtomicLong();
  private final Counter admissionRefused;
  private final Counter repaired;
  private final Counter scorerFailed;
  private final Counter noticesRepaired;

  public RouterMeters(MeterRegistry registry) {
    this.registry = registry;
    Tier[] tiers = Tier.values();
    Channel[] channels = Channel.values();
    contacts = new Counter[channels.length][tiers.length];
    timeToOffer = new Timer[tiers.length];
    timeToAccept = new Timer[channels.length][tiers.length];
    for (Channel channel : channels) {
      for (Tier tier : tiers) {
        String[] tags = {"channel", channel.wireName(), "tier", tier.wireName()};
        contacts[channel.ordinal()][tier.rank()] = counter(Meter.CONTACTS, tags);
        timeToAccept[channel.ordinal()][tier.rank()] = timer(Meter.TIME_TO_ACCEPT, tags);
      }
    }
    for (Tier tier : tiers) {
      timeToOffer[tier.rank()] = timer(Meter.TIME_TO_OFFER, "tier", tier.wireName());
      waiting[tier.rank()] = new AtomicLong();
      oldestMs[tier.rank()] = new AtomicLong();
      gauge(Meter.CONTACTS_WAITING, waiting[tier.rank()]::get, 1, "tier", tier.wireName());
      gauge(Meter.OLDEST_WAITING, oldestMs[tier.rank()]::get, 1e-3, "tier", tier.wireName());
    }
    gauge(Meter.COMMANDS_PENDING, commandsPending::get, 1);
    commitWait = timer(Meter.COMMIT_WAIT);
    deadlineLag = timer(Meter.DEADLINE_LAG);
    loopBlocked = timer(Meter.EVENT_LOOP_BLOCKED);
    reconnects = counter(Meter.REDIS_RECONNECTS);
    gauge(Meter.ADMISSION_WAITING, admissionWaiting::get, 1);
    admissionRefused = counter(Meter.ADMISSION_REFUSED);
    repaired = counter(Meter.MATCH_REPAIRED);
    scorerFailed = counter(Meter.SCORER_FAILED);
    noticesRepaired = counter(Meter.NOTICES_REPAIRED);
    for (String outcome :
        new String[] {"accepted", "rejected", "timeout", "rescinded", "canceled", "lost"}) {
      offerEnded(outcome, 0);
    }
    ALARMS.forEach(this::mayAlarm);
    for (RefusalReason reason : RefusalReason.values()) {
      rejected(reason.wireName());
    }
    DOOR_REASONS.forEach(this::rejected);
  }

  public void contactPlaced(Channel channel, Tier tier) {
    contacts[channel.ordinal()][tier.rank()].increment();
  }

  /**
   * @param change 1 for one more that waits for the store, -1 for one less
   */
  public void admissionWaits(int change) {
    admissionWaiting.addAndGet(change);
  }

  public void admissionRefused() {
    admissionRefused.increment();
  }

  /**
   * @param contact who waited that long for their first offer
   */
  public void offered(Tier tier, ContactId contact, long waitedNanos) {
    long waited = Math.max(0, waitedNanos);
    timeToOffer[tier.rank()].record(waited, TimeUnit.NANOSECONDS);
    offerExemplars.offered(tier, contact, waited, registry.config().clock().wallTime());
  }

  /** Contacts of late, for each bucket of the time to an offer. */
  public OfferExemplars offerExemplars() {
    return offerExemplars;
  }

  public void accepted(Channel channel, Tier tier, long waitedMs) {
    timeToAccept[channel.ordinal()][tier.rank()].record(
        Math.max(0, waitedMs), TimeUnit.MILLISECONDS);
  }

  public void offerEnded(String outcome, int count) {
    offers.computeIfAbsent(outcome, o -> counter(Meter.OFFERS, "outcome", o)).increment(count);
  }

  public void alarm(String code) {
    mayAlarm(code).increment();
  }

  /** Shows an alarm before it is raised. */
  private Counter mayAlarm(String code) {
    return alarms.computeIfAbsent(code, c -> counter(Meter.ALARMS, "code", c));
  }

  public void commandFinished(String type, String outcome) {
    commands
        .computeIfAbsent(
            type + ' ' + outcome, c -> counter(Meter.COMMANDS, "type", type, "outcome", outcome))
        .increment();
  }

  /**
   * @param reason from a closed list, never a sender's text
   */
  public void webhookRejected(String reason) {
    rejected(reason).increment();
  }

  private Counter rejected(String reason) {
    return rejected.computeIfAbsent(reason, r -> counter(Meter.WEBHOOKS_REJECTED, "reason", r));
  }

  /**
   * @param state available, missing, extra or off
   */
  public void adherence(String state, int navigators) {
    adherence
        .computeIfAbsent(
            state,
            s -> {
              AtomicLong now = new AtomicLong();
              gauge(Meter.NAVIGATORS_ADHERENCE, now::get, 1, "state", s);
              return now;
            })
        .set(navigators);
  }

  /**
   * A session with a platform came up or ended.
   *
   * @param endpoint as configured, so that there are few
   * @param change 1, -1, or 0 to show it at all
   */
  public void adapterSession(String endpoint, int change) {
    adapterSessions
        .computeIfAbsent(
            endpoint,
            e -> {
              AtomicLong open = new AtomicLong();
              gauge(Meter.ADAPTER_SESSION_UP, open::get, 1, "endpoint", e);
              return open;
            })
        .addAndGet(change);
  }

  /**
   * @param cause from a closed list
   */
  public void adapterSessionEnded(String endpoint, String cause) {
    sessionEnds
        .computeIfAbsent(
            endpoint + ' ' + cause,
            k -> counter(Meter.ADAPTER_SESSION_ENDS, "endpoint", endpoint, "cause", cause))
        .increment();
  }

  /**
   * @param reason from a closed list
   */
  public void adapterSessionRefused(String endpoint, String reason) {
    sessionRefusals
        .computeIfAbsent(
            endpoint + ' ' + reason,
            k -> counter(Meter.ADAPTER_SESSION_REFUSED, "endpoint", endpoint, "reason", reason))
        .increment();
  }

  public void waiting(Tier tier, long count, long oldestWaitingMs) {
    waiting[tier.rank()].set(count);
    oldestMs[tier.rank()].set(oldestWaitingMs);
  }

  public void commandsPending(long count) {
    commandsPending.set(count);
  }

  /** For a node that takes work: before, it is not to be missed. */
  public void storeConnected(BooleanSupplier connected) {
    gauge(Meter.STORE_CONNECTED, () -> connected.getAsBoolean() ? 1 : 0, 1);
  }

  /**
   * @param loop its number on this node, from 0
   */
  public void loopSilence(int loop, Supplier<Duration> silence) {
    gauge(
        Meter.EVENT_LOOP_SILENCE,
        () -> silence.get().toMillis(),
        1e-3,
        "loop",
        Integer.toString(loop));
  }

  public void sessions(Supplier<Number> open) {
    gauge(Meter.WEBSOCKET_SESSIONS, open, 1);
  }

  /** A start mark for {@link #commitWaited}. */
  public long start() {
    return registry.config().clock().monotonicTime();
  }

  public void commitWaited(long startedAt) {
    commitWait.record(start() - startedAt, TimeUnit.NANOSECONDS);
  }

  public void deadlineLag(long ms) {
    deadlineLag.record(ms, TimeUnit.MILLISECONDS);
  }

  public void loopBlocked(long nanos) {
    loopBlocked.record(nanos, TimeUnit.NANOSECONDS);
  }

  public void redisReconnect() {
    reconnects.increment();
  }

  public void matchRepaired(long pairs) {
    repaired.increment(pairs);
  }

  public void scorerFailed() {
    scorerFailed.increment();
  }

  public void queueOffered(String queue, boolean inTime) {
    (inTime ? offeredInTime : offeredLate)
        .computeIfAbsent(
            queue, q -> counter(Meter.QUEUE_OFFERED, "queue", q, "in_time", String.valueOf(inTime)))
        .increment();
  }

  /**
   * @param early within the queue's target
   */
  public void queueAbandoned(String queue, boolean early) {
    counter(Meter.QUEUE_ABANDONED, "queue", queue, "early", String.valueOf(early)).increment();
  }

  public void ruleUndecided() {
    counter(Meter.RULES_UNDECIDED).increment();
  }

  /**
   * @param outcome applied or refused
   */
  public void configApplied(String outcome) {
    counter(Meter.CONFIG_APPLIED, "outcome", outcome).increment();
  }

  public void noticesRepaired() {
    noticesRepaired.increment();
  }

  private Counter counter(Meter meter, String... tags) {
    return Counter.builder(meter.meterName())
        .description(meter.description())
        .tags(tags)
        .register(registry);
  }

  private Timer timer(Meter meter, String... tags) {
    return Timer.builder(meter.meterName())
        .description(meter.description())
        .tags(tags)
        .serviceLevelObjectives(OFFER_BOUNDS)
        .register(registry);
  }

  private void gauge(Meter meter, Supplier<Number> value, double factor, String... tags) {
    Gauge.builder(meter.meterName(), value, v -> v.get().doubleValue() * factor)
        .description(meter.description())
        .baseUnit(meter.unit().isEmpty() ? null : meter.unit())
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }
}
