package dev.haven.adapter.support;

import dev.haven.channel.FrameSocket;
import dev.haven.channel.Network;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullUnmarked;

/** Real connections for tests of adapters, on the caller's event loop. */
@NullUnmarked
public final class VertxNetwork implements Network {
  private final Vertx vertx;

  public VertxNetwork(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<NetSocket> connect(String host, int port, boolean tls) {
    return vertx
        .createNetClient()
        .connect(new ConnectOptions().setHost(host).setPort(port).setSsl(tls));
  }

  @Override
  public Future<NetServer> listen(String host, int port, Handler<NetSocket> connected) {
    return vertx.createNetServer().connectHandler(connected).listen(port, host);
  }

  @Override
  public Future<FrameSocket> webSocket(URI uri, Map<String, String> headers) {
    return Future.failedFuture("no test of these adapters needs one");
  }

  @Override
  public <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  public Timers timers() {
    return new Timers() {
      @Override
      public Handle every(Duration period, Runnable task) {
        long id = vertx.setPeriodic(period.toMillis(), t -> task.run());
        return () -> vertx.cancelTimer(id);
      }

      @Override
      public Handle after(Duration delay, Runnable task) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), t -> task.run());
        return () -> vertx.cancelTimer(id);
      }
    };
  }
}
