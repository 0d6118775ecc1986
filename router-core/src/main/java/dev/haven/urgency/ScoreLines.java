package dev.haven.urgency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.channel.Channel;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Scores JSON Lines one message at a time, in constant memory: in {@code {id, channel, text}}, out
 * {@code {id, urgency, tier, adverse_event, latency_us, reasons: [{code, message, start, end}],
 * language, version}}.
 *
 * <p>Offsets are in code points here, as most readers of JSON Lines count them (the REST interface
 * counts UTF-16 units). A line that cannot be read is answered too, as ELEVATED with {@code
 * scorer.failed}, and told by its number. What is written is flushed whenever no more input is at
 * hand, so that a program may ask line by line. Not thread-safe.
 */
public final class ScoreLines {
  private static final Map<String, Channel> OTHER_NAMES =
      Map.of(
          "phone_asr",
          Channel.PHONE,
          "ivr",
          Channel.PHONE,
          "voice",
          Channel.PHONE,
          "fax_ocr",
          Channel.FAX,
          "letter",
          Channel.MAIL);

  private final ObjectMapper json = new ObjectMapper();
  private final UrgencyScorer scorer;
  private final LongConsumer onFailure;
  private long failures;
  private long lineNumber;

  /**
   * @param scorer asked for each line
   * @param onFailure told the number, from 1, of each line that could not be scored
   */
  public ScoreLines(UrgencyScorer scorer, LongConsumer onFailure) {
    this.scorer = new FailUpward(scorer, e -> failed());
    this.onFailure = onFailure;
  }

  /**
   * Reads to the end of {@code in}; returns how many lines could not be scored. Closes neither
   * stream.
   */
  public long lines(InputStream in, OutputStream out, LongSupplier nanoClock) throws IOException {
    failures = 0;
    lineNumber = 0;
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lineNumber++;
      if (!line.isBlank()) {
        writer.write(answer(line, nanoClock));
        writer.write('\n');
      }
      if (!reader.ready()) {
        writer.flush();
      }
    }
    writer.flush();
    return failures;
  }

  private void failed() {
    failures++;
    onFailure.accept(lineNumber);
  }

  private String answer(String line, LongSupplier nanoClock) throws JsonProcessingException {
    JsonNode row;
    try {
      row = json.readTree(line);
    } catch (JsonProcessingException e) {
      row = json.createObjectNode();
    }
    String text = row.path("text").asText("");
    long began = nanoClock.getAsLong();
    Urgency urgency;
    if (row.path("text").isTextual()) {
      urgency = scorer.score(ScoringInput.of(channel(row.path("channel").asText("chat")), text));
    } else {
      failed();
      urgency = FailUpward.failed(scorer.version());
    }
    long nanos = nanoClock.getAsLong() - began;
    return json.writeValueAsString(out(row, text, urgency, nanos));
  }

  private ObjectNode out(JsonNode row, String text, Urgency urgency, long nanos) {
    ObjectNode out = json.createObjectNode();
    out.set("id", row.has("id") ? row.get("id") : json.nullNode());
    out.put("urgency", urgency.score());
    out.put("tier", urgency.tier().wireName());
    out.put("adverse_event", urgency.adverseEvent());
    out.put("latency_us", nanos / 1_000);
    var reasons = out.putArray("reasons");
    for (Reason reason : urgency.reasons()) {
      ObjectNode one = reasons.addObject();
      one.put("code", reason.code());
      one.put("message", urgency.language().equals("es") ? reason.spanish() : reason.english());
      one.put("start", reason.start() < 0 ? -1 : text.codePointCount(0, reason.start()));
      one.put("end", reason.end() < 0 ? -1 : text.codePointCount(0, reason.end()));
    }
    out.put("language", urgency.language());
    out.put("version", urgency.version());
    return out;
  }

  /** The channel of a name as sets of messages write it; chat when it is none. */
  static Channel channel(String name) {
    return Channel.ofWireName(name).orElseGet(() -> OTHER_NAMES.getOrDefault(name, Channel.CHAT));
  }
}
