package dev.haven.urgency;

import dev.haven.channel.Channel;
import java.util.List;

/**
 * What is known of one message before it gets a tier: the model's margins over all its words, what
 * two neighbouring sentences of a long one say beyond that, what the rules found, and the line that
 * it came in on.
 */
final class Evidence {
  private static final int GAINS = LinearModel.HEADS;
  private static final int TOLD = GAINS + LinearModel.HEADS;
  private static final int OF_NOBODY = TOLD + 4;
  private static final int STATED = OF_NOBODY + 4;
  private static final int FEVER = STATED + 1;
  private static final int EXCUSED = STATED + 2;
  private static final int TREATED = STATED + 3;
  private static final int EVENT = STATED + 4;
  private static final int DENIES_ALL = STATED + 5;

  private static final int LINE = STATED + 6;
  private static final List<Channel> LINES =
      List.of(Channel.CHAT, Channel.SMS, Channel.EMAIL, Channel.PHONE, Channel.FAX);

  /** How many numbers there are. */
  static final int SIZE = LINE + 5;

  private static final int LONG_MESSAGE = 24;
  private static final int SHORTEST_WINDOW = 5;

  private Evidence() {}

  static float[] of(Reading reading, Channel channel, KnownGrams known, LinearModel model) {
    var evidence = new float[SIZE];
    Features features = Features.mine();
    float[] margins = model.margins(features.read(known));
    System.arraycopy(margins, 0, evidence, 0, margins.length);
    gains(reading.tokens(), known, features, model, margins, evidence);
    rules(reading, evidence);
    int line = LINES.indexOf(channel == Channel.MAIL ? Channel.FAX : channel);
    evidence[LINE + line] = 1;
    return evidence;
  }

  /** In a long message any two sentences by themselves can say more than the whole. */
  private static void gains(
      Tokens tokens,
      KnownGrams known,
      Features features,
      LinearModel model,
      float[] margins,
      float[] evidence) {
    int size = known.words;
    if (size <= LONG_MESSAGE) {
      return;
    }
    int previous = 0;
    int from = 0;
    while (from < size) {
      int to = Math.min(size, tokens.sentenceEnd(from));
      if (to - previous >= SHORTEST_WINDOW && to - previous < size) {
        float[] near = model.margins(features.read(known, previous, to));
        for (int head = 0; head < near.length; head++) {
          evidence[GAINS + head] = Math.max(evidence[GAINS + head], near[head] - margins[head]);
        }
      }
      previous = from;
      from = to;
    }
  }

  private static void rules(Reading reading, float[] evidence) {
    for (Hit hit : reading.hits()) {
      if (hit.counts()) {
        evidence[(hit.impersonal() ? OF_NOBODY : TOLD) + hit.tier().rank()] = 1;
        if (hit.floor() && hit.tier() == Tier.CRISIS) {
          evidence[STATED] = 1;
        }
        if (hit.floor() && hit.rule() == Reading.FEVER) {
          evidence[FEVER] = 1;
        }
      } else if (hit.outcome() != Finding.Outcome.COUNTED) {
        evidence[EXCUSED] = 1;
      }
    }
    evidence[TREATED] = reading.treated() ? 1 : 0;
    evidence[EVENT] = reading.adverseEvent() != null ? 1 : 0;
    evidence[DENIES_ALL] = reading.deniesAll() ? 1 : 0;
  }
}
