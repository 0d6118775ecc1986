package dev.haven.adapter.emailmime;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.Network;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A door for mail servers: they connect and hand over mail by LMTP or SMTP. A mail is answered 250
 * once it is stored at the commit level, else 451, so that the mail server keeps it and tries
 * again. Automatic mail is answered 250 and makes nothing. No thread waits for a connection.
 */
final class MailDoor extends EmailMimeAdapter implements SessionAdapter {
  /** A mail larger than that is taken apart beside the event loop. */
  private static final int LARGE = 256 * 1024;

  /** All connections together hold at most so many bytes of mails that are not stored yet. */
  private static final long MOST_IN_FLIGHT = 160L * 1024 * 1024;

  private static final Duration IDLE = Duration.ofMinutes(5);

  private final DoorRules rules;
  private final Network network;
  private final Timers timers;

  MailDoor(EndpointConfig endpoint, DoorRules rules, AdapterContext context) {
    super(endpoint, context);
    this.rules = rules;
    this.network = context.network();
    this.timers = context.timers();
  }

  @Override
  public Holder holder() {
    return Holder.EVERY_NODE;
  }

  @Override
  public Future<Session> open(EventSink sink) {
    Visitors visitors = new Visitors(sink);
    return network
        .listen(rules.host(), rules.port(), visitors::connected)
        .map(server -> new Open(server, visitors));
  }

  /** The mail servers that are connected. */
  private final class Visitors {
    private final EventSink sink;
    private final InFlight inFlight = new InFlight(MOST_IN_FLIGHT);
    private final Set<Connection> connections = new HashSet<>();

    Visitors(EventSink sink) {
      this.sink = sink;
    }

    void connected(NetSocket socket) {
      String peer = socket.remoteAddress().hostAddress();
      if (!rules.mayConnect(peer == null ? "" : peer)) {
        socket.write("554 5.7.1 Not from here\r\n").onComplete(v -> socket.close());
      } else if (connections.size() >= rules.maxConnections()) {
        socket.write("421 4.7.0 Too many connections\r\n").onComplete(v -> socket.close());
      } else {
        connections.add(new Connection(this, socket));
      }
    }

    void closeIdle() {
      Set.copyOf(connections).forEach(Connection::closeIfIdle);
    }

    void closeAll() {
      Set.copyOf(connections).forEach(c -> c.socket.close());
    }
  }

  /** The port while it listens. */
  private final class Open implements Session {
    private final NetServer server;
    private final Visitors visitors;
    private final Timers.Handle idle;
    private final Promise<Void> ended = Promise.promise();

    Open(NetServer server, Visitors visitors) {
      this.server = server;
      this.visitors = visitors;
      this.idle = timers.every(IDLE, visitors::closeIdle);
    }

    @Override
    public Future<Void> ended() {
      return ended.future();
    }

    @Override
    public Future<Void> close() {
      idle.cancel();
      visitors.closeAll();
      return server.close().onComplete(v -> ended.tryComplete());
    }
  }

  /** One mail server's connection. */
  private final class Connection implements MailDialogue.Peer {
    private final Visitors door;
    private final NetSocket socket;
    private final MailDialogue dialogue;
    private boolean heard = true;
    private boolean turning;

    Connection(Visitors door, NetSocket socket) {
      this.door = door;
      this.socket = socket;
      this.dialogue = new MailDialogue(rules, door.inFlight, this);
      socket.handler(this::take);
      socket.exceptionHandler(e -> {});
      socket.drainHandler(v -> readOn());
      socket.closeHandler(
          v -> {
            door.connections.remove(this);
            dialogue.gone();
          });
      dialogue.begin();
    }

    private void take(Buffer bytes) {
      heard = true;
      dialogue.take(bytes.getBytes());
      readOn();
    }

    /** Reads while the dialogue takes bytes and the peer takes answers. */
    private void readOn() {
      if ((dialogue.busy() && !turning) || socket.writeQueueFull()) {
        socket.pause();
      } else {
        socket.resume();
      }
    }

    void closeIfIdle() {
      if (!heard && !dialogue.busy()) {
        socket.close();
      }
      heard = false;
    }

    @Override
    public void say(String lines) {
      socket.write(lines);
    }

    @Override
    public void store(Envelope mail) {
      read(mail)
          .compose(
              result -> {
                if (mail.content().length == 0) {
                  door.sink.refused(RefusalReason.MALFORMED);
                  return Future.succeededFuture(false);
                }
                return door.sink.accept(result, mail.content()).map(true);
              })
          .onComplete(
              taken -> {
                if (taken.failed()) {
                  dialogue.notStored();
                } else if (Objects.equals(taken.result(), true)) {
                  dialogue.stored();
                } else {
                  dialogue.refused();
                }
                readOn();
              });
    }

    private Future<ParseResult> read(Envelope mail) {
      return mail.content().length < LARGE
          ? Future.succeededFuture(
              MailDoor.this.read(mail.content(), mail.sender(), mail.recipients()))
          : network.blocking(
              () -> MailDoor.this.read(mail.content(), mail.sender(), mail.recipients()));
    }

    @Override
    public void startTls() {
      PemKeyCertOptions pem =
          new PemKeyCertOptions()
              .setCertPath(Objects.requireNonNull(rules.certificate()))
              .setKeyPath(Objects.requireNonNull(rules.key()));
      turning = true;
      socket
          .upgradeToSsl(
              new ServerSSLOptions().setKeyCertOptions(pem),
              Buffer.buffer("220 2.0.0 Ready for TLS\r\n"))
          .onSuccess(
              v -> {
                turning = false;
                dialogue.secured();
                readOn();
              })
          .onFailure(e -> socket.close());
    }

    @Override
    public void close() {
      socket.end();
    }
  }
}
