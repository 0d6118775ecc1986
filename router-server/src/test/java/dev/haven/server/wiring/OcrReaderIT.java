package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.DocumentsConfig;
import io.vertx.core.Vertx;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** With real tesseract and poppler. */
@NullUnmarked
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
class OcrReaderIT {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private String read(byte[] content, int pages, Duration within) throws Exception {
    OcrReader reader =
        new OcrReader(vertx, new DocumentsConfig(true, List.of(), "eng+spa", pages, within, 512));
    String type = ContentTypes.of(content);
    assertThat(reader.reads(type)).as(type).isTrue();
    return reader
        .read(content, type)
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private String read(byte[] content) throws Exception {
    return read(content, 50, Duration.ofSeconds(50));
  }

  private static BufferedImage page(String words) {
    BufferedImage image = new BufferedImage(1_000, 200, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 1_000, 200);
    pen.setColor(Color.BLACK);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 44));
    pen.drawString(words, 40, 110);
    pen.dispose();
    return image;
  }

  private static byte[] tiff(String... pages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (String page : pages) {
        writer.writeToSequence(new IIOImage(page(page), null, null), null);
      }
      writer.endWriteSequence();
    }
    return out.toByteArray();
  }

  /**
   * One page with a scan on it, 480 points wide; tables of places are left to the reader's mending.
   */
  static byte[] scan(String words) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(page(words), "jpeg", jpeg);
    String draw = "480 0 0 96 0 0 cm /I Do";
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    String head =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 480 96]"
            + "/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>endobj\n"
            + "4 0 obj<</Length "
            + draw.length()
            + ">>stream\n"
            + draw
            + "\nendstream endobj\n5 0 obj<</Type/XObject/Subtype/Image/Width 1000/Height 200"
            + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length "
            + jpeg.size()
            + ">>stream\n";
    pdf.write(head.getBytes(StandardCharsets.ISO_8859_1));
    jpeg.writeTo(pdf);
    pdf.write(
        "\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF"
            .getBytes(StandardCharsets.ISO_8859_1));
    return pdf.toByteArray();
  }

  @Test
  void shouldReadEveryPageOfAFax() throws Exception {
    assertThat(read(tiff("I need help today", "Necesito una ambulancia")))
        .contains("need help", "Necesito", "ambulancia");
  }

  @Test
  void shouldReadAScanInAPdf() throws Exception {
    assertThat(read(scan("No puedo dormir"))).contains("puedo dormir");
  }

  @Test
  void shouldReadNothingInWhatIsBroken() throws Exception {
    assertThat(read("%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8)).strip()).isEmpty();
    assertThat(read(new byte[] {'I', 'I', 42, 0, 1, 2, 3, 4}).strip()).isEmpty();
  }

  @Test
  void shouldStopWhenTheTimeIsOver() throws Exception {
    assertThat(read(tiff("I need help today"), 50, Duration.ofMillis(1))).isEmpty();
  }
}
