package dev.haven.adapter.freeswitchesl;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * A connection for commands, on every node that gives one: opened when the first is given, opened
 * again when it is gone. It hears no events.
 */
final class EslCommands {
  private final EndpointConfig endpoint;
  private final AdapterContext context;
  private @Nullable Future<EslConnection> connection;

  EslCommands(EndpointConfig endpoint, AdapterContext context) {
    this.endpoint = endpoint;
    this.context = context;
  }

  private Future<EslConnection> connected() {
    Future<EslConnection> now = connection;
    boolean usable =
        now != null
            && (!now.isComplete() || (now.succeeded() && !now.result().closed().isComplete()));
    if (now == null || !usable) {
      now = EslConnection.open(endpoint, context, frame -> {});
      connection = now;
    }
    return now;
  }

  Future<String> api(String line) {
    return connected().compose(c -> c.api(line));
  }

  /**
   * Starts something that takes its time; the answer is whether it was started.
   *
   * @param job by which the event of its end is known
   */
  Future<Boolean> background(String line, String job) {
    return connected()
        .compose(c -> c.command("bgapi " + line, "Job-UUID: " + job))
        .map(frame -> frame.reply().startsWith("+OK"));
  }

  Future<Void> close() {
    Future<EslConnection> now = connection;
    connection = null;
    return now == null
        ? Future.succeededFuture()
        : now.compose(EslConnection::close).otherwiseEmpty();
  }
}
