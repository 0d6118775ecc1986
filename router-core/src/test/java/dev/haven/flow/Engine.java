package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Transitions in virtual time, with a look at the state they leave: what the contract and the
 * simulation drive, on Redis and on the model.
 */
public interface Engine {
  WorkspaceId workspace();

  /** Runs one transition and answers its outcome. */
  <T> T call(Function<Transitions, Future<T>> transition);

  /** From now on every transition has these settings, as after a reload. */
  void use(Settings settings);

  long now();

  void advance(long ms);

  /**
   * Makes the clock look as if deadlines had been polled all the time: no gap in the store was
   * there.
   */
  void touchPoll();

  /**
   * Fields of each contact and navigator by which two engines are compared; keys {@code c:ID} and
   * {@code n:ID}.
   */
  TreeMap<String, Map<String, String>> state();

  /** What is noted of a person who came or went unserved of late. */
  String tries(String person);
}
