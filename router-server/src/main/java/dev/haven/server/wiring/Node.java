package dev.haven.server.wiring;

import dev.haven.flow.HavenNode;
import dev.haven.flow.Settings;
import dev.haven.plan.Workflow;
import dev.haven.server.config.ConfigException;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Problem;
import dev.haven.server.config.Secret;
import dev.haven.server.http.Front;
import dev.haven.server.ops.ConfigSwitch;
import dev.haven.server.ops.Exposition;
import dev.haven.server.ops.OpsDoor;
import dev.haven.server.ops.Readiness;
import dev.haven.server.session.Standing;
import dev.haven.telemetry.RouterMeters;
import dev.haven.urgency.UrgencyScorer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running router node: configuration in, doors open. Start and stop block and are called from
 * outside event loops.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration START_WITHIN = Duration.ofSeconds(60);

  /** How long a reload looks for work that it would leave; less than what it is waited for. */
  private static final Duration LOOK_WITHIN = Duration.ofSeconds(50);

  private HavenConfig config;
  private final RouterMeters meters;
  private final Store store;
  private final Vertx vertx;
  private final String transport;
  private final Readiness readiness;
  private final List<Loop> loops;
  private final int port;
  private final int opsPort;
  private @Nullable Supplier<HavenConfig> source;
  private boolean closed;
  private volatile boolean stopping;

  private Node(
      HavenConfig config,
      RouterMeters meters,
      Store store,
      Vertx vertx,
      String transport,
      Readiness readiness,
      List<Loop> loops,
      int port,
      int opsPort) {
    this.config = config;
    this.meters = meters;
    this.store = store;
    this.vertx = vertx;
    this.transport = transport;
    this.readiness = readiness;
    this.loops = loops;
    this.port = port;
    this.opsPort = opsPort;
  }

  /**
   * Starts a node and answers when it takes work.
   *
   * @throws dev.haven.server.config.ConfigException when the configuration cannot be met
   */
  public static Node start(HavenConfig config) {
    return start(config, Front.NONE);
  }

  /**
   * The same, with further pages on the public door.
   *
   * @throws dev.haven.server.config.ConfigException when the configuration cannot be met
   */
  public static Node start(HavenConfig given, Front front) {
    // Endpoints sign their public URL, and loops share the port: it must be known before it opens.
    HavenConfig config =
        given.http().port() == 0 ? given.with(null, DevelopmentKeys.freePort(), null, null) : given;
    // Reading the rules takes a while: meanwhile Redis starts.
    CompletableFuture<UrgencyScorer> scorer =
        CompletableFuture.supplyAsync(() -> Rules.scorer(config));
    boolean spins =
        config
            .http()
            .spins(Runtime.getRuntime().availableProcessors(), config.redis().durability());
    Transport transport = Transports.of(config.http().transport(), spins);
    Workflow workflow = Rules.workflow(config);
    DataFolder folder = DataFolder.open(Path.of(config.data()));
    DevelopmentKeys development = config.development() ? DevelopmentKeys.of(folder) : null;
    Store store = Store.open(config, folder);
    int loopCount = config.http().eventLoops();
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(loopCount + 1)
                    .setWarningExceptionTime(2_000_000_000L))
            .withTransport(transport)
            .build();
    try {
      return start(config, workflow, development, store, vertx, transport.name(), front, scorer);
    } catch (RuntimeException e) {
      vertx.close();
      store.close();
      throw e;
    }
  }

  private static Node start(
      HavenConfig config,
      Workflow workflow,
      @Nullable DevelopmentKeys development,
      Store store,
      Vertx vertx,
      String transport,
      Front front,
      CompletableFuture<UrgencyScorer> scorer) {
    Exposition exposition = new Exposition();
    PrometheusMeterRegistry registry = exposition.meters();
    RouterMeters meters = new RouterMeters(registry);
    exposition.exemplars(meters.offerExemplars());
    Readiness readiness = new Readiness();
    List<Loop> loops = new CopyOnWriteArrayList<>();
    BooleanSupplier connected = () -> loops.stream().allMatch(Loop::connected);
    readiness.require("store", connected);
    readiness.turning(() -> loops.stream().map(Loop::silence).toList());
    readiness.tell("sessions", () -> standings(loops));
    Secret bearer = config.ops().bearer();
    AtomicReference<Node> self = new AtomicReference<>();
    OpsDoor ops =
        new OpsDoor(
            registry,
            readiness,
            bearer == null ? null : bearer.reveal(),
            () -> reloaded(vertx, self.get()));
    Contexts contexts = Contexts.of(vertx, config.http().eventLoops());
    int opsPort =
        await(on(contexts.ops(), () -> ops.open(vertx, config.ops().host(), config.ops().port())))
            .actualPort();
    Loop.Shared shared =
        new Loop.Shared(
            vertx,
            config,
            Keys.of(config, development),
            development,
            store,
            publicUrl(config),
            workflow,
            ready(scorer),
            registry,
            meters,
            front);
    if (!config.http().warmUp().isZero()) {
      warmUp(shared, contexts.serving().get(0));
    }
    int port = 0;
    for (Context context : contexts.serving()) {
      boolean first = loops.isEmpty();
      Loop loop = await(on(context, () -> Loop.start(shared, context, first)));
      loops.add(loop);
      port = await(on(context, loop::open));
    }
    if (!config.http().warmUp().isZero()) {
      HeapRoom.make();
    }
    meters.storeConnected(connected);
    for (int i = 0; i < loops.size(); i++) {
      meters.loopSilence(i, loops.get(i)::silence);
    }
    if (store.embedded()) {
      contexts.ops().runOnContext(v -> Revival.watch(vertx, store, connected));
    }
    readiness.started();
    if (config.urgency().allowLoweringFloors()) {
      LOG.atWarn()
          .addKeyValue("scorer", shared.scorer().version())
          .log("this configuration may lower safety floors of urgency");
    }
    LOG.atInfo()
        .addKeyValue("port", port)
        .addKeyValue("opsPort", opsPort)
        .addKeyValue("mode", config.mode().wireName())
        .addKeyValue("transport", transport)
        .log("node takes work");
    Node node = new Node(config, meters, store, vertx, transport, readiness, loops, port, opsPort);
    self.set(node);
    return node;
  }

  /**
   * An event loop each, so that the operations port answers when one that serves does not turn.
   * Vert.x hands its loops out in turn: they are taken before anything else takes one.
   */
  private record Contexts(Context ops, List<Context> serving) {
    static Contexts of(Vertx vertx, int serving) {
      VertxInternal loops = (VertxInternal) vertx;
      List<Context> all = new ArrayList<>();
      for (int i = 0; i <= serving; i++) {
        all.add(loops.createEventLoopContext());
      }
      return new Contexts(all.get(0), List.copyOf(all.subList(1, all.size())));
    }
  }

  /** The best standing of each endpoint's session among the node's loops. */
  private static Map<String, String> standings(List<Loop> loops) {
    Map<String, Standing> best = new TreeMap<>();
    for (Loop loop : loops) {
      loop.standings()
          .forEach((endpoint, s) -> best.merge(endpoint, s, (a, b) -> a == Standing.UP ? a : b));
    }
    Map<String, String> told = new TreeMap<>();
    best.forEach((endpoint, standing) -> told.put(endpoint, standing.wireName()));
    return told;
  }

  private static UrgencyScorer ready(CompletableFuture<UrgencyScorer> scorer) {
    try {
      return scorer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ConfigException wrong ? wrong : e;
    }
  }

  /** A rehearsal that fails costs speed, not service. */
  private static void warmUp(Loop.Shared shared, Context context) {
    try {
      long begun = System.nanoTime();
      int contacts = await(WarmUp.run(shared, context));
      LOG.atInfo()
          .addKeyValue("contacts", contacts)
          .addKeyValue("ms", (System.nanoTime() - begun) / 1_000_000)
          .log("warmed up");
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("not warmed up");
    }
  }

  private static String publicUrl(HavenConfig config) {
    return config.http().publicUrl() == null
        ? "http://127.0.0.1:" + config.http().port()
        : config.http().publicUrl().toString();
  }

  /** Where {@link #reload} finds the configuration; without it there is nothing to reload. */
  public synchronized void reloadFrom(Supplier<HavenConfig> newSource) {
    source = newSource;
  }

  /**
   * Reads the configuration again and takes it up, all of it or nothing: workflow, queues, serving
   * times and roster. What cannot change while running, and what would leave work in a queue that
   * is no more, is refused by name. Blocking.
   */
  public synchronized ConfigSwitch.Result reload() {
    ConfigSwitch.Result result = taken();
    meters.configApplied(result.applied() ? "applied" : "refused");
    LOG.atInfo()
        .addKeyValue("applied", result.applied())
        .addKeyValue("policy", result.version())
        .addKeyValue("problems", result.problems())
        .log("configuration read again");
    return result;
  }

  private ConfigSwitch.Result taken() {
    String current = Rules.settings(config).policy();
    Supplier<HavenConfig> from = source;
    if (from == null || closed) {
      return ConfigSwitch.Result.refused(current, List.of("the node was started without --config"));
    }
    HavenConfig read;
    try {
      read = from.get();
    } catch (ConfigException e) {
      return ConfigSwitch.Result.refused(
          current, e.problems().stream().map(Problem::toString).toList());
    }
    HavenConfig wanted = read.with(null, config.http().port(), config.ops().port(), null);
    List<String> fixed = config.needingRestart(wanted);
    if (!fixed.isEmpty()) {
      return ConfigSwitch.Result.refused(
          current, fixed.stream().map(name -> name + ": changes need a restart").toList());
    }
    Settings settings = Rules.settings(wanted);
    List<HavenNode.WorkspacePlan> plans = Loop.plans(wanted, Rules.workflow(wanted));
    Optional<String> refused;
    try {
      refused = prepared(settings, plans);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the store could not be told of the configuration");
      refused = Optional.of("store: it does not answer; try again");
    }
    if (refused.isPresent()) {
      return ConfigSwitch.Result.refused(current, List.of(refused.get()));
    }
    config = wanted;
    await(
        Future.join(
            loops.stream()
                .map(loop -> on(loop.node().context(), () -> using(loop, settings, plans)))
                .toList()));
    return ConfigSwitch.Result.applied(settings.policy());
  }

  /**
   * All of a new configuration that may fail, before any event loop decides by it.
   *
   * @return why it is refused; empty when it is not
   */
  private Optional<String> prepared(Settings settings, List<HavenNode.WorkspacePlan> plans) {
    HavenNode first = loops.get(0).node();
    long end = System.nanoTime() + LOOK_WITHIN.toNanos();
    Optional<String> refused =
        await(
            on(
                first.context(),
                () ->
                    first
                        .mayApply(plans, () -> !stopping && System.nanoTime() < end)
                        .recover(Node::outOfTime)));
    if (refused.isPresent()) {
      return refused.map(why -> "queues: " + why);
    }
    await(on(first.context(), () -> first.putRoster(plans)));
    for (Loop loop : loops) {
      await(on(loop.node().context(), () -> loop.node().announce(settings, plans)));
    }
    return Optional.empty();
  }

  private static Future<Void> using(
      Loop loop, Settings settings, List<HavenNode.WorkspacePlan> plans) {
    loop.node().use(settings, plans);
    return Future.succeededFuture();
  }

  private static Future<Optional<String>> outOfTime(Throwable cause) {
    return cause instanceof TimeoutException
        ? Future.succeededFuture(Optional.of(String.valueOf(cause.getMessage())))
        : Future.failedFuture(cause);
  }

  private static Future<ConfigSwitch.Result> reloaded(Vertx vertx, @Nullable Node node) {
    return node == null
        ? Future.succeededFuture(
            ConfigSwitch.Result.refused("", List.of("the node is still starting")))
        : vertx.executeBlocking(node::reload);
  }

  /** What its event loops wait with: {@code nio}, {@code epoll} or {@code io_uring}. */
  public String transport() {
    return transport;
  }

  public int port() {
    return port;
  }

  public int opsPort() {
    return opsPort;
  }

  /** The pipeline of the first event loop. */
  public HavenNode pipeline() {
    return loops.get(0).node();
  }

  public Vertx vertx() {
    return vertx;
  }

  /**
   * Stops cleanly: not ready, desktops told to come again, open requests and outside effects ended,
   * Redis left.
   */
  @Override
  public void close() {
    stopping = true;
    stop();
  }

  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    readiness.stopping();
    if (!config.development()) {
      pause(config.http().notReadyBeforeStop());
    }
    Duration within = config.http().stopWithin();
    try {
      await(
          Future.join(loops.stream().map(loop -> on(loop.node().context(), loop::stop)).toList()),
          within);
    } catch (IllegalStateException e) {
      LOG.atWarn().addKeyValue("within", within).log("the node did not stop in time");
    }
    try {
      await(vertx.close(), within);
    } catch (IllegalStateException e) {
      LOG.atWarn().log("event loops did not stop in time");
    }
    store.close();
    LOG.atInfo().log("node stopped");
  }

  private static void pause(Duration time) {
    try {
      if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            action.get().onComplete(promise);
          } catch (RuntimeException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  private static <T> T await(Future<T> future) {
    return await(future, START_WITHIN);
  }

  private static <T> T await(Future<T> future, Duration within) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not within " + within, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
