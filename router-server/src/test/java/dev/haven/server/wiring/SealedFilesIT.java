package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Attachment;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.TinkSealer;
import dev.haven.server.http.Attachments.Kept;
import dev.haven.server.http.Attachments.State;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of contacts on a real disk. */
class SealedFilesIT {
  private static final WorkspaceId MAIN = new WorkspaceId("main");
  private static final ContactId CONTACT = new ContactId("c1");
  private static final byte[] PDF = "%PDF-1.7 my diagnosis".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private SealedFiles files;

  @BeforeEach
  void open() {
    files =
        new SealedFiles(
            vertx,
            folder,
            TinkSealer.of(TinkSealer.newKeyset()),
            RouterClock.system(),
            DocumentReader.PLAIN::reads);
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Attachment pdf() {
    return Attachment.ofContent(PDF, "text/html", "../letters/lab.pdf");
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void shouldKeepAFileOnceSealedAndGiveItBack() throws Exception {
    await(files.keep(MAIN, CONTACT, "m1", List.of(pdf()), false));
    await(files.keep(MAIN, CONTACT, "m1", List.of(pdf()), false));

    List<Kept> kept = await(files.list(MAIN, CONTACT));
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).name()).isEqualTo("lab.pdf");
    assertThat(kept.get(0).contentType()).isEqualTo("application/pdf");
    assertThat(kept.get(0).bytes()).isEqualTo(PDF.length);
    assertThat(await(files.read(MAIN, CONTACT, kept.get(0).n())).orElseThrow().bytes())
        .isEqualTo(PDF);
    for (Path file : everything()) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain("diagnosis")
          .doesNotContain("lab");
    }
  }

  @Test
  void shouldGiveNothingOfAnotherContactOrPlace() throws Exception {
    await(files.keep(MAIN, CONTACT, "m1", List.of(pdf()), false));
    String n = await(files.list(MAIN, CONTACT)).get(0).n();

    assertThat(await(files.read(MAIN, new ContactId("c2"), n))).isEmpty();
    assertThat(await(files.read(new WorkspaceId("other"), CONTACT, n))).isEmpty();
    assertThat(await(files.read(MAIN, CONTACT, "../c1/" + n))).isEmpty();
  }

  @Test
  void shouldSayWhatIsToComeOrOverABound() throws Exception {
    List<Attachment> many = new ArrayList<>();
    many.add(Attachment.ofUrl("https://media.example/1", "image/png", "a.png"));
    for (int i = 0; i < SealedFiles.MAX_FILES; i++) {
      many.add(pdf());
    }
    await(files.keep(MAIN, CONTACT, "m1", many, false));

    List<Kept> kept = await(files.list(MAIN, CONTACT));
    assertThat(kept).filteredOn(k -> k.state() == State.PENDING).hasSize(1);
    assertThat(kept).filteredOn(k -> k.state() == State.REFUSED).hasSize(1);
    for (Kept k : kept) {
      assertThat(await(files.read(MAIN, CONTACT, k.n())).isPresent())
          .isEqualTo(k.state() == State.STORED);
    }
  }

  @Test
  void shouldNameWhatIsStillToBeBroughtOrRead() throws Exception {
    Attachment text =
        Attachment.ofContent("hola".getBytes(StandardCharsets.UTF_8), "text/plain", null);
    List<Attachment> both = List.of(text, pdf(), Attachment.ofMediaId("7", null, null));

    List<String> open = await(files.keep(MAIN, CONTACT, "m1", both, true));
    List<String> read = await(files.keep(MAIN, CONTACT, "m2", both, false));

    assertThat(open).hasSize(2).first().asString().endsWith("-0");
    assertThat(read).singleElement().asString().endsWith("-2");
    assertThat(await(files.isLastUnread(MAIN, CONTACT, open.get(0)))).isFalse();
  }

  @Test
  void shouldRemoveWhatHasNoContactAnyMore() throws Exception {
    ContactId gone = new ContactId("gone");
    await(files.keep(MAIN, CONTACT, "m1", List.of(pdf()), false));
    await(files.keep(MAIN, gone, "m1", List.of(pdf()), false));
    await(files.sweep(MAIN, (w, c) -> Future.succeededFuture(!c.equals(gone))));
    assertThat(await(files.list(MAIN, gone))).as("young").hasSize(1);
    for (String id : new String[] {"c1", "gone"}) {
      Files.setLastModifiedTime(folder.resolve("main").resolve(id), FileTime.from(Instant.EPOCH));
    }

    await(files.sweep(MAIN, (w, c) -> Future.succeededFuture(!c.equals(gone))));

    assertThat(await(files.list(MAIN, gone))).isEmpty();
    assertThat(await(files.list(MAIN, CONTACT))).hasSize(1);
  }
}
