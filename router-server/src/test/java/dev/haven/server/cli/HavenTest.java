package dev.haven.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HavenTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Haven.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void shouldHelpEverywhere() {
    assertThat(run("--help")).isZero();
    for (CommandLine command : Haven.commandLine().getSubcommands().values()) {
      assertThat(run(command.getCommandName(), "--help")).isZero();
    }
    assertThat(out.toString()).contains("serve", "token", "check-config", "--data");
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("haven ");
  }

  @Test
  void shouldFailWithoutAGoodCommand() {
    assertThat(run()).isNotZero();
    assertThat(run("nonsense")).isNotZero();
    assertThat(run("token", "--subject", "a")).isNotZero();
    assertThat(run("token", "--subject", "a", "--role", "king")).isNotZero();
    assertThat(run("serve", "--redis", "http://nowhere", "--data", folder.toString())).isNotZero();
  }

  @Test
  void shouldNameEveryProblemOfAConfiguration() throws Exception {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(
        file, "http: {port: 99999}\nworkflow:\n  - when: 'nonsense ('\ncolour: blue\n");
    assertThat(run("check-config", file.toString())).isNotZero();
    assertThat(err.toString()).contains("line 1: http.port").contains("colour");
    Files.writeString(file, "workflow:\n  - when: 'nonsense ('\n");
    assertThat(run("check-config", file.toString())).isNotZero();
    assertThat(err.toString()).contains("workflow[0].when");
    Files.writeString(
        file,
        "workflow:\n  - when: 'nonsense ('\nurgency:\n  tiers: {crisis.active: routine, no.such: crisis}\n");
    assertThat(run("check-config", file.toString())).isNotZero();
    assertThat(err.toString())
        .contains("workflow[0].when", "urgency.tiers.crisis.active: ", "allowLoweringFloors")
        .contains("urgency.tiers.no.such: no such concept");
    Files.writeString(
        file, "urgency:\n  tests:\n    - {text: 'what are your hours?', tier: crisis}\n");
    assertThat(run("check-config", file.toString())).isNotZero();
    assertThat(err.toString()).contains("urgency.tests[0]: expected crisis, got routine");
    Files.writeString(file, "endpoints: [{id: a, adapter: pigeon}]\n");
    assertThat(run("check-config", file.toString())).isNotZero();
    assertThat(err.toString()).contains("endpoints.a").contains("standard-webhooks");
    assertThat(run("check-config", Path.of("..", "config", "haven.yaml").toString())).isZero();
  }
}
