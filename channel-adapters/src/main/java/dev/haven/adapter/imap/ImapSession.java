package dev.haven.adapter.imap;

import dev.haven.channel.EventSink;
import dev.haven.channel.Network;
import dev.haven.channel.Session;
import dev.haven.time.Steps;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes mail for mail, each marked only once it is stored, then waits for the server's word (IDLE,
 * RFC 2177) or looks again after a while where a server cannot do that. Called on one event loop;
 * what blocks runs on a thread of the host's.
 */
final class ImapSession implements Session {
  private final ImapFolder folder;
  private final EventSink sink;
  private final Network network;
  private final Timers timers;
  private final Duration idle;
  private final Duration poll;
  private final Promise<Void> ended = Promise.promise();
  private Promise<Void> pause = Promise.promise();
  private boolean closing;

  /**
   * @param idle after how long IDLE is begun anew; servers end it after 30 min
   * @param poll how long to wait where there is no IDLE
   */
  ImapSession(
      ImapFolder folder,
      EventSink sink,
      Network network,
      Timers timers,
      Duration idle,
      Duration poll) {
    this.folder = folder;
    this.sink = sink;
    this.network = network;
    this.timers = timers;
    this.idle = idle;
    this.poll = poll;
  }

  Session begin() {
    round();
    return this;
  }

  private void round() {
    network
        .blocking(folder::news)
        .compose(
            news -> {
              if (!news.uids().isEmpty()) {
                return takeAll(news.uids());
              }
              return news.quiet() ? rest() : Future.succeededFuture();
            })
        .onSuccess(
            v -> {
              if (closing) {
                end(null);
              } else {
                round();
              }
            })
        .onFailure(this::end);
  }

  private Future<Void> takeAll(List<Long> uids) {
    return Steps.each(uids, uid -> closing ? Future.succeededFuture() : take(uid));
  }

  private Future<Void> take(long uid) {
    return network
        .blocking(() -> folder.fetch(uid))
        .compose(
            mail ->
                mail == null
                    ? Future.succeededFuture()
                    : sink.accept(mail.result(), mail.raw())
                        .compose(
                            stored ->
                                network.blocking(
                                    () -> {
                                      folder.done(uid);
                                      return null;
                                    })));
  }

  private Future<Void> rest() {
    if (closing) {
      return Future.succeededFuture();
    }
    if (!folder.canIdle()) {
      pause = Promise.promise();
      Timers.Handle over = timers.after(poll, () -> pause.tryComplete());
      return pause.future().onComplete(v -> over.cancel());
    }
    Timers.Handle over = timers.after(idle, this::wake);
    return network
        .<Void>blocking(
            () -> {
              folder.waitForNews();
              return null;
            })
        .onComplete(v -> over.cancel());
  }

  private void wake() {
    network.blocking(
        () -> {
          folder.wake();
          return null;
        });
  }

  private void end(@Nullable Throwable cause) {
    network.blocking(
        () -> {
          folder.close();
          return null;
        });
    if (cause == null || closing) {
      ended.tryComplete();
    } else {
      ended.tryFail("the mailbox: " + cause.getClass().getSimpleName());
    }
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  @Override
  public Future<Void> close() {
    closing = true;
    pause.tryComplete();
    if (folder.canIdle()) {
      wake();
    }
    return ended.future().otherwiseEmpty();
  }
}
