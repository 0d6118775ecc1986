package dev.haven.sim;

import dev.haven.flow.Settings;
import dev.haven.store.redis.RedisEngine;
import dev.haven.store.redis.TestRedis;
import java.util.Random;

/**
 * One seeded run. Every step is done on Redis and on the model; answers and states must be the
 * same, and the invariants must hold. At the end the world is healed: everybody works, and every
 * queue must drain.
 *
 * <p>Here the dice are thrown: which step is next, and how often each comes. What can happen stands
 * in {@code ContactSteps}, {@code WorkSteps}, {@code NavigatorSteps} and {@code OperationSteps},
 * the end in {@code Healing}, who is there in {@code Cast}, and the comparison in {@code Worlds}.
 * The same seed must make the same run: the order in which numbers are drawn is part of each step.
 */
final class Simulation {
  private final Random random;
  private final Worlds worlds;
  private final ContactSteps contacts;
  private final WorkSteps work;
  private final NavigatorSteps navigators;
  private final OperationSteps operations;
  private final Healing healing;

  /** Whether navigators mostly stay and work, so that everybody has something to do. */
  private final boolean busy;

  private Runnable inBetween = () -> {};

  Simulation(TestRedis testRedis, long seed) {
    random = new Random(seed);
    Settings settings = RandomSettings.of(random);
    busy = random.nextInt(3) > 0;
    Cast cast = new Cast(random);
    worlds = new Worlds(testRedis, settings, cast);
    contacts = new ContactSteps(cast, worlds);
    work = new WorkSteps(cast, worlds);
    navigators = new NavigatorSteps(cast, worlds);
    operations = new OperationSteps(cast, worlds);
    healing = new Healing(cast, worlds);
  }

  /** What to do after every third step; it must not change what is compared. */
  void inBetween(Runnable action) {
    inBetween = action;
  }

  RedisEngine redis() {
    return worlds.redis();
  }

  void run(int steps) {
    for (int i = 0; i < 6; i++) {
      navigators.addNavigator("n" + i);
    }
    for (int i = 0; i < steps; i++) {
      step();
      if (i % 3 == 2) {
        inBetween.run();
      }
    }
    healing.heal();
  }

  /** The last steps, for the report of a failure. */
  String story() {
    return worlds.story();
  }

  private void step() {
    int dice = random.nextInt(34);
    if (busy && dice >= 16 && dice < 22 && dice != 20 && random.nextInt(8) > 0) {
      dice = random.nextInt(8);
    }
    switch (dice) {
      case 0, 1, 2, 3, 4 -> contacts.place();
      case 5, 6, 7 -> work.accept();
      case 8 -> work.reject();
      case 9, 10, 11 -> work.finish();
      case 12 -> work.change();
      case 13 -> work.transfer();
      case 14 -> contacts.abandon();
      case 15 -> contacts.message();
      case 16 -> contacts.override();
      case 17 -> navigators.connect();
      case 18 -> navigators.lose();
      case 19 -> navigators.activity();
      case 20 ->
          operations.pass(
              random.nextInt(10) == 0
                  ? 30_000 + random.nextInt(120_000)
                  : 1 + random.nextInt(8_000));
      case 22, 23 -> work.consult();
      case 24, 25, 26, 27 -> work.onConsult();
      case 28, 29 -> seldom();
      case 30 -> operations.outsideEffect();
      case 31 -> work.sendOutside();
      case 32, 33 -> work.onOutside();
      default -> rare();
    }
  }

  private void rare() {
    switch (random.nextInt(13)) {
      case 12 -> operations.pause();
      case 11 -> contacts.assign();
      case 8, 9 -> contacts.outreach();
      case 10 -> contacts.consent();
      case 6 -> contacts.report();
      case 7 -> contacts.settleReport();
      case 5 -> contacts.acknowledge();
      case 0 -> operations.flushFunctions();
      case 1 -> operations.nodeDies();
      case 2 -> navigators.changeNavigator();
      case 3 -> operations.pass(4 * 3_600_000L / 3);
      default -> work.oldAnswer();
    }
  }

  private void seldom() {
    switch (random.nextInt(6)) {
      case 0 -> operations.emergency();
      case 1 -> contacts.erase();
      case 2 -> navigators.removeNavigator();
      case 3 -> operations.reload();
      case 4 -> work.toQueue();
      default -> contacts.later();
    }
  }
}
