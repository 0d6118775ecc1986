package dev.haven.adapter.smpp;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;
import org.jspecify.annotations.NullUnmarked;

/** A carrier, by another implementation of the protocol. */
@NullUnmarked
final class FakeSmsc implements AutoCloseable {
  private final SMPPServerSessionListener listener;
  private final BlockingQueue<SMPPServerSession> bound = new LinkedBlockingQueue<>();
  private final List<SMPPServerSession> all = new CopyOnWriteArrayList<>();
  private final BlockingQueue<SubmitSm> submitted = new LinkedBlockingQueue<>();
  private final Deque<Integer> refusals = new ArrayDeque<>();
  final List<BindType> binds = new CopyOnWriteArrayList<>();
  private final String password;
  private final int port;
  private int ids;
  private boolean receiptFirst;
  private volatile boolean closed;

  FakeSmsc(String password) throws IOException {
    this.password = password;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    this.listener = new SMPPServerSessionListener(port);
    listener.setMessageReceiverListener(
        (ServerMessageReceiverListener)
            Proxy.newProxyInstance(
                FakeSmsc.class.getClassLoader(),
                new Class<?>[] {ServerMessageReceiverListener.class},
                (proxy, method, given) ->
                    method.getName().equals("onAcceptSubmitSm")
                        ? accept((SubmitSm) given[0], (SMPPServerSession) given[1])
                        : null));
    Thread door = new Thread(this::serve, "smsc");
    door.setDaemon(true);
    door.start();
  }

  int port() {
    return port;
  }

  /** The next messages are answered with these statuses, then all are taken. */
  synchronized void refuse(Integer... statuses) {
    refusals.addAll(List.of(statuses));
  }

  /** From now on a receipt is sent, and its answer awaited, before the message is answered. */
  synchronized void receiptFirst() {
    receiptFirst = true;
  }

  private synchronized SubmitSmResult accept(SubmitSm message, SMPPServerSession from)
      throws Exception {
    if (!refusals.isEmpty()) {
      throw new ProcessRequestException("not now", refusals.remove());
    }
    submitted.add(message);
    String id = "id-" + ++ids;
    if (receiptFirst) {
      deliver(from, 4, "id:" + id + " sub:001 dlvrd:001 stat:DELIVRD err:000 text:");
    }
    return new SubmitSmResult(new MessageId(id), new OptionalParameter[0]);
  }

  private void serve() {
    while (!closed) {
      try {
        SMPPServerSession session = listener.accept();
        if (closed) { // somebody who came while the listener was closing
          session.close();
          return;
        }
        session.setTransactionTimer(10_000);
        BindRequest request = session.waitForBind(5_000);
        if (request.getPassword().equals(password)) {
          binds.add(request.getBindType());
          request.accept("smsc");
          all.add(session);
          bound.add(session);
        } else {
          request.reject(0x0e);
        }
      } catch (IOException | TimeoutException | PDUStringException e) {
        if (!closed) {
          continue;
        }
      }
    }
  }

  /** The session that is bound next. */
  SMPPServerSession session() throws InterruptedException {
    SMPPServerSession next = bound.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody bound in ten seconds");
    }
    return next;
  }

  /** The message that is submitted next. */
  SubmitSm next() throws InterruptedException {
    SubmitSm next = submitted.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was submitted in ten seconds");
    }
    return next;
  }

  static void deliver(SMPPServerSession session, int esmClass, String text) throws Exception {
    deliver(session, esmClass, text.getBytes(StandardCharsets.US_ASCII));
  }

  static void deliver(
      SMPPServerSession session, int esmClass, byte[] content, OptionalParameter... options)
      throws Exception {
    session.deliverShortMessage(
        "",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        "15551230001",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        "12025550100",
        new ESMClass(esmClass),
        (byte) 0,
        (byte) 0,
        new RegisteredDelivery(0),
        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
        content,
        options);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    all.forEach(SMPPServerSession::close);
  }
}
