package dev.haven.urgency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One row of the training corpus; its format stands in the corpus' data card. */
record LabelledMessage(
    String id,
    String channel,
    String language,
    String text,
    Tier tier,
    boolean adverseEvent,
    String family,
    String origin) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who wrote it, of those who had seen neither rules nor corpus; empty for others. */
  String writer() {
    return id.matches("b[2-5]-.*") ? id.split("-")[1] : id.startsWith("dev-") ? "dev" : "";
  }

  /** What a scorer gets of it. */
  ScoringInput input() {
    return ScoringInput.of(line(), text);
  }

  Channel line() {
    return ScoreLines.channel(channel);
  }

  static List<LabelledMessage> corpus() {
    return read(Path.of("src/main/corpus/urgency.jsonl"));
  }

  /** The corpus, and everyday sentences of public sets, which are all routine. */
  static List<LabelledMessage> training() {
    return Stream.concat(
            corpus().stream(), read(Path.of("src/main/corpus/everyday.jsonl")).stream())
        .toList();
  }

  static List<LabelledMessage> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank())
          .map(LabelledMessage::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LabelledMessage row(String line) {
    try {
      JsonNode row = JSON.readTree(line);
      return new LabelledMessage(
          row.get("id").asText(),
          row.get("channel").asText(),
          row.get("language").asText(),
          row.get("text").asText(),
          Tier.ofWireName(row.get("tier").asText()).orElseThrow(),
          row.get("adverse_event").asBoolean(),
          row.path("family").asText(""),
          row.path("origin").asText(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
