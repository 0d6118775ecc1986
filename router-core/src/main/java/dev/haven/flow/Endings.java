package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of commands.
 *
 * <p><b>Over is told until it is heard.</b> A command that is over stays {@link UnderWay} until the
 * store answered, and the store is told again after a pause when it did not: else its row would be
 * given out once more, and a person would get the same message twice. The store knows a command
 * that it was told of already.
 *
 * <p>A try that failed is told once. When that is lost the row comes back as its claim runs out.
 *
 * <p>On one event loop.
 */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** After it a reply looks by itself whether it is its turn. Longer than a claim lasts. */
  private static final Duration LONGEST_TURN = Duration.ofMinutes(5);

  private final Transitions transitions;
  private final UnderWay underWay;
  private final RouterMeters meters;
  private final Timers timers;
  private final BiConsumer<WorkspaceId, List<Notice>> teller;

  /** A row of the outbox that this node has begun. */
  record Row(WorkspaceId workspace, String command, String type, String contact) {}

  Endings(
      Transitions transitions,
      UnderWay underWay,
      RouterMeters meters,
      Timers timers,
      BiConsumer<WorkspaceId, List<Notice>> teller) {
    this.transitions = transitions;
    this.underWay = underWay;
    this.meters = meters;
    this.timers = timers;
    this.teller = teller;
  }

  /** It was done, or is given up. */
  void over(Row row, CommandEnd end) {
    meters.commandFinished(row.type(), end.outcome());
    tell(row, end, FIRST_PAUSE);
  }

  /**
   * It was not done, and is tried again after that time, by any node. Completed once the store was
   * told.
   */
  Future<Outcome> failed(Row row, long retryMs) {
    return again(row, retryMs, new CommandEnd("failed"));
  }

  /** The same of one that was not tried: it comes to its turn when those before it are over. */
  Future<Outcome> behind(Row row) {
    return again(row, LONGEST_TURN.toMillis(), CommandEnd.BEHIND);
  }

  private Future<Outcome> again(Row row, long retryMs, CommandEnd end) {
    meters.commandFinished(row.type(), end.outcome());
    underWay.end(row.workspace(), row.command());
    return write(row, retryMs, end);
  }

  private void tell(Row row, CommandEnd end, Duration pause) {
    write(row, null, end)
        .onSuccess(heard -> underWay.end(row.workspace(), row.command()))
        .onFailure(
            failure -> {
              if (pause.equals(FIRST_PAUSE)) {
                LOG.atWarn()
                    .addKeyValue("workspace", row.workspace())
                    .addKeyValue("type", row.type())
                    .addKeyValue("cause", failure.getClass().getSimpleName())
                    .log("what became of a command is told to the store until it answers");
              }
              timers.after(pause, () -> tell(row, end, longer(pause)));
            });
  }

  private Future<Outcome> write(Row row, @Nullable Long retryMs, CommandEnd end) {
    return transitions
        .finishCommand(
            row.workspace(), row.command(), retryMs, end.outcome(), row.contact(), end.receipt())
        .onSuccess(outcome -> teller.accept(row.workspace(), outcome.notices()));
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
