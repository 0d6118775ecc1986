package dev.haven.adapter.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class VectorRunnerTest {
  private static final Path SAMPLES = Path.of("src/test/resources/vectors");

  @TempDir private Path folder;

  @Test
  void shouldPassEverySample() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(SAMPLES)) {
      files = found.sorted().toList();
    }

    String lines = run(files);

    assertThat(lines)
        .doesNotContain("\"pass\":false")
        .contains("{\"passed\":55,\"failed\":0,\"unsupported\":0}");
  }

  @Test
  void shouldPassEveryVectorOfOurOwn() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(Path.of("src/test/resources/vectors-own"))) {
      files = found.sorted().toList();
    }

    String lines = run(files);

    assertThat(lines).doesNotContain("\"pass\":false").contains("\"failed\":0,\"unsupported\":0}");
  }

  @Test
  void shouldFailWhenTheTextIsAnother() throws IOException {
    Path changed = changed("meta.json", "¿Me ayudas? 🙏\"\n", "other\"\n");

    assertThat(run(List.of(changed))).contains("\"why\":\"text\"");
  }

  @Test
  void shouldFailWhenARefusalIsExpectedOfAGoodRequest() throws IOException {
    Path changed = changed("slack.json", "\"valid\": true", "\"valid\": false");

    assertThat(run(List.of(changed))).contains("expected a refusal").contains("\"failed\":1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plivo.json     | "contentType": "text/xml"            | "contentType": "application/xml"  | response.contentType
          plivo.json     | "bodyMustMatch": "<Response>"        | "bodyEquals": "<Response>"        | response.bodyEquals
          bandwidth.json | "idempotencyKey": "1476              | "idempotencyKey": "0476           | idempotencyKey
          cloudevents.json | A234-1234-1234",                   | B234-1234-1234",                  | idempotencyKey
          postmark.json  | "from": "ana@example.net"            | "from": "Ana@example.net"         | from
          sinch.json     | "conversationId": "01CONV"           | "conversationId": "01Conv"        | conversationId
          """)
  void shouldFailWhenOneFieldIsAnother(String sample, String from, String to, String why)
      throws IOException {
    Path changed = changed(sample, from, to);

    assertThat(run(List.of(changed))).contains("\"why\":\"" + why + "\"");
  }

  @Test
  void shouldLookAtTheVerdictAloneOfAPrimitive() throws IOException {
    // given a call whose payload is said to be no real one, so nothing is to come of it
    Path primitive = changed("twilio.json", "\"scope\": \"adapter\"", "\"scope\": \"primitive\"");
    replace(primitive, "\"kind\": \"inbound_contact\"", "\"kind\": \"system\"");
    assertThat(run(List.of(primitive))).contains("\"failed\":0,");

    // when its signature is expected to be wrong
    replace(primitive, "\"valid\": true", "\"valid\": false");

    // then that is said
    assertThat(run(List.of(primitive))).contains("expected a refusal");
  }

  private static void replace(Path file, String from, String to) throws IOException {
    Files.writeString(file, Files.readString(file).replace(from, to));
  }

  @Test
  void shouldFailWhenTheStatusIsAnother() throws IOException {
    String own = Files.readString(Path.of("src/test/resources/vectors-own/telnyx.json"));
    Path same = Files.writeString(folder.resolve("telnyx.json"), own);
    assertThat(run(List.of(same))).contains("\"failed\":0,");

    Path other =
        Files.writeString(
            folder.resolve("telnyx.json"),
            own.replace("\"status\": \"call.hangup\"", "\"status\": \"call.answered\""));

    assertThat(run(List.of(other))).contains("\"why\":\"status\"").contains("\"failed\":1,");
  }

  @Test
  void shouldFailWhenATokenIsExpectedToBeRefusedThatRepeatsItsMessage() throws IOException {
    // given the replayed token with the body it came with first
    Path file =
        changed("mailgun.json", "please+send+money", "I+still+need+help.%0A%0A%3E+earlier+text");

    // then it is a repeat, and no refusal
    assertThat(run(List.of(file))).contains("expected a refusal");
  }

  @Test
  void shouldCallAProviderWithoutAdapterUnsupported() throws IOException {
    Path changed = changed("slack.json", "\"provider\": \"slack\"", "\"provider\": \"nobody\"");

    assertThat(run(List.of(changed))).contains("{\"passed\":0,\"failed\":0,\"unsupported\":2}");
  }

  private Path changed(String sample, String from, String to) throws IOException {
    String text = Files.readString(SAMPLES.resolve(sample));
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve(sample), text.replace(from, to));
  }

  private static String run(List<Path> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorRunner.run(files, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
