package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Notice;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.embedded.RedisServer;

/**
 * The straight way of {@code straight.lua} and the general one leave the same: the same steps are
 * done on a Redis with the library and on one whose library knows no straight way, and every answer
 * and every key must be equal.
 */
class StraightIT {
  private static final long START = 1_790_000_000_000L;
  private static final int STEPS = 400;
  private static final int COMPARED_EVERY = 20;
  private static final String IS_QUIET = "local function quiet()\n";
  private static final List<String> STATUSES = List.of("CREATED", "ACCEPTED", "COMPLETED");
  private static final int NAVIGATORS = 40;
  private static final String CALLER = "node-1";
  private static final String OTHER = "node-2";
  private static final int LATEST = 8; // offers that something is mostly done with
  private static final String TAKEN = "return finish('%s'";

  private final List<AutoCloseable> open = new ArrayList<>();
  private Site straight;
  private Site general;
  private Random random;
  private int contacts;
  private final Map<String, String> offers = new LinkedHashMap<>(); // or engagements; navigators

  /**
   * A Redis with a library, and the world on it.
   *
   * @param heard what the node of every other navigator was told by transitions
   */
  private record Site(TestRedis redis, World world, List<List<Notice>> heard) {
    Outcome does(Function<World, Outcome> step) {
      return step.apply(world);
    }

    String stateOf(String name) {
      WorkspaceId workspace = world.engine().workspace();
      return String.valueOf(
          redis.<String>await(
              () -> redis.link().command(c -> c.get(RedisKeys.of(workspace, name)))));
    }
  }

  @BeforeEach
  void start() throws IOException {
    String source = LuaLibrary.instance().source();
    assertThat(source).containsOnlyOnce(IS_QUIET);
    straight = site(counting(source));
    general = site(source.replace(IS_QUIET, IS_QUIET + "if true then return false end\n"));
  }

  /** Counts what went the straight way. */
  private static String counting(String source) {
    int from = source.indexOf("function straight.offer(");
    int to = source.indexOf("local consult");
    String way = source.substring(from, to);
    for (String status : STATUSES) {
      String taken = TAKEN.formatted(status);
      assertThat(way).containsOnlyOnce(taken);
      way = way.replace(taken, "redis_call('INCR',key('straight:" + status + "'))\n" + taken);
    }
    return source.substring(0, from) + way + source.substring(to);
  }

