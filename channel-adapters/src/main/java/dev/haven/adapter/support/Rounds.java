package dev.haven.adapter.support;

import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.InboundStatus;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells waiting callers their place and expected wait, in their language, in between the music.
 * Whether a caller still waits is asked each time, so that somebody who talks is not interrupted.
 * Only the node that holds the session does this; on one event loop.
 */
public final class Rounds {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** From the first notes of the music to the first words. */
  private static final Duration FIRST = Duration.ofSeconds(2);

  /** Speaks to one caller; the caller is named as the platform names the call. */
  public interface Speaker {
    /** Sees to it that the caller hears music, and does nothing when they do. */
    Future<Void> hold(String call, HoldPlan plan);

    /** Says that in between the music. */
    void say(String call, List<String> media, String language);
  }

  private final AdapterContext context;
  private final Speaker speaker;
  private final EventSink sink;
  private final Prompts prompts;
  private final Duration every;
  private final Map<String, Turn> turns = new HashMap<>();
  private Timers.@Nullable Handle timer;

  /** When a caller is told next, and how often they were. */
  private record Turn(Instant due, int told) {}

  public Rounds(
      EndpointConfig endpoint,
      AdapterContext context,
      Speaker speaker,
      Prompts prompts,
      EventSink sink) {
    this.context = context;
    this.speaker = speaker;
    this.sink = sink;
    this.prompts = prompts;
    this.every = Duration.ofSeconds(Math.max(0, endpoint.number("announceSeconds", 60)));
  }

  public void start() {
    if (!every.isZero()) {
      timer = context.timers().every(TICK, this::tick);
    }
  }

  public void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** A caller came, or was found again. */
  public void add(String channel, Acceptance kept) {
    Duration pause = kept.replayed() ? every : FIRST;
    turns.putIfAbsent(
        channel, new Turn(context.clock().instant().plus(pause), kept.replayed() ? 1 : 0));
  }

  public void remove(String channel) {
    turns.remove(channel);
  }

  /** A key was pressed: says that it was heard. */
  public void noted(String channel, Acceptance kept) {
    if (kept.waiting() && turns.containsKey(channel)) {
      say(channel, prompts.noted(), kept.language());
    }
  }

  private void tick() {
    Instant now = context.clock().instant();
    for (Map.Entry<String, Turn> entry : List.copyOf(turns.entrySet())) {
      if (!entry.getValue().due().isAfter(now)) {
        tell(entry.getKey(), entry.getValue(), now);
      }
    }
  }

  private void tell(String channel, Turn turn, Instant now) {
    turns.put(channel, new Turn(now.plus(every), turn.told() + 1));
    InboundStatus asked =
        InboundStatus.of(channel, "waiting", false)
            .withIdempotencyKey(channel + ":waiting:" + turn.told())
            .in(channel);
    sink.accept(asked)
        .onSuccess(
            standing -> {
              if (standing.contactIds().isEmpty()) {
                turns.remove(channel);
              } else if (standing.waiting()) {
                tell(channel, turn, standing);
              }
            });
  }

  /** A caller who should be in the holding bridge and is not, is brought there first. */
  private void tell(String channel, Turn turn, Acceptance standing) {
    HoldPlan plan =
        new HoldPlan(standing.language(), standing.position(), standing.estimatedWait());
    speaker
        .hold(channel, plan)
        .onSuccess(
            held ->
                say(
                    channel,
                    prompts.round(turn.told() == 0, plan.position(), plan.estimatedWait()),
                    plan.language()));
  }

  private void say(String channel, List<String> media, String language) {
    if (!media.isEmpty()) {
      speaker.say(channel, media, language);
    }
  }
}
