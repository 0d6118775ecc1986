package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.record.JournalBatch;
import dev.haven.record.Told;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checkpoint in portions is exact, whatever happens in between. */
class RedisCheckpointIT {
  private static final int PORTION = 4;
  private RedisEngine engine;
  private World world;

  @BeforeAll
  static void walkByCursors() {
    TestRedis.shared().compact(false);
  }

  @AfterAll
  static void asEver() {
    TestRedis.shared().compact(true);
  }

  @BeforeEach
  void world() {
    engine = new RedisEngine(Settings.defaults(), 1_790_000_000_000L);
    world = new World(engine);
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
  }

  @Test
  void shouldListEverythingAsItIsInTheEndAndNeverManyAtATime() {
    // given contacts that wait, one that ana is offered, and one that is about to be removed
    world.place("old", Tier.ROUTINE, Channel.CHAT);
    world.abandon("old");
    engine.advance(Settings.defaults().retention().toMillis() - 1_000);
    world.due();
    IntStream.range(0, 20).forEach(i -> world.place("c" + i, Tier.ROUTINE, Channel.CHAT));
    List<Runnable> meanwhile =
        List.of(
            () -> world.place("new", Tier.CRISIS, Channel.PHONE),
            () -> world.remove("bob"),
            () -> world.abandon("c7"),
            () -> {
              engine.advance(1_000);
              world.due();
            },
            () -> world.override("c9", Tier.URGENT_MEDICAL),
            () -> world.navigator("cid"),
            () -> world.accept("ana", world.navigatorState("ana").get("off")));
    // when
    int calls = 0;
    while (!engine.checkpoint(PORTION).equals("DONE")) {
      meanwhile.get(calls % meanwhile.size()).run();
      calls++;
    }
    // then
    assertThat(calls).isGreaterThanOrEqualTo(meanwhile.size());
    assertThat(world.contact("old")).isEmpty();
    assertThat(text()).contains("\"checkpoint.gone\",\"navigator\":\"bob\"");
    assertThat(text()).contains("\"checkpoint.gone\",\"contact\":\"c7\"");
    assertThat(text()).contains("\"checkpoint.gone\",\"contact\":\"old\"");
    assertThat(engine.journal())
        .allSatisfy(batch -> assertThat(listed(batch)).isLessThanOrEqualTo(PORTION));
    assertCleanFromBothEnds();
  }

  /** Each call is followed by changes to more records than it lists. */
  @Test
  void shouldEndAlthoughMoreIsWrittenThanItLists() {
    IntStream.range(0, 8).forEach(i -> world.place("c" + i, Tier.ROUTINE, Channel.FAX));

    int calls = 0;
    while (!engine.checkpoint(1).equals("DONE")) {
      assertThat(++calls).isLessThan(200);
      for (int i = 0; i < 8; i++) {
        world.append("c" + i, "m" + calls + "of" + i, Tier.ROUTINE);
      }
    }

    assertCleanFromBothEnds();
  }

  /** So that nobody in distress waits until a queue's work is looked for among all there is. */
  @Test
  void shouldLookForWorkThatAQueueLeavesAFewAtATimeAndMissNone() {
    int support = world.laneFor("support", Channel.FAX, "en");
    int billing = world.laneFor("billing", Channel.FAX, "en");
    IntStream.range(0, 200).forEach(i -> world.placeIn("c" + i, support, ""));
    String gone = String.valueOf(billing);

    int calls = 0;
    Outcome outcome = world.findOrphans(gone, "", PORTION);
    while (outcome.is("MORE")) {
      calls++;
      outcome = world.findOrphans(gone, outcome.text(0), PORTION);
    }
    assertThat(outcome.status()).isEqualTo("CLEAR");
    assertThat(calls).as("a call looks at a few").isGreaterThan(200 / PORTION / 4);

    // one that is there all the while is found, whatever comes and goes meanwhile
    world.placeIn("last", support, "600000:" + billing + ":;");
    String walk = "";
    do {
      outcome = world.findOrphans(gone, walk, PORTION);
      walk = outcome.text(0);
      calls++;
      world.abandon("c" + calls % 200);
      world.placeIn("new" + calls, support, "");
    } while (outcome.is("MORE"));
    assertThat(outcome.details()).isEqualTo(List.of("last", gone));

    // and a cursor of another process is not followed
    String open = world.findOrphans(String.valueOf(billing + 1), "", PORTION).text(0);
    engine.flushFunctions();
    assertThat(world.findOrphans(gone, open, PORTION).status()).isEqualTo("GONE");
    assertThat(world.orphans(gone, PORTION).status()).isEqualTo("ORPHANS");
  }

