package dev.haven.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.record.Audit;
import dev.haven.record.Breach;
import dev.haven.record.JournalBatch;
import dev.haven.store.redis.TestRedis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the simulation did, told by its journal: the audit finds nothing, from the beginning and
 * from every checkpoint on. Checkpoints are written a portion after every third step, of sets that
 * are walked by true cursors. {@code -Dsim.seeds=N} for how many seeds, {@code -Dsim.seed=S} for
 * the first.
 */
class AuditIT {
  private static final int STEPS = 300;
  private static final int PORTION = 6;

  @Test
  void shouldFindNothingInTheJournalsOfTheSimulation() {
    long first = Long.getLong("sim.seed", 501);
    long seeds = Long.getLong("sim.seeds", 4);
    try (TestRedis redis = new TestRedis()) {
      redis.compact(false);
      for (long seed = first; seed < first + seeds; seed++) {
        System.out.println("simulation seed " + seed);
        Simulation simulation = new Simulation(redis, seed);
        List<String> said = new ArrayList<>();
        simulation.inBetween(() -> said.add(simulation.redis().checkpoint(PORTION)));
        simulation.run(STEPS);
        do {
          said.add(simulation.redis().checkpoint(PORTION));
        } while (!said.get(said.size() - 1).equals("DONE"));
        assertThat(said).contains("MORE");
        List<JournalBatch> journal = simulation.redis().journal();

        Audit whole = audit(seed, journal);

        assertThat(whole.extents().values())
            .allSatisfy(
                e -> {
                  assertThat(e.offers()).isGreaterThan(20);
                  assertThat(e.unchecked()).isZero();
                });
        for (int i = 1; i < journal.size(); i++) {
          if (journal.get(i).isCheckpoint()) {
            audit(seed, journal.subList(i, journal.size()));
          }
        }
      }
      redis.compact(true);
    }
  }

  private static Audit audit(long seed, List<JournalBatch> journal) {
    List<Breach> breaches = new ArrayList<>();
    Audit audit = new Audit(breaches::add);
    journal.forEach(audit::take);
    assertThat(breaches).as("seed %s from line %s", seed, journal.get(0).first()).isEmpty();
    return audit;
  }
}
