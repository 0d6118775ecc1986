package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Throwaway workspaces go, whoever made them and however that one ended. */
class RedisRehearsalsIT {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final TestRedis redis = TestRedis.shared();
  private final RedisRehearsals rehearsals = new RedisRehearsals(redis.link());

  @Test
  void shouldRemoveWhatAKilledNodeLeftAndNothingOfTheLivingOrOfARealWorkspace() {
    // given one that was killed, one that rehearses, and a workspace that only has such a name
    WorkspaceId killed = rehearsed();
    kill(killed);
    WorkspaceId living = rehearsed();
    WorkspaceId real = newName();
    write(real);
    // when
    int removed = redis.await(rehearsals::removeAbandoned);
    redis.await(rehearsals::removeAbandoned);
    // then
    assertThat(removed).isPositive();
    assertThat(keys(killed)).isEmpty();
    assertThat(keys(living)).hasSize(2);
    assertThat(keys(real)).hasSize(2);
    assertThat(registered()).doesNotContain(killed.value()).contains(living.value());
  }

  @Test
  void shouldRemoveAllWithTheNodeThatMadeIt() {
    WorkspaceId own = rehearsed();
    WorkspaceId other = rehearsed();

    redis.await(() -> rehearsals.remove(own));

    assertThat(keys(own)).isEmpty();
    assertThat(keys(other)).hasSize(2);
    assertThat(registered()).doesNotContain(own.value()).contains(other.value());
    assertThat(alive(own)).as("its sign of life").isNegative();
  }

  @Test
  void shouldLetANodesSignOfLifeRunOutUnlessItIsGivenAgain() {
    WorkspaceId rehearsal = rehearsed();
    redis.command(c -> c.pexpire(RedisKeys.rehearsal(rehearsal.value()), 30_000));

    redis.await(() -> rehearsals.keep(rehearsal));

    assertThat(alive(rehearsal)).isBetween(30_001L, RedisRehearsals.ALIVE_FOR.toMillis());
  }

  /** Both see the same register; what one removed the other does not find. */
  @Test
  void shouldLetTwoNodesThatStartAtOnceRemoveTheSame() {
    List<WorkspaceId> killed = List.of(rehearsed(), rehearsed());
    killed.forEach(this::kill);

    redis.await(() -> Future.all(rehearsals.removeAbandoned(), rehearsals.removeAbandoned()));

    assertThat(killed).allSatisfy(one -> assertThat(keys(one)).isEmpty());
    assertThat(registered())
        .doesNotContainAnyElementsOf(killed.stream().map(WorkspaceId::value).toList());
  }

  /** Its node was but held up: what it says comes when all seemed over, behind the first look. */
  @Test
  void shouldKeepOneRegisteredThatIsAliveBehindTheWalk() {
    WorkspaceId heldUp = rehearsed();
    kill(heldUp);

    redis.await(
        () ->
            Future.all(
                rehearsals.removeAbandoned(),
                ping().compose(v -> ping()).compose(v -> rehearsals.keep(heldUp))));
    assertThat(registered()).contains(heldUp.value());
    write(heldUp);
    kill(heldUp);
    redis.await(rehearsals::removeAbandoned);

    assertThat(keys(heldUp)).isEmpty();
    assertThat(registered()).doesNotContain(heldUp.value());
  }

  private Future<String> ping() {
    return redis.link().command(c -> c.ping());
  }

  @Test
  void shouldRefuseToKeepOrRemoveARealWorkspace() {
    for (String name : List.of("main", "rehearsal-1", "rehearsal-0123456789abcdeg")) {
      WorkspaceId real = new WorkspaceId(name);
      assertThatThrownBy(() -> rehearsals.keep(real)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> rehearsals.remove(real))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static WorkspaceId newName() {
    long unique = ProcessHandle.current().pid() * 1_000_000L + NAMES.incrementAndGet();
    return RedisRehearsals.workspace("%016x".formatted(unique));
  }

  private WorkspaceId rehearsed() {
    WorkspaceId rehearsal = newName();
    redis.await(() -> rehearsals.keep(rehearsal));
    write(rehearsal);
    return rehearsal;
  }

  private void write(WorkspaceId workspace) {
    redis.command(c -> c.set(RedisKeys.workspace(workspace), "state"));
    redis.command(c -> c.sadd(RedisKeys.of(workspace, "any"), "member"));
  }

  /** As if the time of its sign of life were over. */
  private void kill(WorkspaceId rehearsal) {
    redis.command(c -> c.del(RedisKeys.rehearsal(rehearsal.value())));
  }

  /** How long it still counts as alive, ms; negative when it does not. */
  private long alive(WorkspaceId rehearsal) {
    return redis.<Long>command(c -> c.pttl(RedisKeys.rehearsal(rehearsal.value())));
  }

  private List<String> keys(WorkspaceId workspace) {
    return redis.<List<String>>command(c -> c.keys(RedisKeys.workspace(workspace) + "*"));
  }

  private Set<String> registered() {
    return redis.<Set<String>>command(c -> c.smembers(RedisKeys.REHEARSALS));
  }
}
