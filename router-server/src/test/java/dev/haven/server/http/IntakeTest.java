package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Acceptance;
import dev.haven.channel.Attachment;
import dev.haven.channel.Bridge;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.ParseResult;
import dev.haven.channel.WorkspaceId;
import dev.haven.server.support.FakeAttachments;
import dev.haven.server.support.FakeContacts;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a platform's reports on a live call come to. */
class IntakeTest {
  private final ChannelAdapter phone =
      new ChannelAdapter() {
        @Override
        public EndpointConfig endpoint() {
          return new EndpointConfig(
              new EndpointId("calls"),
              new WorkspaceId("main"),
              "any",
              null,
              null,
              null,
              Map.of(),
              Map.of());
        }

        @Override
        public Set<Channel> channels() {
          return Set.of(Channel.PHONE);
        }

        @Override
        public CallPort calls() {
          return holding;
        }
      };

  private final List<CallRef> held = new ArrayList<>();
  private final CallPort holding = new Holding();
  private final FakeContacts contacts = new FakeContacts();
  private final Intake intake =
      new Intake(
          contacts,
          new Hold(new NoTimers(), RouterClock.system(), Duration.ZERO),
          call -> Future.failedFuture("no network in this test"),
          new FakeAttachments());

  /** Nothing here waits. */
  private static final class NoTimers implements Timers {
    @Override
    public Handle every(Duration period, Runnable task) {
      throw new AssertionError("nothing here repeats");
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
      throw new AssertionError("nothing here waits");
    }
  }

  /** Holds, and nothing else. */
  private final class Holding implements CallPort {
    @Override
    public Future<Void> hold(CallRef caller, HoldPlan plan) {
      held.add(caller);
      return Future.succeededFuture();
    }

    @Override
    public Future<Bridge> connect(CallRef caller, NavigatorEndpoint navigator, String commandId) {
      throw new AssertionError("nothing here connects");
    }

    @Override
    public Future<Bridge> join(CallRef caller, CallRef navigatorLeg, String commandId) {
      throw new AssertionError("nothing here joins");
    }

    @Override
    public Future<Void> release(CallRef leg) {
      throw new AssertionError("nothing here releases");
    }
  }

  private Acceptance take(ParseResult result) {
    return intake.take(phone, result, new byte[0]).result();
  }

  @Test
  void shouldWaitForThePagesOfAFaxWhateverItsMailSays() {
    InboundContactDraft fax =
        InboundContact.draft("f1", Channel.FAX).text("You have a fax of 2 pages.");
    assertThat(Intake.arrival(phone.endpoint(), fax.build()).textPending()).isFalse();

    fax.attachment(Attachment.ofContent(new byte[] {1}, "image/tiff", "a.tif"));
    assertThat(Intake.arrival(phone.endpoint(), fax.build()).textPending()).isTrue();
  }

  @Test
  void shouldWaitForTheFilesOfAMailWithAnEmptyBody() {
    InboundContactDraft mail =
        InboundContact.draft("m1", Channel.EMAIL).subject("Hello").text(" \n");
    assertThat(Intake.arrival(phone.endpoint(), mail.build()).textPending()).isFalse();

    mail.attachment(Attachment.ofContent(new byte[] {1}, "application/pdf", "letter.pdf"));
    assertThat(Intake.arrival(phone.endpoint(), mail.build()).textPending()).isTrue();

    mail.text("words");
    assertThat(Intake.arrival(phone.endpoint(), mail.build()).textPending()).isFalse();
  }

  @Test
  void shouldTellWhereTheCallerStandsWhenThePlatformAsksWhatToSay() {
    take(
        ParseResult.of(
            InboundContact.draft("call-1", Channel.PHONE)
                .idempotencyKey("event-1")
                .language("es")
                .call(new CallRef(Map.of("id", "call-1")))
                .build()));

    Acceptance round = take(ParseResult.of(InboundStatus.of("call-1", "waiting", false)));

    assertThat(round.waiting()).isTrue();
    assertThat(round.position()).isEqualTo(1);
    assertThat(round.language()).isEqualTo("es");
    assertThat(contacts.statuses).hasSize(1);
    assertThat(held).containsExactly(new CallRef(Map.of("id", "call-1")));
  }

  @Test
  void shouldTellNothingOfACallThatIsNotKnown() {
    Acceptance round = take(ParseResult.of(InboundStatus.of("call-9", "waiting", false)));

    assertThat(round).isEqualTo(Acceptance.stored());
  }

  @Test
  void shouldMakeOneContactOfACallThatIsAnnouncedByTwoEvents() {
    for (String event : new String[] {"event-1", "event-2"}) {
      take(
          ParseResult.of(
              InboundContact.draft("call-1", Channel.PHONE)
                  .idempotencyKey(event)
                  .call(new CallRef(Map.of("id", "call-1")))
                  .build()));
    }

    assertThat(contacts.arrivals).hasSize(1);
  }
}
