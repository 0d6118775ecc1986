package dev.haven.loadtest;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue of RabbitMQ with priorities, and workers who take one at a time. A worker acknowledges as
 * soon as it has the message; the broker does not answer that, so a contact counts as completed
 * when the acknowledgement is written.
 *
 * <p>Kept: the queue is durable, messages are persistent and the producer has publisher confirms
 * on. Not kept: none of it, all is gone with the broker.
 */
final class RabbitPeer implements Peer {
  private static final int CONNECTIONS = 8;
  private static final int PRIORITIES = 10;
  private static final RedisCounters NO_REDIS = new RedisCounters(Map.of(), Map.of());

  private final boolean kept;
  private final String queue;
  private final RabbitServer server;
  private final Context context;
  private final List<Connection> connections = new ArrayList<>();
  private final Channel producer;

  /** The run that is told of messages; null between two. */
  private volatile @Nullable Run current;

  RabbitPeer(Vertx vertx, RabbitServer server, boolean kept, int workers) {
    this.kept = kept;
    this.queue = kept ? "contacts-kept" : "contacts";
    this.server = server;
    this.context = vertx.getOrCreateContext();
    try {
      producer = connect(server.port()).createChannel();
      producer.queueDeclare(queue, kept, false, false, Map.of("x-max-priority", PRIORITIES));
      if (kept) {
        producer.confirmSelect();
      }
      List<Connection> consuming = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        consuming.add(connect(server.port()));
      }
      for (int i = 0; i < workers; i++) {
        work(consuming.get(i % CONNECTIONS).createChannel());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Connection connect(int port) throws IOException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    try {
      Connection connection = factory.newConnection();
      connections.add(connection);
      return connection;
    } catch (TimeoutException e) {
      throw new IOException("RabbitMQ did not answer on port " + port, e);
    }
  }

  private void work(Channel channel) throws IOException {
    channel.basicQos(1);
    channel.basicConsume(
        queue,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
              throws IOException {
            long now = System.nanoTime();
            channel.basicAck(envelope.getDeliveryTag(), false);
            taken(new String(body, StandardCharsets.UTF_8), now);
          }
        });
  }

  private void taken(String message, long nanos) {
    Run run = current;
    if (run != null) {
      String mark = Mix.mark(message);
      context.runOnContext(
          v -> {
            run.offered(mark, nanos);
            run.completed(mark);
          });
    }
  }

  /** On the event loop, the only one who publishes. */
  private void send(Run run, int number) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .priority(PRIORITIES - 1 - Mix.USUAL.tier(number))
            .deliveryMode(kept ? 2 : 1)
            .build();
    String message = run.contact(number);
    try {
      producer.basicPublish("", queue, properties, message.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      run.failed(number, name() + " refused: " + e.getMessage());
    }
  }

  @Override
  public String name() {
    return kept ? "RabbitMQ, kept" : "RabbitMQ";
  }

  @Override
  public Result run(Plan plan) {
    Run run = new Run(context, name(), plan, this::send);
    long broker = Machine.cpuMicros(server.pid());
    long client = Machine.cpuMicros(ProcessHandle.current().pid());
    current = run;
    run.play();
    current = null;
    return run.result(
        0,
        Machine.cpuMicros(server.pid()) - broker,
        0,
        Machine.cpuMicros(ProcessHandle.current().pid()) - client,
        NO_REDIS);
  }

  @Override
  public void close() {
    connections.forEach(Connection::abort);
  }
}
