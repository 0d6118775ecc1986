package dev.haven.adapter.msgraph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Remark;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox whose subscription this server keeps: one node makes and renews it, and asks now and
 * then for mails of which no notification came. Any node answers what Graph says of the
 * subscription itself.
 */
final class GraphMailbox extends MsGraphAdapter implements SessionAdapter {
  private static final String MISSED = "missed";

  /** What may have happened to the subscription. */
  private static final Set<String> ENDING =
      Set.of("reauthorizationRequired", "subscriptionRemoved");

  /** Graph limits it so. */
  private static final int LONGEST_STATE = 128;

  private final AdapterContext context;
  private final GraphAccess access;
  private final String mailbox;
  private final String folder;
  private final Duration life;
  private final Duration every;
  private final GraphSubscription subscription;
  private final GraphCatchUp catchUp;
  private @Nullable GraphSession session;

  /**
   * @throws IllegalArgumentException naming the setting that is wrong, and what would be right
   */
  GraphMailbox(
      EndpointConfig endpoint, AdapterContext context, GraphAccess access, String mailbox) {
    super(endpoint, context, access, mailbox);
    String named = endpoint.text("folder");
    this.context = context;
    this.access = access;
    this.mailbox = plain("mailbox", mailbox);
    this.folder = plain("folder", named == null ? "inbox" : named);
    this.life = Duration.ofHours(within(endpoint, "subscriptionHours", 48, 1, 160));
    this.every = Duration.ofSeconds(within(endpoint, "catchUpSeconds", 300, 10, 86_400));
    Duration back = Duration.ofHours(within(endpoint, "catchUpHours", 24, 0, 168));
    List<String> states = endpoint.secrets("clientState");
    if (states.isEmpty() || states.get(0).length() > LONGEST_STATE) {
      throw new IllegalArgumentException(
          "secret.clientState has 1 to " + LONGEST_STATE + " characters");
    }
    this.subscription =
        new GraphSubscription(
            access,
            context.clock(),
            String.valueOf(endpoint.publicUrl()),
            GraphNews.resource(this.mailbox, this.folder),
            life,
            states.get(0));
    this.catchUp =
        new GraphCatchUp(
            this, new GraphNews(access, context.clock(), this.mailbox, this.folder), back);
  }

  /** It becomes part of a path. */
  private static String plain(String name, String value) {
    if (!value.matches("[A-Za-z0-9@._=+-]{1,320}")) {
      throw new IllegalArgumentException(
          "config." + name + " has letters, digits and @ . _ = + - only");
    }
    return value;
  }

  private static long within(
      EndpointConfig endpoint, String name, long otherwise, long least, long most) {
    long value = endpoint.number(name, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "config." + name + " is " + least + " to " + most + ", got " + value);
    }
    return value;
  }

  @Override
  public Holder holder() {
    return Holder.ONE_NODE;
  }

  /** Up as soon as the app is signed in: mails are caught up with also without a subscription. */
  @Override
  public Future<Session> open(EventSink sink) {
    return access
        .headers()
        .map(
            v -> {
              GraphSession opened = new GraphSession(subscription, catchUp, sink, context.timers());
              session = opened;
              return opened.begin(life, every);
            });
  }

  /**
   * Besides getting the mails: renews or makes the subscription when Graph says that it ends, and
   * catches up when something was missed. What cannot be done now, or on this node, the session
   * does later.
   */
  @Override
  public Future<ParseResult> complete(ParseResult result) {
    if (!(result instanceof ParseResult.Events events)) {
      return Future.succeededFuture(result);
    }
    GraphSession open = session;
    if (open != null && says(events, Set.of(MISSED))) {
      open.missed();
    }
    Future<Void> kept =
        says(events, ENDING) ? subscription.ensure().otherwiseEmpty() : Future.succeededFuture();
    return kept.compose(v -> completed(events.events())).map(ParseResult.Events::new);
  }

  private static boolean says(ParseResult.Events events, Set<String> types) {
    return events.events().stream()
        .anyMatch(e -> e instanceof InboundSystem system && types.contains(system.type()));
  }

  @Override
  Inquiry asks(Inquiry inquiry) {
    return super.asks(inquiry)
        .check(
            "the folder '" + folder + "'",
            "/v1.0/users/" + Form.encode(mailbox) + "/mailFolders/" + Form.encode(folder),
            GraphMailbox::isFolder);
  }

  private static Remark isFolder(@Nullable JsonNode answer) {
    return Json.filled(answer, "id") == null
        ? Remark.unsure("the folder: the answer has another form")
        : Remark.good("the mailbox may be read");
  }
}
