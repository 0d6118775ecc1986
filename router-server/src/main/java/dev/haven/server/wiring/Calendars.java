package dev.haven.server.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.HavenNode;
import dev.haven.server.config.CalendarConfig;
import dev.haven.server.config.ServingConfig;
import dev.haven.server.shift.Holidays;
import dev.haven.server.shift.Shifts;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a node reads from calendars: navigators' shifts and the days on which queues are closed. */
final class Calendars {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST_COUNTED = 1_000;

  private final Loop.Shared shared;
  private final HttpSender sender;
  private final RouterClock clock;
  private final Timers timers;
  private final HavenNode node;
  private final Shifts shifts;

  Calendars(
      Loop.Shared shared, HttpSender sender, RouterClock clock, Timers timers, HavenNode node) {
    this.shared = shared;
    this.sender = sender;
    this.clock = clock;
    this.timers = timers;
    this.node = node;
    ServingConfig serving = shared.config().serving();
    this.shifts =
        new Shifts(
            feed(serving.shifts(), sender, shared.vertx()),
            serving.timeZone(),
            clock,
            shared.meters());
  }

  /** Who should be at work; empty where no calendar says so. */
  Shifts shifts() {
    return shifts;
  }

  /**
   * Reads what is configured, now and then again and again.
   *
   * @param counting whether adherence is counted here, which one loop of a node does
   */
  void start(boolean counting) {
    ServingConfig serving = shared.config().serving();
    if (!serving.holidays().isEmpty()) {
      Holidays holidays =
          new Holidays(
              feed(serving.holidays(), sender, shared.vertx()),
              serving.timeZone(),
              clock,
              shared.meters(),
              node::closeOn);
      holidays.refresh();
      timers.every(serving.holidays().every(), holidays::refresh);
    }
    if (!serving.shifts().isEmpty()) {
      shifts.refresh();
      timers.every(serving.shifts().every(), shifts::refresh);
      if (counting) {
        timers.every(MINUTE, this::countShifts);
      }
    }
  }

  private void countShifts() {
    for (String id : shared.config().workspaces()) {
      node.directory().navigators(new WorkspaceId(id), MOST_COUNTED).onSuccess(shifts::count);
    }
  }

  private static @Nullable Supplier<Future<String>> feed(
      CalendarConfig config, HttpSender sender, Vertx vertx) {
    URI uri = config.feed();
    String file = config.file();
    if (uri != null) {
      return () ->
          sender
              .send(new HttpCall("GET", uri, Map.of(), new byte[0], HttpCall.DEFAULT_TIMEOUT))
              .compose(
                  answer ->
                      answer.isSuccess()
                          ? Future.succeededFuture(answer.bodyAsUtf8())
                          : Future.failedFuture("the feed answered " + answer.status()));
    }
    return file == null
        ? null
        : () -> vertx.fileSystem().readFile(file).map(b -> b.toString(UTF_8));
  }
}
