package dev.haven.flow;

import org.junit.jupiter.api.BeforeEach;

/**
 * What every implementation of the transitions must do: the scripts on Redis and the plain-Java
 * model pass the same cases. Each contract has the cases of one theme, and is passed by a test of
 * the model and by one on Redis that say only which engine they run on. Every case has a world of
 * its own, in which nobody is and nothing waits.
 */
public abstract class TransitionsContract {
  static final long START = 1_790_000_000_000L;

  World world;

  protected abstract Engine engine(Settings settings, long startMs);

  @BeforeEach
  void newWorld() {
    world = new World(engine(Settings.defaults(), START));
  }
}
