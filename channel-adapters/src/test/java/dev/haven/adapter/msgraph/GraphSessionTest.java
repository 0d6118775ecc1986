package dev.haven.adapter.msgraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.adapter.support.StoringSink;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.Network;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Session;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What goes on in a mailbox's session while Graph is slow, throttles or refuses. */
@NullUnmarked
class GraphSessionTest {
  private static final String TOKEN = "{'access_token':'tok','expires_in':3599}";
  private static final String NOTHING =
      "{'value':[],'@odata.deltaLink':'https://graph.microsoft.com/v1.0/d'}";
  private static final String ONE = NOTHING.replace("[]", "[{'id':'A1'}]");
  private static final String MAIL = "From: ana@example.net\r\n\r\nwords\r\n";

  private final ScriptedPlatform graph = new ScriptedPlatform();
  private final StoringSink sink = new StoringSink();
  private final List<Runnable> rounds = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final Timers timers =
      new Timers() {
        @Override
        public Handle every(Duration period, Runnable task) {
          rounds.add(task);
          return () -> rounds.remove(task);
        }

        @Override
        public Handle after(Duration delay, Runnable task) {
          later.add(task);
          return () -> later.remove(task);
        }
      };

  private GraphMailbox mailbox(HttpSender http) {
    Map<String, Object> config =
        Map.of(
            "tenantId", "t",
            "clientId", "c",
            "mailbox", "help@example.org",
            "publicUrl", ScriptedPlatform.URL);
    return (GraphMailbox)
        new MsGraphFactory()
            .create(
                Requests.endpoint(
                    "msgraph", config, Map.of("clientState", "st", "clientSecret", "s")),
                new AdapterContext(http, () -> Requests.NOW, Network.NONE, timers));
  }

  private Session opened() {
    return mailbox(graph).open(sink).result();
  }

  /** The second of the timers is the one that catches up. */
  private void nextRound() {
    rounds.get(1).run();
  }

  private GraphSessionTest subscribed() {
    graph.answer(TOKEN).answer("{'value':[]}").answer(201, "{}");
    return this;
  }

  @Test
  void shouldCatchUpAlthoughTheSubscriptionIsNotMadeAndTryThatAgain() throws Exception {
    graph.answer(TOKEN).answer("{'value':[]}").answer(403, "{}");
    graph.answer(ONE).answer(200, MAIL);

    assertThat(opened().ended().isComplete()).isFalse();

    assertThat(sink.contact().text()).isEqualTo("words");
    assertThat(later).hasSize(1);
    graph.answer("{'value':[]}").answer(201, "{}");
    later.get(0).run();
    assertThat(graph.asked()).last().isEqualTo("POST /v1.0/subscriptions");
    assertThat(later).isEmpty();
  }

  @Test
  void shouldOutliveRoundsThatFailAndEndAfterSeveralInARow() {
    subscribed();
    graph.answer(429, "").answer(429, "").answer(NOTHING);
    Session session = opened();
    nextRound();
    nextRound();
    for (int i = 0; i < 4; i++) {
      assertThat(session.ended().isComplete()).isFalse();
      graph.answer(429, "");
      nextRound();
    }

    assertThat(session.ended().failed()).isTrue();
    assertThat(rounds).isEmpty();
  }

  @Test
  void shouldLeaveAMailThatCannotBeGotForOneRound() throws Exception {
    subscribed();
    graph.answer(ONE).answer(503, "");
    opened();
    assertThat(sink.rest()).isEmpty();

    graph.answer(NOTHING).answer(200, MAIL);
    nextRound();

    assertThat(sink.contact().text()).isEqualTo("words");
  }

  @Test
  void shouldAnnounceAMailThatCannotBeGotTwice() throws Exception {
    subscribed();
    graph.answer(ONE).answer(503, "");
    opened();

    graph.answer(NOTHING).answer(503, "");
    nextRound();

    InboundContact announced = sink.contact();
    assertThat(announced.externalId()).isEqualTo("A1");
    assertThat(announced.attachments()).hasSize(1);
  }

  @Test
  void shouldTakeInLaterWhatTheStoreDidNotTake() throws Exception {
    subscribed();
    graph.answer(ONE).answer(200, MAIL);
    sink.away(true);
    opened();
    sink.away(false);

    graph.answer(NOTHING).answer(200, MAIL);
    nextRound();

    assertThat(sink.contact().text()).isEqualTo("words");
  }

  @Test
  void shouldGoOnWhereABoundOfPagesEndedARound() {
    subscribed();
    for (int page = 0; page <= 200; page++) {
      graph.answer(
          "{'value':[],'@odata.nextLink':'https://graph.microsoft.com/v1.0/p%d'}".formatted(page));
    }
    opened();
    assertThat(graph.asked()).last().isEqualTo("GET /v1.0/p199");
    assertThat(graph.call(graph.asked().size() - 1).headers())
        .containsEntry("Prefer", "IdType=\"ImmutableId\", odata.maxpagesize=100");

    graph.answer(NOTHING);
    nextRound();

    assertThat(graph.asked()).last().isEqualTo("GET /v1.0/p200");
  }

  @Test
  void shouldCatchUpAtOnceWhenSomethingWasMissed() throws Exception {
    subscribed();
    graph.answer(NOTHING);
    GraphMailbox mailbox = mailbox(graph);
    mailbox.open(sink);

    graph.answer(ONE).answer(200, MAIL);
    mailbox.complete(ParseResult.of(InboundSystem.of("missed", "s:missed")));

    assertThat(sink.contact().text()).isEqualTo("words");
  }

  @Test
  void shouldAskForOneTokenWhoeverNeedsIt() {
    List<String> asked = new ArrayList<>();
    Promise<HttpAnswer> token = Promise.promise();
    GraphMailbox mailbox =
        mailbox(
            call -> {
              asked.add(call.uri().getPath());
              return asked.size() == 1 ? token.future() : Future.failedFuture("away");
            });

    List.of("A1", "A2", "A3")
        .forEach(id -> mailbox.got(GraphMail.announced(id, "users/u/messages/" + id)));
    token.complete(new ScriptedPlatform().answer(TOKEN).send(null).result());

    assertThat(asked)
        .containsExactly(
            "/t/oauth2/v2.0/token",
            "/v1.0/users/u/messages/A1/$value",
            "/v1.0/users/u/messages/A2/$value",
            "/v1.0/users/u/messages/A3/$value");
  }
}