  @Test
  void shouldBeginAnewWhenItsWalkOrItsTimeIsLost() {
    IntStream.range(0, 20).forEach(i -> world.place("c" + i, Tier.ROUTINE, Channel.FAX));

    assertThat(engine.checkpoint(PORTION)).isEqualTo("MORE");
    engine.flushFunctions();
    assertThat(engine.checkpoint(PORTION)).isEqualTo("GONE");
    assertThat(engine.checkpoint(PORTION)).isEqualTo("MORE");
    world.abandon("c1");
    assertThat(exists("unlisted")).isTrue();
    engine.advance(60_000);
    assertThat(engine.checkpoint(PORTION)).isEqualTo("GONE");
    world.abandon("c2");
    assertThat(exists("unlisted")).as("nobody is there to list it").isFalse();

    while (!engine.checkpoint(PORTION).equals("DONE")) {
      world.abandon("c3");
    }
    assertThat(exists("unlisted")).isFalse();
    assertCleanFromBothEnds();
  }

  @Test
  void shouldLetOnlyTheHolderOfTheLeaseGoOnAndTheNextBeginAnew() {
    IntStream.range(0, 20).forEach(i -> world.place("c" + i, Tier.ROUTINE, Channel.FAX));
    Outcome begun = portion("a", "0");

    redis().await(() -> redis().link().command(c -> c.del(name("archiver"))));
    Outcome another = portion("b", "0");
    world.abandon("c1");

    assertThat(begun.status()).isEqualTo("MORE");
    assertThat(another.status()).isEqualTo("MORE");
    assertThat(portion("a", begun.text(0)).status()).isEqualTo("BUSY");
    assertThat(portion("b", begun.text(0)).status()).isEqualTo("GONE");
    Outcome on = another;
    while (on.is("MORE")) {
      on = portion("b", another.text(0));
    }
    assertThat(on.status()).isEqualTo("DONE");
    assertThat(portion("b", another.text(0)).status()).isEqualTo("GONE");
    assertCleanFromBothEnds();
  }

  private Outcome portion(String token, String firstLine) {
    RedisTransitions transitions = new RedisTransitions(redis().link(), Settings.defaults());
    redis().await(() -> transitions.archiveJournal(engine.workspace(), token, 60_000, 0, 0));
    return redis()
        .await(
            () ->
                transitions.checkpointJournal(
                    engine.workspace(), token, Long.parseLong(firstLine), PORTION, 60_000));
  }

  private static long listed(JournalBatch batch) {
    return batch.lines().stream()
        .filter(line -> line.matches(".*\"checkpoint\\.(lane|profile|navigator|contact|gone)\".*"))
        .count();
  }

  private void assertCleanFromBothEnds() {
    // What a checkpoint left out is found by what comes after.
    world.due();
    List<JournalBatch> journal = engine.journal();
    assertThat(Told.audit(journal)).isEmpty();
    for (int i = 0; i < journal.size(); i++) {
      if (journal.get(i).isCheckpoint()) {
        assertThat(Told.audit(journal.subList(i, journal.size()))).as("from batch %s", i).isEmpty();
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    engine.journal().forEach(batch -> batch.lines().forEach(l -> text.append(l).append('\n')));
    return text.toString();
  }

  private TestRedis redis() {
    return engine.redis();
  }

  private String name(String key) {
    return RedisKeys.of(engine.workspace(), key);
  }

  private boolean exists(String key) {
    return redis().await(() -> redis().link().<Long>command(c -> c.exists(name(key)))) > 0;
  }
}
