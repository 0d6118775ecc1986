package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.flow.Notice;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.TestSettings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transitions tell other nodes what is for their desktops, on a real Redis. */
class RedisTellingIT {
  private static final long START = 1_700_000_000_000L;

  private final RedisEngine engine = new RedisEngine(keepingOneFor("en"), START);
  private final World world = new World(engine);
  private final RedisShelf shelf = new RedisShelf(engine.redis().link());
  private final BlockingQueue<List<Notice>> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() {
    engine.redis().await(() -> shelf.hear(engine.workspace(), "theirs", heard::add));
    world.navigator("nav-1");
    world.open("nav-1", "theirs");
    world.activity("nav-1", "available");
  }

  private static Settings keepingOneFor(String language) {
    return TestSettings.with(Settings.defaults(), Map.of(language, 1), null);
  }

  private boolean tellOthersThan(String node) {
    return engine.call(t -> Future.succeededFuture(t.tellOthersThan(node)));
  }

  private List<Notice> next() throws InterruptedException {
    return heard.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void shouldTellTheNodeOfTheDesktopWithAllThatItShows() throws Exception {
    assertThat(tellOthersThan("ours")).isTrue();

    Outcome placed = world.place("c1", Tier.CRISIS, Channel.CHAT);

    Notice answered =
        placed.notices().stream().filter(n -> n.type().equals("offer")).findFirst().orElseThrow();
    assertThat(answered.text(2)).as("the caller has the card").isEmpty();
    List<Notice> told = next();
    assertThat(told).hasSize(1);
    Notice offer = told.get(0);
    assertThat(offer.type()).isEqualTo("offer");
    assertThat(offer.navigator()).isEqualTo("nav-1");
    assertThat(offer.seq()).isEqualTo(answered.seq());
    assertThat(offer.text(0)).isEqualTo("c1.1");
    assertThat(offer.facts(1)).isEqualTo(answered.facts(1));
    assertThat(offer.text(2)).isEqualTo(card());

    world.accept("nav-1", "c1.1");

    List<Notice> started = next();
    assertThat(started).extracting(Notice::type).containsExactly("engagement_started");
    assertThat(started.get(0).facts(1).id().value()).isEqualTo("c1");
    assertThat(started.get(0).seq()).isEqualTo(offer.seq() + 1);
  }

  private String card() {
    String key = RedisKeys.of(engine.workspace(), "card:c1");
    return engine.redis().await(() -> engine.redis().link().<String>command(c -> c.get(key)));
  }

  @Test
  void shouldTellNobodyWhenTheDesktopIsTheCallersOrTheCallerTellsItself() throws Exception {
    world.place("c1", Tier.CRISIS, Channel.CHAT);
    world.reject("nav-1", "c1.1");
    tellOthersThan("theirs");
    world.activity("nav-1", "unavailable");
    world.activity("nav-1", "available");

    assertThat(heard.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  /** The reserve goes with the new configuration, and whoever waited for its sake is offered. */
  @ParameterizedTest
  @CsvSource({"ours, 1", "theirs, 0"})
  void shouldTellAsMuchWhenAConfigurationIsTakenUp(String caller, int messages) throws Exception {
    world.navigator("nav-2");
    world.open("nav-2", "theirs");
    world.activity("nav-2", "available");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    tellOthersThan(caller);

    Outcome applied = world.reload(keepingOneFor("fr"));

    assertThat(applied.notices()).extracting(Notice::type).contains("offer");
    List<Notice> told = heard.poll(messages == 0 ? 300 : 10_000, TimeUnit.MILLISECONDS);
    assertThat(told == null ? List.of() : told).hasSize(messages);
    assertThat(heard.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void shouldTellEachOfSeveralNodesWhatIsForIt() throws Exception {
    BlockingQueue<List<Notice>> others = new LinkedBlockingQueue<>();
    engine.redis().await(() -> shelf.hear(engine.workspace(), "others", others::add));
    world.navigator("nav-2");
    world.open("nav-2", "others");
    world.activity("nav-2", "available");
    engine.call(
        t -> {
          ((RedisTransitions) t).use(keepingOneFor("fr"));
          return Future.succeededFuture(t.tellOthersThan("ours"));
        });
    world.offerTo(2);

    world.place("c1", Tier.CRISIS, Channel.CHAT);

    List<Notice> first = next();
    List<Notice> second = others.poll(10, TimeUnit.SECONDS);
    assertThat(first).extracting(Notice::navigator).containsOnly("nav-1");
    assertThat(second).extracting(Notice::navigator).containsOnly("nav-2");
    for (Notice offer : List.of(first.get(0), second.get(0))) {
      assertThat(offer.type()).isEqualTo("offer");
      assertThat(offer.facts(1).id().value()).isEqualTo("c1");
      assertThat(offer.text(2)).isEqualTo(card());
    }
  }

  @Test
  void shouldGoOnListeningAfterWhatCannotBeRead() throws Exception {
    for (String broken : List.of("[\"offer\"]", "", "\u00a0", "\u0091".repeat(50_000))) {
      engine.redis().await(() -> shelf.publish(engine.workspace(), "theirs", broken));
    }
    tellOthersThan("ours");
    world.place("c1", Tier.CRISIS, Channel.CHAT);

    List<Notice> told = next();
    while (told.isEmpty()) {
      told = next();
    }
    assertThat(told).extracting(Notice::type).contains("offer");
  }

  @Test
  void shouldReadWhatANodePublishesItself() throws Exception {
    Outcome placed = world.place("c1", Tier.CRISIS, Channel.CHAT);
    Notice offer =
        placed.notices().stream().filter(n -> n.type().equals("offer")).findFirst().orElseThrow();

    engine.redis().await(() -> shelf.publish(engine.workspace(), offer));

    assertThat(next()).containsExactly(offer);
  }

  @Test
  void shouldNotTellBeforeItIsConfirmed() {
    CommitLevel level = new CommitLevel(CommitLevel.Kind.REPLICATED, 1, 500);
    try (TestRedis redis = new TestRedis(TestRedis.uri(), level)) {
      RedisTransitions transitions = new RedisTransitions(redis.link(), Settings.defaults());

      assertThat(transitions.tellOthersThan("ours")).isFalse();
    }
  }
}