  private Site site(String library) throws IOException {
    int port = TestRedis.freePort();
    RedisServer server = TestRedis.server(port, "appendonly no");
    open.add(server::stop);
    TestRedis redis = new TestRedis("redis://127.0.0.1:" + port, CommitLevel.PROCESS);
    open.add(redis);
    redis.untilDone(() -> redis.command(c -> c.functionLoad(library, true)));
    RedisEngine engine = new RedisEngine(redis, Settings.defaults(), START);
    engine.call(t -> Future.succeededFuture(t.tellOthersThan(CALLER)));
    List<List<Notice>> heard = Collections.synchronizedList(new ArrayList<>());
    redis.await(() -> new RedisShelf(redis.link()).hear(engine.workspace(), OTHER, heard::add));
    return new Site(redis, new World(engine), heard);
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLeaveWhatTheGeneralWayLeaves(long seed) {
    // given
    random = new Random(seed);
    for (int i = 0; i < NAVIGATORS; i++) {
      String navigator = "n" + i;
      both("join", w -> join(w, navigator));
    }
    pass(60_000);
    // when, then
    for (int i = 0; i < STEPS; i++) {
      step();
      if (i % COMPARED_EVERY == 0) {
        compare("after step " + i + " of seed " + seed);
      }
    }
    compare("at the end of seed " + seed);
    for (String status : STATUSES) {
      assertThat(Integer.parseInt(straight.stateOf("straight:" + status)))
          .as("that went the straight way: " + status)
          .isGreaterThan(STEPS / 40);
    }
    assertThat(straight.heard()).hasSizeGreaterThan(STEPS / 20);
  }

  private static Outcome join(World w, String navigator) {
    w.navigator(navigator);
    return comesOnDuty(w, navigator);
  }

  /** The desktops of every other navigator are with another node than the one that calls. */
  private static Outcome comesOnDuty(World w, String navigator) {
    w.open(navigator, navigator.hashCode() % 2 == 0 ? CALLER : OTHER);
    return w.activity(navigator, "available");
  }

  private void step() {
    int dice = random.nextInt(40);
    if (dice < 4) {
      serve();
    } else if (dice < 10) {
      place();
    } else if (dice < 20) {
      accept();
    } else if (dice < 32) {
      finish();
    } else {
      seldom();
    }
  }

  /** A contact's whole life, as most are. */
  private void serve() {
    String id = "c" + contacts++;
    Channel channel = any(Channel.CHAT, Channel.SMS, Channel.EMAIL);
    heed(both("place", w -> w.place(id, Tier.ROUTINE, channel)));
    String offer = id + ".1";
    String navigator = offers.getOrDefault(offer, "n0");
    heed(both("accept", w -> w.accept(navigator, offer)));
    heed(both("finish", w -> w.finish(navigator, offer, "helped")));
  }

  private void seldom() {
    switch (random.nextInt(8)) {
      case 0, 6, 7 -> pass(1 + random.nextInt(random.nextInt(3) == 0 ? 40_000 : 4_000));
      case 1 -> change();
      case 2 -> message();
      case 3 -> presence();
      case 4 -> reject();
      default -> abandon();
    }
  }

  private void place() {
    String id = "c" + contacts++;
    Tier tier = random.nextInt(3) == 0 ? any(Tier.values()) : Tier.ROUTINE;
    Channel channel = any(Channel.values());
    String person = "p" + random.nextInt(5);
    String navigator = "n" + random.nextInt(NAVIGATORS);
    String again = "c" + random.nextInt(contacts);
    Outcome placed =
        switch (random.nextInt(24)) {
          case 0 -> both("place", w -> w.placeOf(person, id, tier, channel));
          case 1 -> both("place", w -> w.placeTalking(id, tier, channel, person));
          case 2 -> both("place", w -> w.placeFor(id, tier, channel, navigator));
          case 3 -> both("place", w -> w.placeLive(id, tier));
          case 4 -> both("place", w -> w.place(again, tier, channel));
          default -> both("place", w -> w.place(id, tier, channel));
        };
    heed(placed);
  }

  private void accept() {
    String offer = anyOffer();
    String navigator = offers.getOrDefault(offer, "n0");
    String other = random.nextInt(20) == 0 ? "n" + random.nextInt(NAVIGATORS) : navigator;
    heed(
        random.nextInt(15) == 0
            ? both("accept", w -> w.acceptAs(other, "99", offer))
            : both("accept", w -> w.accept(other, offer)));
  }

  private void finish() {
    String offer = anyOffer();
    String navigator = offers.getOrDefault(offer, "n0");
    String disposition = random.nextInt(6) == 0 ? "" : "helped";
    heed(both("finish", w -> w.finish(navigator, offer, disposition)));
  }

  private void reject() {
    String offer = anyOffer();
    String navigator = offers.getOrDefault(offer, "n0");
    heed(both("reject", w -> w.reject(navigator, offer)));
  }

  private void change() {
    String offer = anyOffer();
    String navigator = offers.getOrDefault(offer, "n0");
    String change = any("hold", "resume", "park");
    heed(both(change, w -> w.change(navigator, offer, change)));
  }

  private void message() {
    String contact = "c" + random.nextInt(contacts + 1);
    Tier tier = any(Tier.values());
    String message = "m" + random.nextInt();
    heed(both("message", w -> w.append(contact, message, tier)));
  }

  private void abandon() {
    String contact = "c" + random.nextInt(contacts + 1);
    heed(both("abandon", w -> w.abandon(contact)));
  }

  private void presence() {
    String navigator = "n" + random.nextInt(NAVIGATORS);
    heed(
        switch (random.nextInt(3)) {
          case 0 -> both("lose", w -> w.lose(navigator));
          case 1 -> both("break", w -> w.activity(navigator, "break"));
          default -> both("available", w -> comesOnDuty(w, navigator));
        });
  }

  private void pass(long ms) {
    for (Site site : List.of(straight, general)) {
      site.world().engine().advance(ms);
      site.world().engine().touchPoll();
    }
    heed(both("due", World::expireOnly));
  }

  private Outcome both(String what, Function<World, Outcome> step) {
    Outcome one = straight.does(step);
    assertThat(general.does(step)).as("answer to %s", what).isEqualTo(one);
    return one;
  }

  private void heed(Outcome outcome) {
    outcome.notices().stream()
        .filter(notice -> notice.type().equals("offer"))
        .forEach(notice -> offers.put(notice.text(0), notice.navigator()));
  }

  private String anyOffer() {
    if (offers.isEmpty()) {
      return "c0.1";
    }
    List<String> all = List.copyOf(offers.keySet());
    int of = random.nextInt(8) == 0 ? all.size() : Math.min(LATEST, all.size());
    return all.get(all.size() - 1 - random.nextInt(of));
  }

  @SafeVarargs
  private <T> T any(T... of) {
    return of[random.nextInt(of.length)];
  }

  private void compare(String when) {
    Map<String, String> one = everything(straight);
    Map<String, String> other = everything(general);
    assertThat(one.keySet()).as(when).isEqualTo(other.keySet());
    awaitSameCount();
    assertThat(straight.heard()).as("told the other node " + when).isEqualTo(general.heard());
    one.forEach((key, text) -> assertThat(text).as(key + " " + when).isEqualTo(other.get(key)));
  }

  /** What is published comes a moment after the answer. */
  private void awaitSameCount() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (straight.heard().size() != general.heard().size() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Every key without its workspace, and what it holds; the counts of the straight way are not. */
  private static Map<String, String> everything(Site site) {
    String prefix = RedisKeys.workspace(site.world().engine().workspace());
    Map<String, String> all = new TreeMap<>();
    for (String key : site.redis().<List<String>>await(() -> keys(site, prefix))) {
      String name = key.substring(prefix.length());
      if (!name.startsWith(":straight:")) {
        all.put(name, site.redis().await(() -> dump(site, key)));
      }
    }
    return all;
  }

  private static Future<List<String>> keys(Site site, String prefix) {
    return site.redis().link().command(c -> c.keys(prefix.replace("{", "\\{") + "*"));
  }

  /** A set's or hash's order tells nothing; a string is shown as it is, the rest by its pieces. */
  private static Future<String> dump(Site site, String key) {
    return site.redis()
        .link()
        .command(c -> c.type(key))
        .compose(
            type ->
                switch (type) {
                  case "string" -> site.redis().link().command(c -> c.get(key));
                  case "zset" ->
                      site.redis()
                          .link()
                          .command(c -> c.zrangeWithScores(key, 0, -1))
                          .map(String::valueOf);
                  case "hash" ->
                      site.redis()
                          .link()
                          .command(c -> c.hgetall(key))
                          .map(hash -> new TreeMap<>(hash).toString());
                  case "set" ->
                      site.redis()
                          .link()
                          .command(c -> c.smembers(key))
                          .map(set -> set.stream().sorted().toList().toString());
                  case "list" ->
                      site.redis().link().command(c -> c.lrange(key, 0, -1)).map(String::valueOf);
                  case "stream" ->
                      site.redis()
                          .link()
                          .command(c -> c.xrange(key, io.lettuce.core.Range.unbounded()))
                          .map(lines -> lines.stream().map(l -> l.getId() + l.getBody()).toList())
                          .map(String::valueOf);
                  default -> throw new IllegalStateException(type);
                });
  }
}
