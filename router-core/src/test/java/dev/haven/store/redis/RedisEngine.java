package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The real scripts on a real Redis, in virtual time, in a workspace of their own. */
public final class RedisEngine implements Engine, AutoCloseable {
  private static final List<String> CONTACT =
      List.of(
          "state", "tier", "lane", "ord", "aged", "step", "held", "excl", "try", "nav", "oexp",
          "est", "kind", "disp", "drain", "live");
  private static final List<String> NAVIGATOR =
      List.of(
          "act", "next", "conn", "ep", "off", "cnt", "pk", "work", "seq", "drain", "duty", "lost",
          "ramp", "idle");

  private final TestRedis redis;
  private final WorkspaceId workspace = TestRedis.newWorkspace();
  private final Transitions transitions;
  private long now;

  public RedisEngine(TestRedis redis, Settings settings, long startMs) {
    this.redis = redis;
    this.transitions = new RedisTransitions(redis.link(), settings);
    this.now = startMs;
    redis.await(
        () ->
            redis
                .link()
                .command(
                    c -> c.set(RedisKeys.workspace(workspace), "0 0 0 0 0 0 0 0 0 " + now + " ")));
  }

  @Override
  public WorkspaceId workspace() {
    return workspace;
  }

  public TestRedis redis() {
    return redis;
  }

  @Override
  public <T> T call(Function<Transitions, Future<T>> transition) {
    return redis.await(() -> transition.apply(transitions));
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void advance(long ms) {
    now += ms;
    setState(9);
  }

  @Override
  public void touchPoll() {
    setState(6);
  }

  /** Sets one number of the workspace's state to the virtual time. */
  private void setState(int field) {
    String key = RedisKeys.workspace(workspace);
    String[] state =
        redis.await(() -> redis.link().<String>command(c -> c.get(key))).split(" ", -1);
    state[field] = Long.toString(now);
    redis.await(() -> redis.link().command(c -> c.set(key, String.join(" ", state))));
  }

  @Override
  public TreeMap<String, Map<String, String>> state() {
    TreeMap<String, Map<String, String>> all = new TreeMap<>();
    String prefix = RedisKeys.workspace(workspace);
    collect(all, prefix + ":contact:", "c:", CONTACT);
    collect(all, prefix + ":navigator:", "n:", NAVIGATOR);
    return all;
  }

  private void collect(
      TreeMap<String, Map<String, String>> all, String prefix, String label, List<String> fields) {
    List<String> keys = redis.await(() -> redis.link().command(c -> c.keys(escape(prefix) + "*")));
    for (String key : keys) {
      Map<String, String> hash = redis.await(() -> redis.link().command(c -> c.hgetall(key)));
      TreeMap<String, String> kept = new TreeMap<>();
      fields.forEach(f -> kept.put(f, hash.getOrDefault(f, "")));
      all.put(label + key.substring(prefix.length()), kept);
    }
  }

  private static String escape(String glob) {
    return glob.replace("{", "\\{").replace("[", "\\[");
  }

  @Override
  public void close() {}
}
