package dev.haven.server.wiring;

import dev.haven.server.config.DocumentsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads documents with programs beside this one: pdftotext for the text a PDF has, pdftoppm and
 * tesseract for what is a picture. Everything goes by pipes. Each program has bounds of memory, of
 * processor time and of what it may say, and one document all its time once; what is over them is
 * read as far as it came. At most {@link #AT_ONCE} at a time.
 */
final class OcrReader implements DocumentReader {
  private static final Set<String> PICTURES = Set.of("image/tiff", "image/jpeg", "image/png");
  private static final String PDF = "application/pdf";
  private static final int AT_ONCE = 2;
  private static final int DOTS_PER_INCH = 200;

  /** A page of A4 in grey at that resolution is under 4 MB. */
  private static final int MOST_OUT = 32 * 1024 * 1024;

  /** Poppler keeps what it reads from a pipe in a file without a name, which goes with it. */
  private static final int MOST_FILE = 64 * 1024 * 1024;

  /** Fewer letters than that on a page with text are a stamp, and the page is a picture. */
  private static final int LEAST_LETTERS = 20;

  private final DocumentsConfig config;
  private final WorkerExecutor workers;

  OcrReader(Vertx vertx, DocumentsConfig config) {
    this.config = config;
    this.workers =
        vertx.createSharedWorkerExecutor(
            "documents", AT_ONCE, config.within().toSeconds() + 60, TimeUnit.SECONDS);
  }

  @Override
  public boolean reads(String contentType) {
    return PICTURES.contains(contentType)
        || contentType.equals(PDF)
        || DocumentReader.PLAIN.reads(contentType);
  }

  @Override
  public Future<String> read(byte[] content, String contentType) {
    if (DocumentReader.PLAIN.reads(contentType)) {
      return DocumentReader.PLAIN.read(content, contentType);
    }
    return workers.executeBlocking(
        () -> {
          long ends = System.nanoTime() + config.within().toNanos();
          return contentType.equals(PDF) ? pdf(content, ends) : picture(content, ends);
        },
        false);
  }

  private String picture(byte[] image, long ends) throws IOException {
    byte[] words = run(image, ends, "tesseract", "stdin", "stdout", "-l", config.languages());
    return new String(words, StandardCharsets.UTF_8);
  }

  private String pdf(byte[] document, long ends) throws IOException {
    String last = Integer.toString(config.pages());
    String text =
        new String(
            run(document, ends, "pdftotext", "-l", last, "-enc", "UTF-8", "-", "-"),
            StandardCharsets.UTF_8);
    String[] pages = text.split("\f", -1);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Math.min(config.pages(), Math.max(1, pages.length - 1)); i++) {
      String page = pages[i];
      if (page.chars().filter(Character::isLetter).count() >= LEAST_LETTERS) {
        all.append(page).append('\n');
      } else {
        String n = Integer.toString(i + 1);
        String dots = Integer.toString(DOTS_PER_INCH);
        byte[] image = run(document, ends, "pdftoppm", "-r", dots, "-gray", "-f", n, "-l", n, "-");
        all.append(image.length == 0 ? page : picture(image, ends)).append('\n');
      }
    }
    return all.toString();
  }

  /**
   * What a program says to that input; what it said so far when it comes to a bound.
   *
   * @throws IOException when it cannot be started
   */
  private byte[] run(byte[] input, long ends, String... program) throws IOException {
    Duration left = Duration.ofNanos(ends - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      return new byte[0];
    }
    List<String> command = new ArrayList<>(config.sandbox());
    command.addAll(
        List.of(
            "prlimit",
            "--as=" + config.megabytes() * 1_048_576L,
            "--cpu=" + (left.toSeconds() + 1),
            "--fsize=" + MOST_FILE,
            "--core=0"));
    command.addAll(List.of(program));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().retainAll(Set.of("PATH", "TESSDATA_PREFIX"));
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    Process process = builder.start();
    // Ends the reading below too: a killed program's pipes are closed.
    process
        .onExit()
        .orTimeout(left.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(e -> end(process));
    CompletableFuture<Void> fed =
        CompletableFuture.runAsync(() -> feed(process.getOutputStream(), input));
    try {
      return heard(process.getInputStream());
    } finally {
      process.destroyForcibly();
      fed.cancel(false);
    }
  }

  /** What comes until its end, its bound or that of its time. */
  private static byte[] heard(InputStream from) {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    byte[] piece = new byte[65_536];
    try (InputStream said = from) {
      int n = said.read(piece);
      while (n >= 0 && heard.size() < MOST_OUT) {
        heard.write(piece, 0, n);
        n = said.read(piece);
      }
    } catch (IOException e) {
      // Its time was over: what it said so far counts.
    }
    return heard.toByteArray();
  }

  private static Process end(Process process) {
    return process.destroyForcibly();
  }

  /** A program that has seen enough closes its end. */
  private static void feed(OutputStream to, byte[] input) {
    try (OutputStream out = to) {
      out.write(input);
    } catch (IOException e) {
      // It does not want the rest.
    }
  }
}
