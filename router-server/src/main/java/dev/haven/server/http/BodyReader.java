package dev.haven.server.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Collects the body; the common body comes in one piece and is not copied again. */
final class BodyReader implements Handler<Buffer>, BodyRoom.Guest {
  private final Exchange x;
  private final int max;
  private final BodyRoom room;
  private final Promise<byte[]> promise = Promise.promise();
  private @Nullable Buffer collected;
  private boolean over;

  BodyReader(Exchange x, int max, BodyRoom room) {
    this.x = x;
    this.max = max;
    this.room = room;
  }

  /** The whole body; never completes when it was refused, or its sender went away. */
  Future<byte[]> whole() {
    return promise.future();
  }

  @Override
  public void handle(Buffer piece) {
    if (over) {
      return;
    }
    Buffer before = collected;
    int length = piece.length() + (before == null ? 0 : before.length());
    if (length > max) {
      leave();
      x.tooLarge(max);
      return;
    }
    collected = before == null ? piece : before.appendBuffer(piece);
    room.grew(this, piece.length());
  }

  void end(@Nullable Void nothing) {
    if (!over) {
      Buffer all = collected;
      leave();
      promise.complete(all == null ? new byte[0] : all.getBytes());
    }
  }

  /** The sender went away: nobody waits for an answer, and nothing was taken in. */
  void gone(Throwable cause) {
    leave();
  }

  @Override
  public void cut() {
    leave();
    x.noRoom();
  }

  private void leave() {
    over = true;
    collected = null;
    room.left(this);
  }
}
