package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ScoreLinesTest {
  @Test
  void shouldAnswerEveryLineWithCodePointOffsets() throws IOException {
    String in =
        """
        {"id":"a","channel":"chat","text":"😭😭 I want to die"}

        not json
        {"id":"b","channel":"ivr","text":"billing"}
        """;
    var out = new ByteArrayOutputStream();
    var bad = new ArrayList<Long>();

    long failures =
        new ScoreLines(HavenScorer.standard(), bad::add)
            .lines(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out, () -> 5_000);

    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
    assertThat(lines).hasSize(3);
    assertThat(failures).isEqualTo(1);
    assertThat(bad).containsExactly(3L);
    JsonNode first = new ObjectMapper().readTree(lines[0]);
    assertThat(first.get("tier").asText()).isEqualTo("crisis");
    assertThat(first.get("reasons").get(0).get("end").asInt()).isLessThanOrEqualTo(16);
    assertThat(new ObjectMapper().readTree(lines[1]).get("tier").asText()).isEqualTo("elevated");
    assertThat(new ObjectMapper().readTree(lines[2]).get("tier").asText()).isEqualTo("routine");
  }
}
