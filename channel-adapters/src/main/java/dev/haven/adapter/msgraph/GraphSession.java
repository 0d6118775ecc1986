package dev.haven.adapter.msgraph;

import dev.haven.channel.EventSink;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Session;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a subscription alive and catches up with mails of which no notification came. What fails
 * ends the session: the next one makes sure of the subscription again and looks back.
 *
 * <p>On one event loop.
 */
final class GraphSession implements Session {
  /** So often a subscription is renewed within its life. */
  private static final int RENEWALS = 4;

  private static final int MOST_REMEMBERED = 10_000;

  private final MsGraphAdapter adapter;
  private final GraphSubscription subscription;
  private final GraphNews news;
  private final EventSink sink;
  private final Timers timers;
  private final Duration life;
  private final Duration every;
  private final Duration back;
  private final Promise<Void> ended = Promise.promise();

  /** Mails that were taken in, the oldest forgotten. */
  private final Set<String> taken =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  private Timers.@Nullable Handle renewing;
  private Timers.@Nullable Handle catching;
  private boolean busy;

  GraphSession(
      MsGraphAdapter adapter,
      GraphSubscription subscription,
      GraphNews news,
      EventSink sink,
      Timers timers,
      Duration life,
      Duration every,
      Duration back) {
    this.adapter = adapter;
    this.subscription = subscription;
    this.news = news;
    this.sink = sink;
    this.timers = timers;
    this.life = life;
    this.every = every;
    this.back = back;
  }

  Session begin() {
    renewing =
        timers.every(life.dividedBy(RENEWALS), () -> subscription.ensure().onFailure(this::over));
    catching = timers.every(every, this::catchUp);
    catchUp();
    return this;
  }

  private void catchUp() {
    if (busy || ended.future().isComplete()) {
      return;
    }
    busy = true;
    news.next(back).compose(this::takeAll).onComplete(v -> busy = false).onFailure(this::over);
  }

  private Future<Void> takeAll(List<GraphNews.Found> found) {
    Future<Void> chain = Future.succeededFuture();
    for (GraphNews.Found one : found) {
      if (!taken.contains(one.id())) {
        chain = chain.compose(v -> take(one));
      }
    }
    return chain;
  }

  private Future<Void> take(GraphNews.Found one) {
    if (ended.future().isComplete()) {
      return Future.succeededFuture();
    }
    return adapter
        .got(GraphMail.announced(one.id(), one.resource()))
        .compose(event -> sink.accept(ParseResult.of(event), new byte[0]))
        .onSuccess(v -> taken.add(one.id()))
        .mapEmpty();
  }

  private void over(@Nullable Throwable cause) {
    if (renewing != null) {
      renewing.cancel();
    }
    if (catching != null) {
      catching.cancel();
    }
    if (cause == null) {
      ended.tryComplete();
    } else {
      ended.tryFail(cause);
    }
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  @Override
  public Future<Void> close() {
    over(null);
    return Future.succeededFuture();
  }
}
