package dev.haven.channel;

import io.vertx.core.Future;

/**
 * A platform to which a connection is kept. The host opens it, opens another when it ended, after
 * growing pauses, and closes it when the node stops: an adapter never reconnects by itself.
 *
 * <p>Commands ({@link ReplyPort}, {@link CallPort}) are carried out on any node, whichever holds
 * the session.
 */
public interface SessionAdapter extends ChannelAdapter {
  /** Which of several router nodes connects. */
  enum Holder {
    /**
     * One, by a lease that another node takes over within {@code serving.nodeLease} when the holder
     * dies: where two connections would hear everything twice, or push each other out.
     */
    ONE_NODE,
    /** Every one: where the platform shares its traffic out among connections. */
    EVERY_NODE
  }

  Holder holder();

  /**
   * Connects and signs in. Succeeds once events flow and what happened while nobody listened has
   * been looked up; the host gives up after {@value #OPEN_WITHIN_SECONDS} s and closes what comes
   * later.
   */
  Future<Session> open(EventSink sink);

  /** How long opening may take, in seconds. */
  int OPEN_WITHIN_SECONDS = 20;
}
