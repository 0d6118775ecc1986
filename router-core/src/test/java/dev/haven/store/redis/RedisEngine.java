package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Engine;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import dev.haven.record.JournalBatch;
import io.lettuce.core.FlushMode;
import io.lettuce.core.ScriptOutputType;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The real scripts on a real Redis, in virtual time, in a workspace of their own. */
public final class RedisEngine implements Engine, AutoCloseable {
  private static final List<String> CONTACT =
      List.of(
          "state", "tier", "score", "said", "lane", "ord", "aged", "step", "held", "excl", "try",
          "nav", "oexp", "est", "kind", "disp", "drain", "ae", "live", "pre", "rung", "climb",
          "wide", "itp", "dsg", "prev", "con", "last", "also", "from", "lead", "grp", "out");
  private static final List<String> NAVIGATOR =
      List.of(
          "act", "next", "conn", "ep", "off", "cnt", "pk", "work", "seq", "drain", "duty", "lost",
          "ramp", "idle", "pre", "intr", "dt", "miss", "cons", "stand");

  private static final String SET_STATE =
      """
      local text = redis.call('GET', KEYS[1])
      local counters, seldom = string.rep('\\0', 33), {0, 0, 0, 0, 0, 0, 0}
      if text then
        local at = 34 + string.byte(text, 33)
        counters, seldom = string.sub(text, 1, at - 1), {cmsgpack.unpack(string.sub(text, at))}
      end
      seldom[tonumber(ARGV[1])] = tonumber(ARGV[2])
      return redis.call('SET', KEYS[1], counters .. cmsgpack.pack(unpack(seldom)))
      """;

  private static final String DUMP =
      """
      local rows = {}
      local function add(pattern, fields, label, order, rest)
        local names = {}
        for name in string.gmatch(fields, '[^,]+') do names[#names + 1] = name end
        for _, k in ipairs(redis.call('KEYS', pattern)) do
          local row = {k}
          local values = {}
          local function read(list, packed)
            local given, at = {cmsgpack.unpack(packed)}, 0
            for name in string.gmatch(list, '[^,]+') do
              at = at + 1
              values[name] = given[at]
            end
          end
          read('rest,some,' .. order, redis.call('GET', k))
          local some = {cmsgpack.unpack(values.some)}
          for i = 1, #some, 2 do values[some[i]] = some[i + 1] end
          if values.rest ~= '' then read(rest, values.rest) end
          for i = 1, #names do row[#row + 1] = values[names[i]] or '' end
          local id = string.match(k, '[^:]*$')
          row[#row + 1] = redis.call('ZSCORE', KEYS[1] .. ':deadlines', label .. id)
              or label == 'c:' and redis.call('ZSCORE', KEYS[1] .. ':kept', id) or ''
          rows[#rows + 1] = row
        end
      end
      add(KEYS[1] .. ':contact:*', ARGV[1], 'c:', ARGV[3], ARGV[4])
      add(KEYS[1] .. ':navigator:*', ARGV[2], 'n:', ARGV[5], ARGV[6])
      return rows
      """;

  private final TestRedis redis;
  private final WorkspaceId workspace = TestRedis.newWorkspace();
  private final RedisTransitions transitions;
  private long now;
  private long checkpoint; // first line of the one that is open, 0 for none

  /** On the link that all tests of the JVM share; the workspace is its own all the same. */
  RedisEngine(Settings settings, long startMs) {
    this(TestRedis.shared(), settings, startMs);
  }

  public RedisEngine(TestRedis redis, Settings settings, long startMs) {
    this.redis = redis;
    this.transitions = new RedisTransitions(redis.link(), settings);
    this.now = startMs;
    setState(6);
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
  public void use(Settings settings) {
    transitions.use(settings);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void advance(long ms) {
    now += ms;
    setState(6);
  }

  @Override
  public void touchPoll() {
    setState(3);
  }

  /** Sets one of the workspace's seldom numbers, counted from 1, to the virtual time. */
  private void setState(int field) {
    redis.command(
        c ->
            c.<String>eval(
                SET_STATE,
                ScriptOutputType.STATUS,
                new String[] {RedisKeys.workspace(workspace)},
                Integer.toString(field),
                Long.toString(now)));
  }

  @Override
  public TreeMap<String, Map<String, String>> state() {
    String prefix = RedisKeys.workspace(workspace);
    List<Object> flat =
        redis.command(
            c ->
                c.<List<Object>>eval(
                    DUMP,
                    ScriptOutputType.MULTI,
                    new String[] {prefix},
                    String.join(",", CONTACT),
                    String.join(",", NAVIGATOR),
                    String.join(",", LuaLibrary.record("contact").own()),
                    String.join(",", LuaLibrary.record("contact").rest()),
                    String.join(",", LuaLibrary.record("navigator").own()),
                    String.join(",", LuaLibrary.record("navigator").rest())));
    TreeMap<String, Map<String, String>> all = new TreeMap<>();
    for (Object row : flat) {
      List<?> r = (List<?>) row;
      String key = (String) r.get(0);
      boolean contact = key.startsWith(prefix + ":contact:");
      List<String> fields = contact ? CONTACT : NAVIGATOR;
      TreeMap<String, String> kept = new TreeMap<>();
      for (int i = 0; i < fields.size(); i++) {
        kept.put(fields.get(i), (String) r.get(i + 1));
      }
      kept.put("due", (String) r.get(fields.size() + 1));
      all.put((contact ? "c:" : "n:") + key.substring(key.lastIndexOf(':') + 1), kept);
    }
    return all;
  }

  @Override
  public String tries(String person) {
    return redis.await(() -> new RedisShelf(redis.link()).tries(workspace, person));
  }

  /**
   * Writes some of a checkpoint into the journal, as an archiver does; begins one when none is open
   * or the open one cannot go on. Answers what the script said.
   *
   * @param most how many records are listed
   */
  public String checkpoint(int most) {
    redis.await(() -> transitions.archiveJournal(workspace, "test", 60_000, 0, 0));
    Outcome outcome =
        redis.await(
            () -> transitions.checkpointJournal(workspace, "test", checkpoint, most, 60_000));
    checkpoint = outcome.is("MORE") ? Long.parseLong(outcome.text(0)) : 0;
    return outcome.status();
  }

  /** The whole journal. */
  public List<JournalBatch> journal() {
    return redis.await(() -> new RedisJournal(redis.link()).after(workspace, 0, 10_000_000));
  }

  /** Forgets every function, as a Redis would that was set up anew. */
  public void flushFunctions() {
    redis.command(c -> c.functionFlush(FlushMode.SYNC));
  }

  @Override
  public void close() {}
}
