package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The throwaway workspaces in which starting nodes rehearse, and how they go: with the node that
 * made one, or, when that was killed before, by any other.
 *
 * <p><b>Whose.</b> A workspace is registered before it has its first key and until it has none.
 * Beside the register a key of its own, which Redis lets go after {@link #ALIVE_FOR}, says that its
 * node is alive. Nothing is removed that is not registered, so a workspace that serves people is
 * safe whatever it is called; names are random and never used twice, so several nodes may remove
 * the same at once.
 *
 * <p><b>Cost.</b> Removing walks all keys of the store in steps that hold it up for about a
 * millisecond each, once for all that is to go; looking whether there is any costs two commands.
 *
 * <p>Called on the event loop of its link.
 */
public final class RedisRehearsals {
  /** How often the node of a rehearsal says that it is alive. */
  public static final Duration KEEP_EVERY = Duration.ofSeconds(5);

  /** How long a rehearsal counts as alive without that. */
  static final Duration ALIVE_FOR = Duration.ofSeconds(60);

  private static final String PREFIX = "rehearsal-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{16}");
  private static final int SCAN_STEP = 5_000;

  private final RedisLink link;

  public RedisRehearsals(RedisLink link) {
    this.link = link;
  }

  /**
   * The throwaway workspace of that name.
   *
   * @param random 16 lower-case hexadecimal digits that nobody else draws
   */
  public static WorkspaceId workspace(String random) {
    return checked(new WorkspaceId(PREFIX + random));
  }

  /** Registers a rehearsal before it begins, and says every {@link #KEEP_EVERY} that it lives. */
  public Future<Void> keep(WorkspaceId rehearsal) {
    String name = checked(rehearsal).value();
    SetArgs forAWhile = SetArgs.Builder.px(ALIVE_FOR.toMillis());
    return link.<String>command(c -> c.set(RedisKeys.rehearsal(name), "", forAWhile))
        .compose(v -> link.<Long>command(c -> c.sadd(RedisKeys.REHEARSALS, name)))
        .mapEmpty();
  }

  /** Removes every key of a rehearsal, by the node that made it, and says it is no more. */
  public Future<Void> remove(WorkspaceId rehearsal) {
    String name = checked(rehearsal).value();
    return removeAll(Set.of(name))
        .compose(v -> forget(List.of(name)))
        .compose(v -> link.<Long>command(c -> c.del(RedisKeys.rehearsal(name))))
        .mapEmpty();
  }

  /**
   * Removes what nodes left that were killed while they rehearsed. One that turns out to be alive
   * behind the walk, because its node was but held up, stays registered.
   *
   * @return how many rehearsals; 0 when there were none
   */
  public Future<Integer> removeAbandoned() {
    return link.<Set<String>>command(c -> c.smembers(RedisKeys.REHEARSALS))
        .compose(
            names -> silent(names.stream().filter(name -> NAME.matcher(name).matches()).toList()))
        .compose(
            abandoned ->
                abandoned.isEmpty()
                    ? Future.succeededFuture(0)
                    : removeAll(Set.copyOf(abandoned))
                        .compose(v -> silent(abandoned))
                        .compose(still -> forget(still).map(still.size())));
  }

  /** Those of which no node says that they are alive. */
  private Future<List<String>> silent(List<String> names) {
    List<Future<Long>> alive = new ArrayList<>();
    names.forEach(name -> alive.add(link.command(c -> c.exists(RedisKeys.rehearsal(name)))));
    return Future.all(alive)
        .map(
            v -> {
              List<String> silent = new ArrayList<>();
              for (int i = 0; i < alive.size(); i++) {
                if (alive.get(i).result() == 0) {
                  silent.add(names.get(i));
                }
              }
              return silent;
            });
  }

  private Future<Void> forget(List<String> names) {
    return names.isEmpty()
        ? Future.succeededFuture()
        : link.<Long>command(c -> c.srem(RedisKeys.REHEARSALS, names.toArray(String[]::new)))
            .mapEmpty();
  }

  private Future<Void> removeAll(Set<String> names) {
    return link.walk(
        ScanArgs.Builder.matches("haven:{" + PREFIX + "*").limit(SCAN_STEP),
        keys -> {
          String[] theirs =
              keys.stream()
                  .filter(key -> names.contains(RedisKeys.workspaceOf(key)))
                  .toArray(String[]::new);
          return theirs.length == 0
              ? Future.succeededFuture()
              : link.<Long>command(c -> c.unlink(theirs));
        });
  }

  private static WorkspaceId checked(WorkspaceId rehearsal) {
    if (!NAME.matcher(rehearsal.value()).matches()) {
      throw new IllegalArgumentException(
          "a rehearsal is " + PREFIX + " and 16 hexadecimal digits, got " + rehearsal);
    }
    return rehearsal;
  }
}
