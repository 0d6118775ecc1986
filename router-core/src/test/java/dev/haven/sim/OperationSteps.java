package dev.haven.sim;

import dev.haven.flow.Outcome;
import java.util.List;

/** What operations people, platforms and the machines below do: queues, nodes, configuration. */
final class OperationSteps extends Steps {
  OperationSteps(Cast cast, Worlds worlds) {
    super(cast, worlds);
  }

  void pause() {
    String queue = Cast.QUEUES[random.nextInt(2)];
    boolean on = random.nextBoolean();
    if (on) {
      cast.paused.add(queue);
    } else {
      cast.paused.remove(queue);
    }
    both((on ? "pause " : "resume ") + queue, w -> w.pause(queue, on));
  }

  void emergency() {
    String queue = Cast.QUEUES[random.nextInt(2)];
    boolean on = random.nextBoolean();
    both("emergency " + queue + " " + on, w -> w.emergency(queue, on));
  }

  void reload() {
    String gone = random.nextBoolean() ? "" : Integer.toString(random.nextInt(12));
    if (gone.isEmpty() || both("orphans of " + gone, w -> w.orphans(gone, 16)).is("CLEAR")) {
      both("reload without " + gone, w -> w.reload(worlds.settings()));
    }
  }

  void nodeDies() {
    String alive = random.nextBoolean() ? "node-0" : "node-1";
    worlds.onlyOneLives(alive);
  }

  /** A worker has sent what was said, or not; or a platform tells how far it is. */
  void outsideEffect() {
    if (!cast.said.isEmpty() && random.nextInt(3) == 0) {
      String message = pick(cast.said);
      String status = pick(List.of("sent", "delivered", "read", "failed"));
      both(status + " " + message, w -> w.deliver(message, status));
      return;
    }
    Outcome claimed = both("claim", w -> w.claim(64));
    for (Object each : claimed.list(0)) {
      List<?> row = (List<?>) each;
      String command = (String) row.get(0);
      if (row.get(1).equals("send")) {
        String outcome =
            pick(List.of("sent", "sent", "refused", "no_way_back", "given_up", "unreachable"));
        Long again = outcome.equals("unreachable") ? 5_000L : null;
        both(
            outcome + " " + command,
            w -> w.settleCommand(command, again, outcome, (String) row.get(2), ""));
      }
    }
  }

  /** Redis was set up anew and knows no function. */
  void flushFunctions() {
    worlds.redis().flushFunctions();
  }
}
