package dev.haven.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalFileTest {
  @Test
  void shouldReadBackWhatWasWritten() throws IOException {
    List<JournalBatch> batches = Told.withAna().placed("c1", 4, 1).batches();
    StringBuilder text = new StringBuilder();
    batches.forEach(b -> JournalText.encode(b).forEach(l -> text.append(l).append('\n')));

    assertThat(read(text.toString())).isEqualTo(batches);
  }

  @Test
  void shouldReadLinesThatSomebodyWroteInAnotherForm() throws IOException {
    String text = "{\"n\": 1, \"at\": 2, \"type\": \"x\", \"hash\": \"h\", \"workspace\": \"w\"}";

    assertThat(read(text))
        .singleElement()
        .satisfies(
            b -> {
              assertThat(b.workspace()).isEqualTo("w");
              assertThat(b.hash()).isEqualTo("h");
            });
  }

  private static List<JournalBatch> read(String text) throws IOException {
    List<JournalBatch> read = new ArrayList<>();
    try (JournalFile file =
        JournalFile.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))) {
      for (Optional<JournalBatch> b = file.next(); b.isPresent(); b = file.next()) {
        read.add(b.get());
      }
    }
    return read;
  }
}
