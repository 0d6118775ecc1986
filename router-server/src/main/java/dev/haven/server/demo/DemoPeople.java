package dev.haven.server.demo;

import dev.haven.channel.Channel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The simulated people: they come one by one, now and then a small crowd at once, each with a
 * sentence of the script by a channel that suits it. When very many wait already, nobody further
 * comes until some were served, so that a demo may run for days. For one event loop.
 */
final class DemoPeople {
  private static final int MOST_WAITING = 60;
  private static final int SMALLEST_WAVE = 5;
  private static final int WAVE_SPREAD = 6;
  private static final Duration SECOND_MESSAGE = Duration.ofSeconds(6);
  private static final List<String> AREAS = List.of("202", "212", "305", "415", "512", "713");

  private final Vertx vertx;
  private final Dice dice;
  private final DemoPace pace;
  private final DemoScript script;
  private final DemoDoors doors;
  private final LongSupplier waiting;
  private boolean stopped;

  /**
   * @param waiting how many contacts wait now
   */
  DemoPeople(
      Vertx vertx,
      Dice dice,
      DemoPace pace,
      DemoScript script,
      DemoDoors doors,
      LongSupplier waiting) {
    this.vertx = vertx;
    this.dice = dice;
    this.pace = pace;
    this.script = script;
    this.doors = doors;
    this.waiting = waiting;
  }

  void start() {
    one();
    vertx.setTimer(dice.next(pace.betweenWaves()).toMillis(), t -> wave());
  }

  void stop() {
    stopped = true;
  }

  private void one() {
    if (stopped) {
      return;
    }
    come();
    vertx.setTimer(dice.next(pace.betweenArrivals()).toMillis(), t -> one());
  }

  private void wave() {
    if (stopped) {
      return;
    }
    int size = SMALLEST_WAVE + dice.below(WAVE_SPREAD);
    for (int i = 0; i < size; i++) {
      come();
    }
    vertx.setTimer(dice.about(pace.betweenWaves()).toMillis(), t -> wave());
  }

  private void come() {
    if (waiting.getAsLong() >= MOST_WAITING) {
      return;
    }
    DemoScript.Line line = script.line(dice);
    Channel channel = dice.pick(line.channels());
    String first = line.messages().get(0);
    if (channel == Channel.PHONE) {
      doors.call(number(), first, line.tier().strict());
      return;
    }
    DemoDoors.Conversation conversation = door(channel);
    conversation.say(first);
    if (line.messages().size() > 1) {
      vertx.setTimer(dice.about(SECOND_MESSAGE).toMillis(), t -> more(conversation, line));
    }
  }

  private void more(DemoDoors.Conversation conversation, DemoScript.Line line) {
    if (!stopped) {
      conversation.say(line.messages().get(1));
    }
  }

  /** Texts mostly come from the telephone platform, the rest by the generic webhook or by REST. */
  private DemoDoors.Conversation door(Channel channel) {
    if (channel == Channel.SMS && dice.chance(0.7)) {
      return doors.text(number());
    }
    String from = address(channel);
    return dice.chance(0.6) ? doors.webhook(channel, from) : doors.rest(channel, from);
  }

  private String address(Channel channel) {
    return switch (channel) {
      case PHONE, SMS, FAX -> number();
      case CHAT -> "visitor-" + dice.below(1_000);
      case EMAIL -> "person-" + dice.below(1_000) + "@example.org";
      case MAIL -> "PO Box " + (1 + dice.below(1_000)) + ", Exampletown";
    };
  }

  /** A number nobody has: 555-0100 to 555-0199 are set aside for fiction in every area. */
  private String number() {
    return "+1" + dice.pick(AREAS) + "55501" + dice.below(10) + dice.below(10);
  }
}
