package dev.haven.sim;

import dev.haven.channel.Channel;
import dev.haven.flow.Acknowledgement;
import dev.haven.flow.Guarantees;
import dev.haven.flow.Ladder;
import dev.haven.flow.Obligations;
import dev.haven.flow.Settings;
import dev.haven.plan.CallingHours;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Settings drawn from the simulation's seed: every guarantee on or off, and of every strength. */
final class RandomSettings {
  private RandomSettings() {}

  static Settings of(Random random) {
    return new Settings(
        "default",
        Duration.ofSeconds(5 + random.nextInt(30)),
        Duration.ofSeconds(5 + random.nextInt(30)),
        Duration.ofSeconds(20 + random.nextInt(120)),
        Duration.ofMinutes(1 + random.nextInt(30)),
        Duration.ofSeconds(30),
        Duration.ofSeconds(random.nextInt(90)),
        Duration.ofSeconds(random.nextInt(30)),
        Duration.ofSeconds(random.nextInt(10)),
        Duration.ofSeconds(10 + random.nextInt(60)),
        Duration.ofHours(4),
        Duration.ofDays(8),
        random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofMillis(500 + random.nextInt(4_000)),
        Duration.ofSeconds(5),
        Duration.ofHours(4),
        Duration.ofMinutes(random.nextInt(120)),
        random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofMinutes(1 + random.nextInt(10)),
        random.nextInt(3) == 0
            ? Map.of(Channel.EMAIL, 1 + random.nextInt(60), Channel.FAX, 1 + random.nextInt(60))
            : Map.of(),
        guarantees(random),
        new Obligations(
            random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofMinutes(1 + random.nextInt(300)),
            Duration.ZERO,
            Duration.ofMinutes(1 + random.nextInt(60)),
            Duration.ofMinutes(1 + random.nextInt(30)),
            1 + random.nextInt(4),
            random.nextBoolean() ? Duration.ZERO : Duration.ofHours(1),
            CallingHours.STANDARD),
        acknowledgement(random));
  }

  private static Acknowledgement acknowledgement(Random random) {
    Set<Acknowledgement.Cause> causes = EnumSet.noneOf(Acknowledgement.Cause.class);
    for (Acknowledgement.Cause cause : Acknowledgement.Cause.values()) {
      if (random.nextInt(3) > 0) {
        causes.add(cause);
      }
    }
    return new Acknowledgement(
        Duration.ofSeconds(5 + random.nextInt(40)),
        causes,
        random.nextInt(4) == 0 ? Set.of("crisis_line") : Set.of());
  }

  private static Guarantees guarantees(Random random) {
    Set<Channel> interruptible = EnumSet.noneOf(Channel.class);
    for (Channel channel : Channel.values()) {
      if (random.nextInt(3) > 0) {
        interruptible.add(channel);
      }
    }
    Tier upTo =
        random.nextInt(5) == 0
            ? null
            : List.of(Tier.CRISIS, Tier.CRISIS, Tier.URGENT_MEDICAL, Tier.HIGH_DISTRESS)
                .get(random.nextInt(4));
    return new Guarantees(
        upTo,
        interruptible,
        random.nextBoolean(),
        1 + random.nextInt(4),
        ladder(random),
        random.nextBoolean(),
        random.nextInt(4),
        random.nextInt(4),
        random.nextInt(3) == 0
            ? Map.of("en", random.nextInt(3), "es", random.nextInt(3))
            : Map.of(),
        random.nextInt(3) == 0 ? Tier.ofRank(random.nextInt(3)) : null,
        1 + random.nextInt(3));
  }

  private static Ladder ladder(Random random) {
    List<Ladder.Rung> rungs = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Ladder.Action action = Ladder.Action.values()[random.nextInt(4)];
      rungs.add(
          new Ladder.Rung(
              Duration.ofSeconds(1 + random.nextInt(60)),
              action,
              action == Ladder.Action.CALL ? "crisis_line" : ""));
    }
    return new Ladder(
        Tier.ofRank(random.nextInt(3)), rungs, Duration.ofSeconds(1 + random.nextInt(300)));
  }
}
