package dev.haven.server.demo;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the simulated people and navigators say, read from the jar. Immutable. */
final class DemoScript {
  private static final int[] PERCENT_BY_RANK = {5, 9, 14, 27, 45};
  private static final double SPANISH = 0.4;

  /**
   * What one person has to say.
   *
   * @param messages one or two, in order
   * @param channels the ways it may come
   */
  record Line(Tier tier, String language, List<Channel> channels, List<String> messages) {}

  private final List<Line> lines;
  private final List<String> englishAnswers;
  private final List<String> spanishAnswers;

  private DemoScript(List<Line> lines, List<String> english, List<String> spanish) {
    this.lines = List.copyOf(lines);
    this.englishAnswers = List.copyOf(english);
    this.spanishAnswers = List.copyOf(spanish);
  }

  static DemoScript load() {
    List<Line> lines = new ArrayList<>();
    for (String[] f : table("people.txt", 4)) {
      lines.add(
          new Line(
              Tier.ofWireName(f[0]).orElseThrow(),
              f[1],
              List.of(f[2].split(" ")).stream()
                  .map(name -> Channel.ofWireName(name).orElseThrow())
                  .toList(),
              List.of(f[3].split(" >> "))));
    }
    List<String> english = new ArrayList<>();
    List<String> spanish = new ArrayList<>();
    for (String[] f : table("navigators.txt", 2)) {
      (f[0].equals("es") ? spanish : english).add(f[1]);
    }
    return new DemoScript(lines, english, spanish);
  }

  List<Line> lines() {
    return lines;
  }

  /** Somebody's words: mostly routine, seldom a crisis, two of five in Spanish. */
  Line line(Dice dice) {
    int percent = dice.below(100);
    int rank = 0;
    while (percent >= PERCENT_BY_RANK[rank]) {
      percent -= PERCENT_BY_RANK[rank++];
    }
    String language = dice.chance(SPANISH) ? "es" : "en";
    Tier tier = Tier.ofRank(rank);
    return dice.pick(
        lines.stream().filter(l -> l.tier() == tier && l.language().equals(language)).toList());
  }

  String answer(Dice dice, String language) {
    return dice.pick(language.startsWith("es") ? spanishAnswers : englishAnswers);
  }

  private static List<String[]> table(String name, int columns) {
    try (InputStream in = DemoScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" \\| ", columns))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
