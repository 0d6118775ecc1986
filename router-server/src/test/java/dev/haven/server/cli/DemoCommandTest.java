package dev.haven.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine haven =
      Haven.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @ParameterizedTest
  @ValueSource(strings = {"0", "51", "-1"})
  void shouldRefuseTooFewOrTooManyNavigators(String navigators) {
    assertThat(haven.execute("demo", "--navigators", navigators)).isNotZero();
    assertThat(err.toString()).contains("--navigators", navigators, "1 to 50");
  }

  @Test
  void shouldSayWhatItTakes() {
    assertThat(haven.execute("demo", "--help")).isZero();
    assertThat(out.toString()).contains("--port", "--ops-port", "--data", "--navigators");
  }
}
