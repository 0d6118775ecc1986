package dev.haven.adapter.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Json;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a platform gave no name must not be taken for something else it gave none. */
class NamelessTest {

  /** A sample, the name in it, and words of it that are replaced. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sinch-08-message-inbound     | "id":"01EXX9CMR1Z1E20A6B3KSV0FVG",      | I need help
          chatwoot-01-message-created  | "id":4711,                              | hay alguien
          rocketchat-01-message        | "_id":"2untSdndqBP7opGWw",              | Hi
          slack-06-event-message       | ,"event_id":"Ev08MFMKH6"                | please call me
          vonage-05-messages-sms       | "message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab" | Help
          stable-01-mail-item-created  | "id":"b67416b1-8b44-40d8-9842-6c457acc4bf8", | John Doe
          sinch-fax-01-incoming-json   | "id":"01HDFHACK1YN7CCDYRA6ZRMA8Z",      | +15551230009
          """)
  void shouldTellThingsWithoutANameApart(String sample, String name, String words)
      throws IOException {
    // given a sample that lost its name, and another one with other words
    Vector vector = sample(sample);
    String nameless =
        vector
            .request()
            .bodyAsUtf8()
            .replace(name, name.contains("message_uuid") ? "\"message_uuid\":null" : "");
    assertThat(nameless).isNotEqualTo(vector.request().bodyAsUtf8()).contains(words);

    // when they are read
    InboundContact first = read(vector, nameless);
    InboundContact again = read(vector, nameless);
    InboundContact other = read(vector, nameless.replace(words, "777"));

    // then they are two, and a repeat is the same
    assertThat(again.externalId()).isEqualTo(first.externalId()).isNotBlank();
    assertThat(other.externalId()).isNotEqualTo(first.externalId());
    assertThat(first.externalId()).isNotEqualTo("null");
  }

  private static InboundContact read(Vector vector, String body) {
    RawRequest request = vector.request();
    InboundReader reader = Samples.adapter(vector);
    ParseResult result =
        reader.parse(
            new RawRequest(
                request.method(),
                request.uri(),
                request.headers(),
                body.getBytes(StandardCharsets.UTF_8),
                null),
            vector.now());
    assertThat(result).isInstanceOf(ParseResult.Events.class);
    assertThat(Json.read(body)).isNotNull();
    return (InboundContact) ((ParseResult.Events) result).events().get(0);
  }

  private static Vector sample(String id) throws IOException {
    for (Path file : Samples.files()) {
      List<Vector> found = Samples.vectors(file).stream().filter(v -> v.id().equals(id)).toList();
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    throw new AssertionError("no sample " + id);
  }
}
