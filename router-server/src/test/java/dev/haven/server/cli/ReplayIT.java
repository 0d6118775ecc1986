package dev.haven.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days played again on the real engine, from the command line. */
class ReplayIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {
    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  @Test
  void shouldPrintTheSameBytesForTheSameDay() throws IOException {
    Path day = folder.resolve("day.jsonl");
    Run made = run("replay", "--generate", "120", "--seed", "5", "--write", day.toString());
    assertThat(made.code()).as(made.out() + made.err()).isZero();

    Run first = run("replay", "--journal", day.toString(), "--output", "json");
    Run second = run("replay", "--journal", day.toString(), "--output", "json");

    assertThat(first.code()).as(first.out() + first.err()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
    JsonNode replayed = first.json().path("replayed");
    assertThat(replayed.path("journalHash").asText()).hasSize(40);
    assertThat(replayed.path("inversions").asInt()).isZero();
    assertThat(first.json().path("recorded").path("journalLines").asLong())
        .isEqualTo(Files.readString(day, StandardCharsets.ISO_8859_1).lines().count());
    Run audit = run("audit", "--journal", day.toString());
    assertThat(audit.code()).as(audit.out()).isZero();
  }

  @Test
  void shouldShowWhatOneMoreSpanishNavigatorChanges() throws IOException {
    Path config = folder.resolve("haven.yaml");
    Files.writeString(
        config,
        """
        navigators:
          - {id: day-en, languages: [en]}
          - {id: both, languages: [en, es]}
        """);

    Run run =
        run(
            "replay",
            "--generate",
            "150",
            "--config",
            config.toString(),
            "--add-navigator",
            "more-es,languages=es,from=00:00,to=23:30",
            "--output",
            "json");

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    JsonNode root = run.json();
    assertThat(root.path("change").path("sooner").asInt())
        .isGreaterThan(root.path("change").path("later").asInt());
    assertThat(root.path("against").path("navigators").has("more-es")).isFalse();
    assertThat(root.path("replayed").path("navigators").path("more-es").path("served").asInt())
        .isPositive();
    assertThat(root.path("replayed").path("waits"))
        .isNotEqualTo(root.path("against").path("waits"));
  }

  @Test
  void shouldNameRulesThatReadWhatNoJournalTells() throws IOException {
    Path config = folder.resolve("rules.yaml");
    Files.writeString(
        config,
        """
        workflow:
          - {name: by attribute, when: 'attributes["site"] == "north"', tierFloor: crisis}
          - {name: by channel, when: channel == "phone", tierFloor: elevated}
        """);

    Run run = run("replay", "--generate", "20", "--config", config.toString());

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("knows neither attributes nor addresses")
        .contains("[by attribute]")
        .containsPattern("routine +\\d+");
  }

  @Test
  void shouldRefuseWhatItCannotPlay() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jsonl"));

    assertThat(run("replay").code()).isEqualTo(2);
    assertThat(run("replay", "--generate", "0").code()).isEqualTo(2);
    assertThat(run("replay", "--journal", empty.toString()).code()).isEqualTo(1);
    Run wrong = run("replay", "--generate", "1", "--add-navigator", "n,from=25:00,to=1");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'25:00' is not a time such as 22:00");
    assertThat(run("replay", "--generate", "1", "--remove-navigator", "nobody").err())
        .contains("no navigator 'nobody'");
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Haven.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }
}
