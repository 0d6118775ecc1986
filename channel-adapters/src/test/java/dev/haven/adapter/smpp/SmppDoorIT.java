package dev.haven.adapter.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.adapter.support.Loop;
import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.StoringSink;
import dev.haven.channel.DeliveryStatus;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.SendReceipt;
import dev.haven.channel.Session;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.SMPPServerSession;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bound to a carrier that is another implementation of the protocol. */
@NullUnmarked
class SmppDoorIT {
  private static final ReplyHandle PERSON =
      new ReplyHandle(Map.of("to", "+15551230001", "from", "+12025550100"));

  private final Loop loop = new Loop();
  private final StoringSink sink = new StoringSink();
  private final ExecutorService carrier = Executors.newCachedThreadPool();
  private FakeSmsc smsc;

  @BeforeEach
  void start() throws Exception {
    smsc = new FakeSmsc("secret");
  }

  @AfterEach
  void stop() throws Exception {
    smsc.close();
    loop.close();
    carrier.shutdownNow();
  }

  @Test
  void shouldAnswerAMessageOnlyOnceItIsStored() throws Exception {
    loop.await(() -> door(Map.of()).open(sink));
    SMPPServerSession session = smsc.session();

    sink.away(true);
    assertThatThrownBy(() -> FakeSmsc.deliver(session, 0, "help"))
        .isInstanceOfSatisfying(
            NegativeResponseException.class, e -> assertThat(e.getCommandStatus()).isEqualTo(0x64));
    sink.away(false);
    FakeSmsc.deliver(session, 0, "help");

    InboundContact contact = sink.contact();
    assertThat(contact.text()).isEqualTo("help");
    assertThat(contact.from().value()).isEqualTo("+15551230001");
    assertThat(contact.reply().values()).isEqualTo(PERSON.values());
  }

  @Test
  void shouldFindOutWhetherTheCarrierKnowsUsWithoutTakingMessages() throws Exception {
    assertThat(loop.await(() -> door(Map.of()).examine()))
        .containsExactly(Remark.good("bound and unbound"));
    assertThat(smsc.binds).containsExactly(BindType.BIND_TX);

    smsc.close();
    assertThat(loop.await(() -> door(Map.of()).examine()))
        .extracting(Remark::standing)
        .containsExactly(Remark.Standing.WRONG);
  }

  @Test
  void shouldPutPartsTogetherInWhateverOrderTheyCome() throws Exception {
    loop.await(() -> door(Map.of("partWaitMs", 10_000)).open(sink));
    SMPPServerSession session = smsc.session();

    var second = carrier.submit(() -> deliverPart(session, 2, "world"));
    var first = carrier.submit(() -> deliverPart(session, 1, "hello "));
    second.get(10, TimeUnit.SECONDS);
    first.get(10, TimeUnit.SECONDS);

    assertThat(sink.contact().text()).isEqualTo("hello world");
    assertThat(sink.rest()).isEmpty();
  }

  @Test
  void shouldTakePartsByFieldsAndWordsInAPayload() throws Exception {
    loop.await(() -> door(Map.of("partWaitMs", 10_000)).open(sink));
    SMPPServerSession session = smsc.session();
    for (int part = 1; part <= 2; part++) {
      byte number = (byte) part;
      carrier.submit(
          () -> {
            FakeSmsc.deliver(
                session,
                0,
                ("p" + number).getBytes(StandardCharsets.US_ASCII),
                new OptionalParameter.Sar_msg_ref_num((short) 77),
                new OptionalParameter.Sar_total_segments((byte) 2),
                new OptionalParameter.Sar_segment_seqnum(number));
            return null;
          });
    }
    assertThat(sink.contact().text()).isEqualTo("p1p2");

    FakeSmsc.deliver(
        session,
        0,
        new byte[0],
        new OptionalParameter.Message_payload("long".getBytes(StandardCharsets.US_ASCII)));
    assertThat(sink.contact().text()).isEqualTo("long");
  }

  @Test
  void shouldNotWaitForEverForAPartThatNeverComes() throws Exception {
    loop.await(() -> door(Map.of("partWaitMs", 50)).open(sink));

    deliverPart(smsc.session(), 1, "only half");

    assertThat(sink.contact().text()).isEqualTo("only half");
  }

  @Test
  void shouldSendWordsInPartsAndKnowTheReceipt() throws Exception {
    SmppDoor door = door(Map.of());
    loop.await(() -> door.open(sink));
    SMPPServerSession session = smsc.session();
    String text = "¿Cómo está usted? ".repeat(10) + "🙏";

    SendReceipt receipt = send(door, text, "m1");

    StringBuilder read = new StringBuilder();
    int parts = 0;
    SubmitSm part;
    do {
      part = smsc.next();
      byte[] content = part.getShortMessage();
      assertThat(part.getEsmClass() & 0x40).isEqualTo(0x40);
      assertThat(part.getDataCoding()).isEqualTo((byte) 8);
      assertThat(part.getRegisteredDelivery()).isEqualTo((byte) 1);
      assertThat(part.getDestAddress()).isEqualTo("15551230001");
      assertThat(part.getDestAddrTon()).isEqualTo((byte) 1);
      read.append(new String(content, 6, content.length - 6, StandardCharsets.UTF_16BE));
      parts++;
    } while (part.getShortMessage()[4] > parts);
    assertThat(read).hasToString(text);
    assertThat(receipt.externalId()).isEqualTo("id-" + parts);

    FakeSmsc.deliver(
        session, 4, "id:" + receipt.externalId() + " sub:001 dlvrd:001 stat:DELIVRD err:000 text:");
    InboundStatus status = (InboundStatus) ((ParseResult.Events) sink.next()).events().get(0);
    assertThat(status.externalId()).isEqualTo(receipt.externalId());
    assertThat(status.status()).isEqualTo("DELIVRD");
  }

