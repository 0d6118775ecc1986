package dev.haven.replay;

import dev.haven.channel.Channel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What to expect where a day does not tell: a contact that is offered more often than it was, or
 * served though it was not. Drawn from what was done for the others of its channel, the same for
 * the same seed and contact.
 */
final class Habits {
  private static final Visit.Answer USUAL_ANSWER = new Visit.Answer(Visit.Reply.ACCEPT, 4_000);
  private static final Visit.Service USUAL_SERVICE =
      new Visit.Service(300_000, 30_000, "resolved", null);

  private final Map<Channel, List<Visit.Answer>> answers = new EnumMap<>(Channel.class);
  private final Map<Channel, List<Visit.Service>> services = new EnumMap<>(Channel.class);
  private final long seed;

  Habits(Day day, long seed) {
    this.seed = seed;
    for (Visit visit : day.visits()) {
      answers.computeIfAbsent(visit.channel(), c -> new ArrayList<>()).addAll(visit.answers());
      services
          .computeIfAbsent(visit.channel(), c -> new ArrayList<>())
          .addAll(visit.services().stream().filter(s -> s.transferQueue() == null).toList());
    }
  }

  /**
   * @param attempt how often it was offered before
   */
  Visit.Answer answer(Visit visit, int attempt) {
    if (attempt < visit.answers().size()) {
      return visit.answers().get(attempt);
    }
    return drawn(answers.get(visit.channel()), visit, 2L * attempt, USUAL_ANSWER);
  }

  /**
   * @param served how many engagements it had before
   */
  Visit.Service service(Visit visit, int served) {
    if (served < visit.services().size()) {
      return visit.services().get(served);
    }
    return drawn(services.get(visit.channel()), visit, 2L * served + 1, USUAL_SERVICE);
  }

  private <T> T drawn(@Nullable List<T> from, Visit visit, long which, T otherwise) {
    if (from == null || from.isEmpty()) {
      return otherwise;
    }
    long mixed = seed * 0x9E3779B97F4A7C15L + visit.id().hashCode() * 31L + which;
    return from.get(new SplittableRandom(mixed).nextInt(from.size()));
  }
}
