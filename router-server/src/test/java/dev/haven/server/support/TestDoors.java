package dev.haven.server.support;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.HttpSender;
import dev.haven.channel.Secret;
import dev.haven.channel.WebhookAdapter;
import dev.haven.channel.WorkspaceId;
import dev.haven.server.http.Attempts;
import dev.haven.server.http.Auth;
import dev.haven.server.http.ContactsApi;
import dev.haven.server.http.DeskApi;
import dev.haven.server.http.DirectoryApi;
import dev.haven.server.http.Exchange;
import dev.haven.server.http.Hold;
import dev.haven.server.http.HttpDoor;
import dev.haven.server.http.Intake;
import dev.haven.server.http.LocalTickets;
import dev.haven.server.http.Meters;
import dev.haven.server.http.Pages;
import dev.haven.server.http.PeopleApi;
import dev.haven.server.http.ReportsApi;
import dev.haven.server.http.RestDoor;
import dev.haven.server.http.Role;
import dev.haven.server.http.SetupApi;
import dev.haven.server.http.SharedKey;
import dev.haven.server.http.Tickets;
import dev.haven.server.http.TokenBuckets;
import dev.haven.server.http.TokenIssue;
import dev.haven.server.http.TokenKeys;
import dev.haven.server.http.Tokens;
import dev.haven.server.http.WebhookDoor;
import dev.haven.server.shift.Shifts;
import dev.haven.server.wiring.VertxTimers;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import dev.haven.urgency.ScoringInput;
import dev.haven.urgency.Tier;
import dev.haven.urgency.Urgency;
import dev.haven.urgency.UrgencyScorer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The doors on a free port of loopback over fakes of the pipeline. */
public final class TestDoors implements AutoCloseable {
  public static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  public static final String WEBHOOK_SECRET =
      "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef01234567".getBytes());
  public static final WorkspaceId MAIN = new WorkspaceId("main");
  public static final Tokens.Rules RULES =
      new Tokens.Rules(
          "haven", "haven", "workspace", "role", 30, 86_400, List.of("main", "other"), 1_000);

  /** Of bodies that are being collected, beside the largest. */
  public static final int MOST_BODY_BYTES = 700_000;

  private static final Buffer SETTINGS =
      Buffer.buffer(
          "{\"activities\":[{\"id\":\"available\",\"en\":\"Available\",\"es\":\"Disponible\"}],"
              + "\"rejectReasons\":[],\"dispositions\":[],\"templates\":[],\"queues\":[],"
              + "\"outside\":[],\"screenPop\":null,\"wrapUpSeconds\":120}");

  /** What a desktop door is made of here. */
  public record Parts(Vertx vertx, Auth auth, Tickets tickets, Meters meters, Timers timers) {}

  public final FakeContacts contacts = new FakeContacts();
  public final FakeDirectory directory = new FakeDirectory();
  public final MeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final AtomicReference<Context> loop = new AtomicReference<>();
  private final AtomicReference<HttpDoor> httpDoor = new AtomicReference<>();
  private final HttpServer server;
  private volatile boolean trustsLoopback;
  private volatile boolean issuerIsSilent;

  public TestDoors() throws Exception {
    this(Duration.ofMillis(600), 1_000, parts -> (x, aside) -> x.request().response().reset());
  }

  /**
   * @param within for heads; bodies get twice, idle connections ten times as long
   */
  public TestDoors(
      Duration within, int badAttempts, Function<Parts, BiConsumer<Exchange, Runnable>> desktop)
      throws Exception {
    Promise<HttpServer> opened = Promise.promise();
    vertx.runOnContext(
        v -> {
          loop.set(vertx.getOrCreateContext());
          open(within, badAttempts, desktop).onComplete(opened);
        });
    server = opened.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private Future<HttpServer> open(
      Duration within, int badAttempts, Function<Parts, BiConsumer<Exchange, Runnable>> desktop) {
    RouterClock clock = RouterClock.system();
    Timers timers = new VertxTimers(vertx);
    Meters meters = new Meters(registry, new RouterMeters(registry));
    Tokens tokens = new Tokens(RULES, keys(), () -> clock.now().getEpochSecond());
    Auth auth =
        new Auth(
            tokens,
            Attempts.of(new TokenBuckets(0.001, badAttempts, 100, clock::nanos), clock::nanos));
    Tickets tickets =
        new LocalTickets(new SecureRandom(), clock::nanos, Duration.ofSeconds(30).toNanos());
    Hold hold = new Hold(timers, clock, Duration.ofSeconds(2));
    HttpSender nowhere = call -> Future.failedFuture("no network in this test");
    Intake intake = new Intake(contacts, hold, nowhere, new FakeAttachments());
    WebhookDoor webhooks =
        new WebhookDoor(
            Map.of("hook", adapter(nowhere)),
            intake,
            new LocalOnceTokens(),
            nowhere,
            new TokenBuckets(0.001, badAttempts, 100, clock::nanos),
            clock);
    ContactsApi contactsApi =
        new ContactsApi(contacts, hold, 262_144, new FakeAttachments(), clock);
    RestDoor rest =
        new RestDoor(
            auth,
            new TokenBuckets(10_000, 10_000, 100, clock::nanos),
            contactsApi,
            new ReportsApi(contactsApi, new FakeReports(), 262_144),
            new DirectoryApi(
                directory, tickets, clock, Duration.ofSeconds(30), 262_144, noShifts(clock)),
            new PeopleApi(directory, new FakeAttachments(), 262_144, clock),
            deskApi(),
            setupApi());
    HttpDoor door =
        new HttpDoor(
            new HttpDoor.Settings(
                "127.0.0.1",
                0,
                Set.of("127.0.0.1", "localhost"),
                address -> trustsLoopback && address.isLoopbackAddress(),
                1_000,
                MOST_BODY_BYTES,
                within,
                within.multipliedBy(2),
                within.multipliedBy(10)),
            meters,
            rest,
            webhooks,
            desktop.apply(new Parts(vertx, auth, tickets, meters, timers)),
            Map.of(),
            Pages.all());
    httpDoor.set(door);
    return door.open(vertx);
  }

  /** Bytes of bodies that are being collected now. */
  public long collecting() throws Exception {
    AtomicLong bytes = new AtomicLong();
    run(() -> bytes.set(Objects.requireNonNull(httpDoor.get()).collecting()));
    return bytes.get();
  }

  private TokenKeys keys() {
    SharedKey shared = new SharedKey(KEY);
    return new TokenKeys() {
      @Override
      public @Nullable JWSVerifier verifierFor(JWSHeader header) {
        return issuerIsSilent ? null : shared.verifierFor(header);
      }

      @Override
      public Future<Boolean> refresh() {
        return issuerIsSilent ? Future.failedFuture("the issuer is silent") : shared.refresh();
      }
    };
  }

  private static WebhookAdapter adapter(HttpSender sender) {
    for (AdapterFactory factory : ServiceLoader.load(AdapterFactory.class)) {
      if (factory.name().equals("standard-webhooks")) {
        return (WebhookAdapter)
            factory.create(
                new EndpointConfig(
                    new EndpointId("hook"),
                    MAIN,
                    "standard-webhooks",
                    Channel.CHAT,
                    null,
                    null,
                    Map.of(),
                    Map.of("secret", Secret.of(WEBHOOK_SECRET))),
                AdapterContext.of(sender, java.time.Clock.systemUTC()));
      }
    }
    throw new IllegalStateException("the adapter is not on the class path");
  }

  /** A hold that tries for two seconds. */
  public Hold hold() {
    return new Hold(new VertxTimers(vertx), RouterClock.system(), Duration.ofSeconds(2));
  }

  public DirectoryApi directoryApi() {
    RouterClock clock = RouterClock.system();
    Tickets tickets = new LocalTickets(new SecureRandom(), clock::nanos, 1);
    return new DirectoryApi(
        directory, tickets, clock, Duration.ofSeconds(30), 262_144, noShifts(clock));
  }

  /** Over no endpoints and a scorer that finds nothing. */
  public SetupApi setupApi() {
    UrgencyScorer scorer =
        new UrgencyScorer() {
          @Override
          public Urgency score(ScoringInput input) {
            return new Urgency(Tier.ROUTINE, 3, false, "en", 0.9, List.of(), version());
          }

          @Override
          public String version() {
            return "test";
          }
        };
    WebhookDoor webhooks =
        new WebhookDoor(
            Map.of(),
            new Intake(
                contacts,
                hold(),
                call -> Future.failedFuture("no network in this test"),
                new FakeAttachments()),
            new LocalOnceTokens(),
            call -> Future.failedFuture("no network in this test"),
            new TokenBuckets(1, 1, 1, () -> 0),
            RouterClock.system());
    return new SetupApi(
        new SetupApi.Facts("development", "test", "p1", List.of("development_mode")),
        Map.of(),
        webhooks.seen(),
        Map::of,
        scorer,
        262_144);
  }

  private Shifts noShifts(RouterClock clock) {
    return new Shifts(null, ZoneOffset.UTC, clock, new RouterMeters(registry));
  }

  public DeskApi deskApi() {
    return new DeskApi(directory, SETTINGS);
  }

  /** Whether the keys of tokens are unknown and their issuer does not answer. */
  public void issuerIsSilent(boolean silent) {
    issuerIsSilent = silent;
  }

  /** From now on clients count as proxies whose word on the sender's address is taken. */
  public void standBehindProxies() {
    trustsLoopback = true;
  }

  /** Runs that on the doors' event loop, and waits for it. */
  public void run(Runnable action) throws Exception {
    Promise<Void> done = Promise.promise();
    Context own = Objects.requireNonNull(loop.get());
    own.runOnContext(
        v -> {
          action.run();
          done.complete();
        });
    done.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  public int port() {
    return server.actualPort();
  }

  public RawClient client() throws java.io.IOException {
    return new RawClient(port());
  }

  public static String token(String subject, Role role) {
    return token(subject, role, "main");
  }

  public static String token(String subject, Role role, String workspace) {
    return TokenIssue.token(
        RULES, KEY, subject, role, workspace, Instant.now(), Duration.ofHours(1));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
