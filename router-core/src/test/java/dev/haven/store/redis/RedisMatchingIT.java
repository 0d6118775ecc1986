package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.flow.Engine;
import dev.haven.flow.MatchingContract;
import dev.haven.flow.Notice;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import org.junit.jupiter.api.Test;

/** The scripts pass the contract of who is offered what on a real Redis, and seal its card. */
class RedisMatchingIT extends MatchingContract {
  @Test
  void shouldGiveTheSealedCardWithAnOfferUnlessTheCallerHasJustWrittenIt() {
    World world = new World(new RedisEngine(Settings.defaults(), 1_790_000_000_000L));
    world.navigator("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.open("ana");

    Outcome later = world.activity("ana", "available");
    world.navigator("bob");
    world.available("bob");
    Outcome atOnce = world.place("c2", Tier.ROUTINE, Channel.CHAT);

    assertThat(offer(later).text(2)).isEqualTo("card");
    assertThat(offer(atOnce).text(2)).isEmpty();
  }

  private static Notice offer(Outcome outcome) {
    return outcome.notices().stream()
        .filter(n -> n.type().equals("offer"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
