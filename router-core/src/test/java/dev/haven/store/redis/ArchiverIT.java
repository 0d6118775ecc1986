package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.record.Breach;
import dev.haven.record.JournalBatch;
import dev.haven.record.JournalSource;
import dev.haven.record.Segments;
import dev.haven.record.Told;
import dev.haven.time.IdSource;
import dev.haven.time.Timers;
import dev.haven.urgency.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiverIT {
  private static final byte[] KEY = new byte[32];
  private static TestRedis redis;

  @TempDir Path folder;
  private RedisEngine engine;
  private World world;

  @BeforeAll
  static void start() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void world() {
    engine = new RedisEngine(redis, Settings.defaults(), 1_790_000_000_000L);
    world = new World(engine);
    world.navigator("ana");
    world.available("ana");
  }

  @Test
  void shouldArchiveEveryLineAndAuditThemWithoutRedis() throws IOException {
    // given
    Archiver archiver = archiver(1 << 20);
    run(archiver);
    day();
    run(archiver);
    // when
    redis.await(archiver::stop);
    // then
    List<Breach> breaches = new ArrayList<>();
    assertThat(archived(breaches)).isEqualTo(engine.journal());
    assertThat(Told.audit(archived(breaches))).isEmpty();
    assertThat(breaches).isEmpty();
    assertThat(key("archiver")).isNull();
    assertThat(Long.parseLong(key("archived"))).isEqualTo(last());
  }

  @Test
  void shouldBeginANewSegmentWithACheckpointWhenOneIsFull() throws IOException {
    Archiver archiver = archiver(300);

    for (int i = 0; i < 4; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.FAX);
      run(archiver);
    }
    redis.await(archiver::stop);

    List<Path> segments = segments();
    assertThat(segments).hasSizeGreaterThan(3);
    for (Path segment : segments.subList(1, segments.size())) {
      assertThat(Files.readString(segment)).startsWith("{\"n\":").contains("checkpoint.begun");
      Files.delete(segments.get(0));
      segments = segments();
      assertThat(Told.audit(archived(new ArrayList<>()))).isEmpty();
    }
  }

  /** Two pages are behind, and the first of them fills the segment. */
  @Test
  void shouldAskForOneCheckpointOnlyHoweverMuchIsBehind() throws IOException {
    Archiver archiver = archiver(300);
    run(archiver);
    for (int i = 0; i < 600; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.FAX);
    }

    run(archiver);
    redis.await(archiver::stop);

    assertThat(checkpoints()).isEqualTo(2);
    assertThat(archived(new ArrayList<>()))
        .filteredOn(JournalBatch::isPortion)
        .hasSizeGreaterThan(600 / Checkpoints.PORTION)
        .allSatisfy(batch -> assertThat(batch.lines()).hasSizeLessThan(Checkpoints.PORTION + 9));
    assertThat(Told.audit(archived(new ArrayList<>()))).isEmpty();
  }

  @Test
  void shouldLetOneArchiveAtATimeAndTheNextGoOnWhereItEnded() throws IOException {
    // given two nodes with one data folder
    Archiver first = archiver(1 << 20);
    Archiver second = archiver(1 << 20);
    run(first);
    run(second);
    assertThat(segments()).hasSize(2);
    // when the first leaves without a word, its lease runs out, and it wakes up later
    world.place("c1", Tier.ROUTINE, Channel.FAX);
    redis.command(c -> c.del(name("archiver")));
    run(second);
    world.place("c2", Tier.ROUTINE, Channel.FAX);
    run(first);
    redis.await(second::stop);
    redis.await(first::stop);
    // then
    assertThat(archived(new ArrayList<>())).isEqualTo(engine.journal());
    assertThat(Told.audit(archived(new ArrayList<>()))).isEmpty();
  }

  @Test
  void shouldTrimOnlyWhatIsArchivedAndOnlyUnderTheLease() {
    day();
    RedisTransitions transitions = new RedisTransitions(redis.link(), Settings.defaults());
    int all = engine.journal().size();

    redis.await(() -> transitions.archiveJournal(engine.workspace(), "a", 60_000, 0, 0));
    redis.await(() -> transitions.archiveJournal(engine.workspace(), "b", 60_000, 9, 9));
    assertThat(engine.journal()).hasSize(all);
    redis.await(() -> transitions.archiveJournal(engine.workspace(), "a", 60_000, 5, 1_000));

    assertThat(engine.journal().get(0).last()).isGreaterThanOrEqualTo(6);
    assertThat(key("archived")).isEqualTo("5");
  }

  @Test
  void shouldFindAChangedLineByHashAndBySeal() throws IOException {
    Archiver archiver = archiver(1 << 20);
    run(archiver);
    day();
    run(archiver);
    redis.await(archiver::stop);
    Path segment = segments().get(1);
    String text = Files.readString(segment, StandardCharsets.ISO_8859_1);

    Files.writeString(segment, text.replaceFirst("\"score\":50", "\"score\":51"));

    List<Breach> seals = new ArrayList<>();
    List<Breach> found = Told.audit(archived(seals));
    assertThat(found).extracting(Breach::kind).containsExactly(Breach.Kind.CHAIN);
    assertThat(seals).extracting(Breach::kind).containsExactly(Breach.Kind.SEAL);
  }

  @Test
  void shouldNameBothContactsOfAForgedOffer() {
    // given ana works; a routine and a crisis contact wait; then she is free and is offered the
    // crisis
    world.placeLive("first", Tier.ROUTINE);
    world.accept("ana", "first.1");
    world.place("meek", Tier.ROUTINE, Channel.PHONE);
    world.place("dire", Tier.CRISIS, Channel.PHONE);
    world.finish("ana", "first.1", "resolved");
    assertThat(world.navigatorState("ana")).containsEntry("off", "dire.1");
    // when
    List<JournalBatch> forged =
        engine.journal().stream().map(ArchiverIT::withTheMeekOfferedFirst).toList();
    // then
    assertThat(Told.audit(engine.journal())).isEmpty();
    assertThat(Told.audit(forged))
        .filteredOn(b -> b.kind() == Breach.Kind.INVERSION)
        .singleElement()
        .satisfies(b -> assertThat(b.text()).contains("meek (routine", "dire (crisis"));
  }

  private static JournalBatch withTheMeekOfferedFirst(JournalBatch batch) {
    return new JournalBatch(
        batch.workspace(),
        batch.lines().stream()
            .map(
                line ->
                    line.contains("\"type\":\"offer.created\",\"offer\":\"dire.1\"")
                        ? line.replace("dire", "meek")
                        : line)
            .toList(),
        batch.hash());
  }

  private void day() {
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.CRISIS, Channel.CHAT);
    world.reject("ana", "c1.1");
    world.accept("ana", "c2.1");
    engine.advance(70_000);
    world.due();
    world.finish("ana", "c2.1", "resolved");
  }

  private Archiver archiver(long segmentBytes) {
    return new Archiver(
        redis.link(),
        new RedisTransitions(redis.link(), Settings.defaults()),
        engine.workspace(),
        new Archiver.Target(folder, KEY, segmentBytes),
        new NoTimers(),
        IdSource.secure());
  }

  private static void run(Archiver archiver) {
    redis.await(archiver::round);
  }

  private long checkpoints() throws IOException {
    return archived(new ArrayList<>()).stream().filter(JournalBatch::isCheckpoint).count();
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(engine.workspace().value()))) {
      return files.sorted().toList();
    }
  }

  private List<JournalBatch> archived(List<Breach> seals) throws IOException {
    List<JournalBatch> all = new ArrayList<>();
    try (JournalSource source = new Segments(folder, engine.workspace().value(), KEY, seals::add)) {
      for (Optional<JournalBatch> b = source.next(); b.isPresent(); b = source.next()) {
        all.add(b.get());
      }
    }
    return all;
  }

  private long last() {
    List<JournalBatch> journal = engine.journal();
    return journal.get(journal.size() - 1).last();
  }

  private String name(String key) {
    return RedisKeys.of(engine.workspace(), key);
  }

  private String key(String key) {
    return redis.<String>command(c -> c.get(name(key)));
  }

  /** The test calls rounds itself. */
  private static final class NoTimers implements Timers {
    @Override
    public Handle every(Duration period, Runnable task) {
      return () -> {};
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
      return () -> {};
    }
  }
}