  /** Whose it is the store knows only later: it keeps such a receipt until then. */
  @Test
  void shouldHandOnAReceiptThatComesBeforeTheAnswerToItsMessage() throws Exception {
    SmppDoor door = door(Map.of());
    loop.await(() -> door.open(sink));
    smsc.receiptFirst();

    SendReceipt receipt = send(door, "hello", "m1");

    InboundStatus status = (InboundStatus) ((ParseResult.Events) sink.next()).events().get(0);
    assertThat(status.externalId()).isEqualTo(receipt.externalId()).isEqualTo("id-1");
    assertThat(status.delivery()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void shouldWaitWhileTheCarrierHasNoRoomAndGiveUpWhatItRefuses() throws Exception {
    SmppDoor door = door(Map.of());
    loop.await(() -> door.open(sink));
    smsc.refuse(0x58, 0x14);

    assertThat(send(door, "hello", "m1").externalId()).isEqualTo("id-1");

    smsc.refuse(0x0b);
    assertThat(send(door, "hello", "m2").refusal()).isEqualTo("smpp_0xb");
    smsc.refuse(0x08);
    assertThatThrownBy(() -> send(door, "hello", "m3")).hasMessageContaining("0x8");
    assertThat(send(door, "hello", "m3").externalId()).isEqualTo("id-2");
  }

  @Test
  void shouldGoOnBehindThePartsThatWereTaken() throws Exception {
    SmppDoor door = door(Map.of());
    loop.await(() -> door.open(sink));
    String text = "x".repeat(200);
    loop.await(() -> door.replies().send(PERSON, message(text), "m1"));
    smsc.next();
    smsc.next();

    assertThat(send(door, text, "m1").externalId()).isEqualTo("id-2");
    send(door, "next", "m2");

    assertThat(new String(smsc.next().getShortMessage(), StandardCharsets.US_ASCII))
        .isEqualTo("next");
  }

  @Test
  void shouldSendOverALineOfItsOwnWithoutTheSession() throws Exception {
    send(door(Map.of()), "hello", "m1");

    assertThat(smsc.binds).containsExactly(BindType.BIND_TX);
  }

  @Test
  void shouldReceiveAndSendOnSeparateLinesWhenToldSo() throws Exception {
    SmppDoor door = door(Map.of("bind", "separate"));
    loop.await(() -> door.open(sink));

    send(door, "hello", "m1");

    assertThat(smsc.binds).containsExactly(BindType.BIND_RX, BindType.BIND_TX);
  }

  @Test
  void shouldGiveAMessageThatComesAgainTheKeyItHad() throws Exception {
    SmppDoor door = door(Map.of());
    loop.await(() -> door.open(sink));
    SMPPServerSession first = smsc.session();
    FakeSmsc.deliver(first, 0, "yes");
    String key = sink.contact().idempotencyKey();
    first.close();

    loop.await(() -> door.open(sink));
    FakeSmsc.deliver(smsc.session(), 0, "yes");

    assertThat(sink.contact().idempotencyKey()).isEqualTo(key);
  }

  @Test
  void shouldEndWhenTheCarrierUnbindsOrWeDo() throws Exception {
    Session one = loop.await(() -> door(Map.of()).open(sink));
    smsc.session().unbindAndClose();
    assertThat(loop.await(() -> outcome(one.ended()))).contains("the carrier");

    Session two = loop.await(() -> door(Map.of()).open(sink));
    loop.await(two::close);
    assertThat(loop.await(() -> outcome(two.ended()))).isEmpty();
  }

  @Test
  void shouldNotBindWithAWrongPassword() {
    SmppDoor wrong =
        (SmppDoor)
            new SmppFactory()
                .create(
                    Requests.endpoint(
                        "smpp",
                        Map.of("host", "127.0.0.1", "port", smsc.port(), "systemId", "haven"),
                        Map.of("password", "wrong")),
                    loop.adapterContext());

    assertThatThrownBy(() -> loop.await(() -> wrong.open(sink)))
        .hasMessageContaining("refused the bind: status 14");
  }

  private static Future<String> outcome(Future<Void> ended) {
    return ended.map("").recover(e -> Future.succeededFuture(e.getMessage()));
  }

  private static Void deliverPart(SMPPServerSession session, int part, String text)
      throws Exception {
    byte[] words = text.getBytes(StandardCharsets.US_ASCII);
    byte[] content = new byte[words.length + 6];
    System.arraycopy(new byte[] {5, 0, 3, 42, 2, (byte) part}, 0, content, 0, 6);
    System.arraycopy(words, 0, content, 6, words.length);
    FakeSmsc.deliver(session, 0x40, content);
    return null;
  }

  private static OutboundMessage message(String text) {
    return new OutboundMessage(text, null);
  }

  private SendReceipt send(SmppDoor door, String text, String command) throws Exception {
    return loop.await(() -> door.replies().send(PERSON, message(text), command));
  }

  private SmppDoor door(Map<String, Object> more) {
    Map<String, Object> config =
        new HashMap<>(Map.of("host", "127.0.0.1", "port", smsc.port(), "systemId", "haven"));
    config.putAll(more);
    return (SmppDoor)
        new SmppFactory()
            .create(
                Requests.endpoint("smpp", config, Map.of("password", "secret")),
                loop.adapterContext());
  }
}
