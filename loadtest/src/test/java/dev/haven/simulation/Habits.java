package dev.haven.simulation;

import java.util.random.RandomGenerator;

/**
 * How navigators work.
 *
 * <p>Talk times are log-normal, as a call centre's are found to be (Brown and others, Statistical
 * Analysis of a Telephone Call Center, JASA 100, 2005, section 4), with a standard deviation equal
 * to the mean. The means are a benchmark's for contact centres in general, not for patient support:
 * 7.5 min by phone, 10 min by chat and 5 min for what is written (customer support handle time
 * statistics, stealthagents.com, 2026, after ICMI and Zendesk), a fifth of it wrap-up.
 *
 * @param speed how many times faster than life; offers time out in real time all the same
 * @param rejects of a thousand offers
 * @param misses of a thousand offers, that many are let pass without an answer
 * @param drops of a thousand offers, upon that many the socket is lost for a few seconds
 */
record Habits(double speed, int rejects, int misses, int drops) {
  /** Everything is taken and finished at once: what is measured is the router. */
  static final Habits MACHINE = new Habits(Double.POSITIVE_INFINITY, 0, 0, 0);

  private static final double MEAN_REACTION = 3_000;
  private static final double SIGMA = Math.sqrt(Math.log(2));

  static Habits human(double speed) {
    return new Habits(speed, 30, 20, 5);
  }

  /** Mean of talk and wrap-up, ms of life. */
  static double mean(String channel) {
    return switch (channel) {
      case "phone" -> 450_000;
      case "chat" -> 600_000;
      default -> 300_000;
    };
  }

  long reaction(RandomGenerator random) {
    return (long) (-Math.log(1 - random.nextDouble()) * MEAN_REACTION / speed);
  }

  /** Talk and wrap-up together, ms; the wrap-up is a fifth of it. */
  long handling(String channel, RandomGenerator random) {
    double mean = mean(channel);
    double mu = Math.log(mean) - SIGMA * SIGMA / 2;
    return (long) (Math.exp(mu + SIGMA * random.nextGaussian()) / speed);
  }
}
