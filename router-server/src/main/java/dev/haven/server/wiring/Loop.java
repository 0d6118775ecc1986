package dev.haven.server.wiring;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.WebhookAdapter;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.KeyedDigest;
import dev.haven.contact.TinkSealer;
import dev.haven.flow.HavenNode;
import dev.haven.navigator.Navigator;
import dev.haven.plan.Workflow;
import dev.haven.server.chat.ChatDoor;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.desktop.DesktopDoor;
import dev.haven.server.http.Attempts;
import dev.haven.server.http.Auth;
import dev.haven.server.http.ContactsApi;
import dev.haven.server.http.DeskApi;
import dev.haven.server.http.DirectoryApi;
import dev.haven.server.http.EndpointWatch;
import dev.haven.server.http.Front;
import dev.haven.server.http.Hold;
import dev.haven.server.http.HttpDoor;
import dev.haven.server.http.Intake;
import dev.haven.server.http.KeySet;
import dev.haven.server.http.Meters;
import dev.haven.server.http.Pages;
import dev.haven.server.http.PeopleApi;
import dev.haven.server.http.ReportsApi;
import dev.haven.server.http.RestDoor;
import dev.haven.server.http.SetupApi;
import dev.haven.server.http.SharedKey;
import dev.haven.server.http.ShelfOnceTokens;
import dev.haven.server.http.ShelfTickets;
import dev.haven.server.http.Tickets;
import dev.haven.server.http.TokenBuckets;
import dev.haven.server.http.TokenKeys;
import dev.haven.server.http.Tokens;
import dev.haven.server.http.WebhookDoor;
import dev.haven.server.session.SessionHost;
import dev.haven.server.session.Standing;
import dev.haven.server.shift.Shifts;
import dev.haven.server.wall.WallDoor;
import dev.haven.store.redis.CalmRewrite;
import dev.haven.store.redis.RedisKeys;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisRehearsals;
import dev.haven.store.redis.RedisShelf;
import dev.haven.store.redis.RedisTransitions;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.IdSource;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import dev.haven.urgency.UrgencyScorer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of a node that lives on one event loop: the connection to Redis, the pipeline, and the
 * public doors, which share the loop so that nothing is handed between threads on a contact's way.
 * Made and used on that loop.
 */
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final int MAX_NAMES = 50_000;
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /** What all loops of a node share. */
  record Shared(
      Vertx vertx,
      HavenConfig config,
      Keys keys,
      @Nullable DevelopmentKeys development,
      Store store,
      String publicUrl,
      Workflow workflow,
      UrgencyScorer scorer,
      MeterRegistry registry,
      RouterMeters meters,
      Front front) {}

  private final Shared shared;
  private final RedisLink link;
  private final HavenNode node;
  private final HttpDoor door;
  private final DesktopDoor desktops;
  private final ChatDoor chats;
  private final SealedFiles files;
  private final WallDoor wall;
  private final SessionHost sessions;
  private final @Nullable Archives archives;
  private Timers.Handle calmRewrites = () -> {};
  private @Nullable HttpServer server;

  private Loop(Shared shared, RedisLink link, boolean first) {
    this.shared = shared;
    this.link = link;
    HavenConfig config = shared.config();
    RouterClock clock = RouterClock.system();
    Timers timers = new VertxTimers(shared.vertx());
    SecureRandom random = new SecureRandom();
    HttpSender sender = new VertxHttpSender(shared.vertx(), new Reach(config)::allows);
    Map<String, ChannelAdapter> adapters =
        Adapters.make(
            config,
            shared.development(),
            shared.publicUrl(),
            new AdapterContext(
                sender, clock::now, new VertxNetwork(shared.vertx(), timers), timers));
    if (first) {
      Adapters.lacking(config, adapters)
          .forEach(
              lack ->
                  LOG.atWarn()
                      .addKeyValue("endpoint", lack.path())
                      .addKeyValue("lacks", lack.message())
                      .log("an endpoint cannot do all that its platform can"));
    }
    RedisShelf shelf = new RedisShelf(link);
    DocumentReader documents =
        config.documents().read()
            ? new OcrReader(shared.vertx(), config.documents())
            : DocumentReader.PLAIN;
    this.files =
        new SealedFiles(
            shared.vertx(),
            attachmentFolder(config),
            TinkSealer.of(shared.keys().sealingKeyset()),
            clock,
            documents::reads);
    FileBringer bringer =
        new FileBringer(
            files, new MediaFetcher(shared.vertx()), documents, adapters, () -> node().contacts());
    this.node =
        node(
            link,
            shelf,
            adapters,
            new Outsiders(
                config.serving().distress(),
                config.serving().adverseEvents(),
                config.serving().outside().destinations(),
                sender,
                clock,
                bringer),
            clock,
            timers);
    this.archives = first ? new Archives(config, shared.keys(), link, timers) : null;
    Meters meters = new Meters(shared.registry(), shared.meters());
    Auth auth =
        new Auth(tokens(clock, sender), attempts(config.http().badSignaturesPerMinute(), clock));
    Tickets tickets =
        new ShelfTickets(
            shelf,
            random,
            Set.copyOf(config.workspaces()),
            config.desktop().ticketLife().toSeconds());
    Hold hold = new Hold(timers, clock, config.http().holdWebhooksFor());
    Intake intake = new Intake(node.contacts(), hold, sender, files);
    if (first) {
      timers.every(SWEEP, this::sweepFiles);
      timers.every(SWEEP, this::sweepRehearsals);
      if (config.redis().embedded() || config.redis().rewriteInCalm()) {
        CalmRewrite rewrite = new CalmRewrite(link, clock);
        calmRewrites = timers.every(CalmRewrite.EVERY, () -> rewriteInCalm(rewrite));
      }
    }
    this.desktops =
        new DesktopDoor(
            node.desktops(),
            files,
            auth,
            tickets,
            DoorSettings.limits(config.desktop()),
            DoorSettings.origins(config.http())::contains,
            attempts(config.desktop().handshakesPerMinute(), clock),
            timers,
            clock,
            meters,
            random);
    this.chats =
        new ChatDoor(
            adapters.values(),
            node.contacts(),
            intake,
            new ShelfChats(shelf),
            timers,
            clock,
            random,
            node.id());
    this.wall =
        new WallDoor(
            auth,
            node.directory(),
            node::decisions,
            config.workspaces().stream().map(WorkspaceId::new).toList(),
            config.pages().targets(),
            clock,
            timers);
    Calendars calendars = new Calendars(shared, sender, clock, timers, node);
    calendars.start(first);
    WebhookDoor webhooks = webhooks(config, adapters, intake, shelf, sender, clock);
    this.door =
        new HttpDoor(
            DoorSettings.http(config),
            meters,
            rest(config, auth, tickets, hold, clock, adapters, webhooks.seen(), calendars.shifts()),
            webhooks,
            desktops::handle,
            Map.of(ChatDoor.PREFIX, chats),
            pages());
    this.sessions =
        new SessionHost(
            sessionsOf(adapters),
            intake,
            shelf,
            node,
            config.serving().nodeLease(),
            random,
            timers,
            clock,
            shared.meters());
  }

  private static List<SessionAdapter> sessionsOf(Map<String, ChannelAdapter> adapters) {
    return adapters.values().stream()
        .filter(SessionAdapter.class::isInstance)
        .map(SessionAdapter.class::cast)
        .toList();
  }

  private Map<String, HttpDoor.Page> pages() {
    Map<String, HttpDoor.Page> pages = new HashMap<>(Pages.all());
    pages.put(WallDoor.PATH, wall);
    pages.putAll(
        WebPages.of(
            shared.config(), shared.config().development() ? shared.keys().jwtKey() : null));
    pages.putAll(shared.front().pages(node, shared.registry()));
    return pages;
  }

  /**
   * Connects, opens the workspaces; the doors stay closed until {@link #open}.
   *
   * @param first whether this loop also does what is done once a node
   */
  static Future<Loop> start(Shared shared, Context context, boolean first) {
    return RedisLink.connect(context, shared.store().uri(), shared.store().level(), shared.meters())
        .compose(
            link -> {
              Loop loop = new Loop(shared, link, first);
              return loop.node
                  .start()
                  .compose(v -> loop.listenForChats())
                  .onSuccess(v -> loop.beginOnceANode())
                  .map(loop)
                  .recover(e -> loop.stop().eventually(() -> Future.failedFuture(e)).mapEmpty());
            });
  }

  private static Path attachmentFolder(HavenConfig config) {
    String own = config.sealing().attachments();
    return own == null ? Path.of(config.data()).resolve("attachments") : Path.of(own);
  }

  /** Files go soon after their contact went. */
  private void sweepFiles() {
    for (String id : shared.config().workspaces()) {
      files
          .sweep(
              new WorkspaceId(id),
              (workspace, contact) ->
                  node.contacts().find(workspace, contact).map(Optional::isPresent))
          .onFailure(
              e ->
                  LOG.atWarn()
                      .addKeyValue("workspace", id)
                      .addKeyValue("cause", e.getClass().getSimpleName())
                      .log("attachments could not be swept"));
    }
  }

  private static void rewriteInCalm(CalmRewrite rewrite) {
    rewrite
        .look()
        .onSuccess(
            asked -> {
              if (asked) {
                LOG.info("Redis rewrites its file, in calm");
              }
            })
        .onFailure(
            e ->
                LOG.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("Redis could not be asked to rewrite its file in calm"));
  }

  /** What nodes left that were killed while they rehearsed. */
  private void sweepRehearsals() {
    new RedisRehearsals(link)
        .removeAbandoned()
        .onSuccess(
            removed -> {
              if (removed > 0) {
                LOG.atInfo()
                    .addKeyValue("rehearsals", removed)
                    .log("removed what killed nodes left of their rehearsals");
              }
            })
        .onFailure(
            e ->
                LOG.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("abandoned rehearsals could not be removed"));
  }

  private Future<Void> listenForChats() {
    List<Future<Void>> listening = new ArrayList<>();
    for (String id : shared.config().workspaces()) {
      WorkspaceId workspace = new WorkspaceId(id);
      listening.add(
          link.subscribe(
              RedisKeys.of(workspace, "to:" + ShelfChats.LISTENER),
              heard -> {
                int end = heard.indexOf(ShelfChats.SEPARATOR);
                chats.woken(workspace, heard.substring(0, end), heard.substring(end + 1));
              }));
    }
    return Future.all(listening).mapEmpty();
  }

  /** Opens the public port, then the sessions with platforms; the answer is the port's number. */
  Future<Integer> open() {
    return door.open(shared.vertx())
        .map(
            opened -> {
              server = opened;
              wall.start();
              sessions.start();
              return opened.actualPort();
            });
  }

  HavenNode node() {
    return node;
  }

  private Map<String, String> sessionStates() {
    Map<String, String> states = new HashMap<>();
    standings().forEach((endpoint, standing) -> states.put(endpoint, standing.wireName()));
    return states;
  }

  /** How this loop stands to the sessions with platforms, by endpoint. */
  Map<String, Standing> standings() {
    return sessions.standings();
  }

  boolean connected() {
    return link.connected();
  }

  /** How long ago this event loop last came round. For any thread. */
  Duration silence() {
    return node.silence();
  }

  /** Leaves Redis; after {@link #stopServing}. */
  Future<Void> leave() {
    return link.close();
  }

  /**
   * Says good-bye to desktops, lets requests and outside effects end, stops the pipeline, leaves
   * Redis.
   */
  Future<Void> stop() {
    return stopServing().eventually(link::close);
  }

  /**
   * Closes doors and pipeline; Redis is left connected. Of the time it has, three fifths are for
   * requests, one for outside effects.
   */
  Future<Void> stopServing() {
    door.stopping();
    calmRewrites.cancel();
    desktops.closeAll();
    chats.closeAll();
    wall.stop();
    HttpServer open = server;
    Duration fifth = shared.config().http().stopWithin().dividedBy(5);
    Future<Void> closed =
        open == null
            ? Future.succeededFuture()
            : HttpDoor.close(open, fifth.multipliedBy(3).toMillis());
    return closed
        .eventually(() -> node.settle(fifth))
        .eventually(sessions::stop)
        .eventually(node::stop)
        .eventually(() -> archives == null ? Future.succeededFuture() : archives.stop());
  }

  private void beginOnceANode() {
    if (archives != null) {
      archives.start();
      sweepRehearsals();
    }
  }

  private HavenNode node(
      RedisLink redis,
      RedisShelf shelf,
      Map<String, ChannelAdapter> adapters,
      Outsiders outsiders,
      RouterClock clock,
      Timers timers) {
    HavenConfig config = shared.config();
    RedisTransitions transitions = new RedisTransitions(redis, Rules.settings(config));
    return new HavenNode(
        new HavenNode.Parts(
            redis.context(),
            transitions,
            shelf,
            shelf::hear,
            Rules.settings(config),
            transitions::use,
            plans(config, shared.workflow()),
            shared.scorer(),
            TinkSealer.of(shared.keys().sealingKeyset()),
            new KeyedDigest(Base64.getDecoder().decode(shared.keys().addressKey())),
            (workspace, source) -> adapterOf(adapters, workspace, source),
            outsiders,
            config.development(),
            config.serving().distressDigits(),
            shared.meters(),
            clock,
            timers,
            IdSource.secure()));
  }

  private static Optional<ChannelAdapter> adapterOf(
      Map<String, ChannelAdapter> adapters, WorkspaceId workspace, String source) {
    return Optional.ofNullable(adapters.get(Arrival.endpointOf(source)))
        .filter(adapter -> adapter.endpoint().workspace().equals(workspace));
  }

  static List<HavenNode.WorkspacePlan> plans(HavenConfig config, Workflow workflow) {
    List<HavenNode.WorkspacePlan> plans = new ArrayList<>();
    for (String id : config.workspaces()) {
      WorkspaceId workspace = new WorkspaceId(id);
      List<Navigator> roster =
          config.navigators().stream()
              .filter(entry -> entry.workspace().equals(workspace))
              .map(entry -> entry.navigator())
              .toList();
      plans.add(new HavenNode.WorkspacePlan(workspace, Rules.policy(config, workflow), roster));
    }
    return plans;
  }

  private Tokens tokens(RouterClock clock, HttpSender sender) {
    HavenConfig config = shared.config();
    String shared256 = shared.keys().jwtKey();
    URI jwks = config.auth().jwksUrl();
    TokenKeys keys;
    if (shared256 != null) {
      keys = new SharedKey(shared256);
    } else if (jwks != null) {
      keys = new KeySet(() -> keySet(sender, jwks), clock::nanos);
    } else {
      throw new IllegalStateException("no key to check tokens with");
    }
    return new Tokens(DoorSettings.tokenRules(config), keys, () -> clock.now().getEpochSecond());
  }

  private static Future<String> keySet(HttpSender sender, URI jwks) {
    return sender
        .send(HttpCall.get(jwks, Map.of("accept", "application/json")))
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture(answer.bodyAsUtf8())
                    : Future.failedFuture("the issuer answered " + answer.status()));
  }

  private RestDoor rest(
      HavenConfig config,
      Auth auth,
      Tickets tickets,
      Hold hold,
      RouterClock clock,
      Map<String, ChannelAdapter> adapters,
      EndpointWatch seen,
      Shifts shifts) {
    int rate = config.http().requestsPerSecond();
    int max = config.http().maxBodyBytes();
    ContactsApi contacts = new ContactsApi(node.contacts(), hold, max, files, clock);
    return new RestDoor(
        auth,
        new TokenBuckets(rate, rate, MAX_NAMES, clock::nanos),
        contacts,
        new ReportsApi(contacts, node.reports(), max),
        new DirectoryApi(
            node.directory(), tickets, clock, config.desktop().ticketLife(), max, shifts),
        new PeopleApi(node.directory(), files, max, clock),
        new DeskApi(node.directory(), WebPages.settings(config)),
        new SetupApi(
            WebPages.facts(config), adapters, seen, this::sessionStates, shared.scorer(), max));
  }

  private static WebhookDoor webhooks(
      HavenConfig config,
      Map<String, ChannelAdapter> adapters,
      Intake intake,
      RedisShelf shelf,
      HttpSender sender,
      RouterClock clock) {
    Map<String, WebhookAdapter> hooks = new HashMap<>();
    adapters.forEach(
        (id, adapter) -> {
          if (adapter instanceof WebhookAdapter webhook) {
            hooks.put(id, webhook);
          }
        });
    return new WebhookDoor(
        hooks,
        intake,
        new ShelfOnceTokens(shelf, config.sealing().keepClosed().toSeconds()),
        sender,
        perMinute(config.http().badSignaturesPerMinute(), clock),
        clock);
  }

  private static Attempts attempts(int perMinute, RouterClock clock) {
    return Attempts.of(perMinute(perMinute, clock), clock::nanos);
  }

  private static TokenBuckets perMinute(int n, RouterClock clock) {
    return new TokenBuckets(n / 60.0, n, MAX_NAMES, clock::nanos);
  }
}
