package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Settings;
import io.vertx.core.Future;

/**
 * The clock of workspaces that are made for replay. A workspace that lives in real time refuses it.
 * Called on the event loop of its link.
 */
public final class VirtualTime {
  private final RedisLink link;
  private final String settings;

  public VirtualTime(RedisLink link, Settings settings) {
    this.link = link;
    this.settings = settings.encode();
  }

  /**
   * Lets time pass up to that moment, or to the first deadline before it.
   *
   * @param toMs milliseconds since 1970
   * @return what time it is now
   */
  public Future<Long> advance(WorkspaceId workspace, long toMs) {
    return link.transition(
            LuaScript.ADVANCE_CLOCK, workspace, new String[] {settings, Long.toString(toMs)})
        .map(Reply::outcome)
        .map(
            outcome -> {
              if (!outcome.is("SET")) {
                throw new IllegalStateException("workspace " + workspace + " lives in real time");
              }
              return Long.parseLong(outcome.text(0));
            });
  }
}
