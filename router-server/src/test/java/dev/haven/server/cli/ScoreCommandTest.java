package dev.haven.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class ScoreCommandTest {
  private static final String GOOD =
      "{\"id\":\"a\",\"channel\":\"sms\",\"text\":\"Quiero morirme, ya escrib\u00ed la carta\"}\n";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final PrintStream realOut = System.out;
  private final InputStream realIn = System.in;

  @BeforeEach
  void catchOutput() {
    System.setOut(new PrintStream(out, false, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(realOut);
    System.setIn(realIn);
  }

  private int run(String... args) {
    return Haven.commandLine().setErr(new PrintWriter(err)).execute(args);
  }

  private String[] lines() {
    System.out.flush();
    return out.toString(StandardCharsets.UTF_8).split("\n", -1);
  }

  @Test
  void shouldScoreStandardInputInTheAgreedShape() throws Exception {
    // given
    System.setIn(new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8)));

    // when
    int code = run("score", "-");

    // then
    assertThat(code).isZero();
    JsonNode row = new ObjectMapper().readTree(lines()[0]);
    assertThat(row.fieldNames())
        .toIterable()
        .startsWith("id", "urgency", "tier", "adverse_event", "latency_us", "reasons");
    assertThat(row.get("tier").asText()).isEqualTo("crisis");
    assertThat(row.get("reasons").get(0).fieldNames())
        .toIterable()
        .containsExactly("code", "message", "start", "end");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldNameABrokenLineGoOnAndFail() throws Exception {
    // given
    Path file = folder.resolve("in.jsonl");
    Files.writeString(file, GOOD + "{broken\n[]\n" + GOOD);

    // when
    int code = run("score", file.toString());

    // then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("line 2:", "line 3:").doesNotContain("broken");
    assertThat(lines()).hasSize(5);
    assertThat(new ObjectMapper().readTree(lines()[1]).get("tier").asText()).isEqualTo("elevated");
    assertThat(new ObjectMapper().readTree(lines()[3]).get("tier").asText()).isEqualTo("crisis");
  }

  @Test
  void shouldFailWithoutTheFile() {
    assertThat(run("score", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file");
  }
}
