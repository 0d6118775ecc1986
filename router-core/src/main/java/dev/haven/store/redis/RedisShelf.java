package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Notice;
import dev.haven.flow.Shelf;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain keys of a workspace. Called on the event loop of its link. */
public final class RedisShelf implements Shelf {
  private static final Logger LOG = LoggerFactory.getLogger(RedisShelf.class);
  private static final long CALLS_SECONDS = 86_400;

  private final RedisLink link;

  public RedisShelf(RedisLink link) {
    this.link = link;
  }

  @Override
  public Future<Void> checkSchema(WorkspaceId workspace) {
    String key = RedisKeys.of(workspace, "schema");
    return link.<String>command(c -> c.setGet(key, RedisKeys.SCHEMA, SetArgs.Builder.nx()))
        .compose(
            found ->
                found == null || found.equals(RedisKeys.SCHEMA)
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new IllegalStateException(
                            "workspace "
                                + workspace
                                + " has schema "
                                + found
                                + " in Redis, this node knows "
                                + RedisKeys.SCHEMA)));
  }

  @Override
  public Future<Definitions> definitions(WorkspaceId workspace) {
    Future<List<KeyValue<String, String>>> counts =
        link.command(
            c -> c.hmget(RedisKeys.of(workspace, "catalogue"), "version", "lanes", "profiles"));
    Future<Map<String, String>> lanes =
        link.command(c -> c.hgetall(RedisKeys.of(workspace, "lanes")));
    Future<Map<String, String>> profiles =
        link.command(c -> c.hgetall(RedisKeys.of(workspace, "profiles")));
    return Future.all(counts, lanes, profiles)
        .map(
            all ->
                new Definitions(
                    number(counts.result().get(0)),
                    inOrder(lanes.result(), number(counts.result().get(1))),
                    inOrder(profiles.result(), number(counts.result().get(2)))));
  }

  @Override
  public Future<Optional<String>> person(WorkspaceId workspace, String person) {
    return link.<String>command(c -> c.hget(RedisKeys.of(workspace, "people"), person))
        .map(Optional::ofNullable);
  }

  @Override
  public Future<String> tries(WorkspaceId workspace, String person) {
    return link.<String>command(c -> c.get(RedisKeys.of(workspace, "tries:" + person)))
        .map(entries -> entries == null ? "" : entries);
  }

  @Override
  public Future<Optional<String>> conversation(WorkspaceId workspace, String conversation) {
    return link.<String>command(c -> c.get(RedisKeys.of(workspace, "conversation:" + conversation)))
        .map(Optional::ofNullable);
  }

  @Override
  public Future<Map<String, String>> consents(WorkspaceId workspace, String subject) {
    return link.command(c -> c.hgetall(RedisKeys.of(workspace, "consent:" + subject)));
  }

  @Override
  public Future<Void> putPerson(WorkspaceId workspace, String person, String sealed) {
    return link.<Boolean>command(c -> c.hset(RedisKeys.of(workspace, "people"), person, sealed))
        .mapEmpty();
  }

  @Override
  public Future<Optional<String>> navigator(WorkspaceId workspace, String navigator) {
    return link.<String>command(c -> c.hget(RedisKeys.of(workspace, "roster"), navigator))
        .map(Optional::ofNullable);
  }

  @Override
  public Future<Map<String, String>> navigators(WorkspaceId workspace) {
    return link.command(c -> c.hgetall(RedisKeys.of(workspace, "roster")));
  }

  @Override
  public Future<List<String>> journalAt(WorkspaceId workspace, List<String> positions) {
    String key = RedisKeys.of(workspace, "journal");
    List<Future<List<StreamMessage<String, String>>>> reads = new ArrayList<>();
    for (String position : positions) {
      reads.add(link.command(c -> c.xrange(key, Range.create(position + "-0", position + "-0"))));
    }
    return Future.all(reads)
        .map(
            all -> {
              List<String> lines = new ArrayList<>();
              for (Future<List<StreamMessage<String, String>>> read : reads) {
                read.result()
                    .forEach(
                        m ->
                            lines.addAll(
                                Arrays.asList(String.valueOf(m.getBody().get("e")).split("\n"))));
              }
              return lines;
            });
  }

  @Override
  public Future<Void> keepTicket(WorkspaceId workspace, String digest, String owner, long seconds) {
    return link.<String>command(
            c ->
                c.set(
                    RedisKeys.of(workspace, "ticket:" + digest),
                    owner,
                    SetArgs.Builder.ex(seconds)))
        .mapEmpty();
  }

  @Override
  public Future<Optional<String>> takeTicket(WorkspaceId workspace, String digest) {
    return link.<String>command(c -> c.getdel(RedisKeys.of(workspace, "ticket:" + digest)))
        .map(Optional::ofNullable);
  }

  @Override
  public Future<Optional<String>> useToken(
      WorkspaceId workspace, String digest, String value, long seconds) {
    SetArgs once = SetArgs.Builder.nx().ex(seconds);
    return link.<String>command(
            c -> c.setGet(RedisKeys.of(workspace, "once:" + digest), value, once))
        .map(Optional::ofNullable);
  }

  @Override
  public Future<Void> keepHolder(WorkspaceId workspace, String chat, String holder, long seconds) {
    return link.<String>command(
            c ->
                c.set(RedisKeys.of(workspace, "chat:" + chat), holder, SetArgs.Builder.ex(seconds)))
        .mapEmpty();
  }

  @Override
  public Future<Optional<String>> holder(WorkspaceId workspace, String chat) {
    return link.<String>command(c -> c.get(RedisKeys.of(workspace, "chat:" + chat)))
        .map(Optional::ofNullable);
  }

  @Override
  public Future<Void> keepCall(WorkspaceId workspace, String endpoint, String call) {
    String key = RedisKeys.of(workspace, "calls:" + endpoint);
    return link.<Long>command(c -> c.sadd(key, call))
        .compose(v -> link.<Boolean>command(c -> c.expire(key, CALLS_SECONDS)))
        .mapEmpty();
  }

  @Override
  public Future<Void> dropCall(WorkspaceId workspace, String endpoint, String call) {
    return link.<Long>command(c -> c.srem(RedisKeys.of(workspace, "calls:" + endpoint), call))
        .mapEmpty();
  }

  @Override
  public Future<Set<String>> calls(WorkspaceId workspace, String endpoint) {
    return link.command(c -> c.smembers(RedisKeys.of(workspace, "calls:" + endpoint)));
  }

  @Override
  public Future<Map<String, String>> shareFigures(WorkspaceId workspace, String node, String own) {
    String key = RedisKeys.of(workspace, "figures");
    Future<?> kept =
        own.isEmpty()
            ? Future.succeededFuture()
            : link.<Boolean>command(c -> c.hset(key, node, own));
    Future<Map<String, String>> all = link.command(c -> c.hgetall(key));
    return kept.compose(v -> all);
  }

  @Override
  public Future<Void> forgetFigures(WorkspaceId workspace, List<String> nodes) {
    return link.<Long>command(
            c -> c.hdel(RedisKeys.of(workspace, "figures"), nodes.toArray(String[]::new)))
        .mapEmpty();
  }

  @Override
  public Future<Void> publish(WorkspaceId workspace, String listener, String message) {
    return link.<Long>command(c -> c.publish(to(workspace, listener), message)).mapEmpty();
  }

  @Override
  public Future<Void> publish(WorkspaceId workspace, Notice notice) {
    return publish(workspace, notice.node(), Reply.message(notice));
  }

  /** Hears what transitions, or other nodes, tell the desktops of this one. */
  public Future<Void> hear(WorkspaceId workspace, String node, Consumer<List<Notice>> listener) {
    return link.subscribe(
        to(workspace, node),
        message -> {
          List<Notice> told;
          try {
            told = Reply.told(message);
          } catch (RuntimeException e) {
            LOG.atWarn()
                .addKeyValue("cause", e.getClass().getSimpleName())
                .log("a message from another node could not be read");
            return;
          }
          listener.accept(told);
        });
  }

  private static String to(WorkspaceId workspace, String listener) {
    return RedisKeys.of(workspace, "to:" + listener);
  }

  private static long number(KeyValue<String, String> value) {
    return value.hasValue() ? Long.parseLong(value.getValue()) : 0;
  }

  /**
   * The definitions by number. One that was registered after the version was read is left out: what
   * is made from this version the store refuses, and the catalogue is read again.
   */
  static List<String> inOrder(Map<String, String> definitionToNumber, long count) {
    @Nullable String[] ordered = new String[(int) count];
    definitionToNumber.forEach(
        (definition, n) -> {
          int number = Integer.parseInt(n);
          if (number < count) {
            ordered[number] = definition;
          }
        });
    List<String> definitions = new ArrayList<>();
    for (String definition : ordered) {
      definitions.add(
          java.util.Objects.requireNonNull(
              definition, "a number of the catalogue has no definition"));
    }
    return definitions;
  }
}
