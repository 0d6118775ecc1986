package dev.haven.adapter.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Requests;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class SegmentsTest {

  @Test
  void shouldEncodeEveryCharacterOfTheAlphabetAndItsExtension() {
    String all =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}\\[~]|€";

    assertThat(Gsm7.decode(Gsm7.encode(all), false)).isEqualTo(all);
    assertThat(Gsm7.encode("á")).isNull();
  }

  @Test
  void shouldTakeTheSmallestAlphabetThatHoldsAll() {
    assertThat(coding("hello €", Segments.Alphabet.GSM)).isZero();
    assertThat(coding("sí", Segments.Alphabet.GSM)).isEqualTo(8);
    assertThat(coding("sí", Segments.Alphabet.GSM_AND_LATIN1)).isEqualTo(3);
    assertThat(coding("sí", Segments.Alphabet.LATIN1)).isZero();
    assertThat(coding("sí 🙏", Segments.Alphabet.GSM_AND_LATIN1)).isEqualTo(8);
  }

  @Test
  void shouldCutOnlyWhatIsTooLong() {
    assertThat(parts("x".repeat(160))).isEqualTo(1);
    assertThat(parts("x".repeat(161))).isEqualTo(2);
    assertThat(parts("x".repeat(306))).isEqualTo(2);
    assertThat(parts("x".repeat(307))).isEqualTo(3);
    assertThat(parts("ж".repeat(70))).isEqualTo(1);
    assertThat(parts("ж".repeat(71))).isEqualTo(2);
    assertThat(Segments.of("x".repeat(255 * 153), Segments.Alphabet.GSM, 1).parts()).hasSize(255);
    assertThat(Segments.of("x".repeat(255 * 153 + 1), Segments.Alphabet.GSM, 1)).isNull();
  }

  @Test
  void shouldNeverCutACharacterInTwo() {
    long seed = 20_260_402;
    System.out.println("SegmentsTest seed " + seed);
    Random random = new Random(seed);
    String[] pieces = {"€", "{", "a", "é", "🙏", "ж", "ñ", " "};
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      int kinds = 1 + random.nextInt(pieces.length);
      for (int i = random.nextInt(700); i >= 0; i--) {
        text.append(pieces[random.nextInt(kinds)]);
      }
      Segments cut = Segments.of(text.toString(), Segments.Alphabet.GSM, 7);
      StringBuilder read = new StringBuilder();
      for (byte[] part : cut.parts()) {
        int from = cut.several() ? 6 : 0;
        byte[] words = java.util.Arrays.copyOfRange(part, from, part.length);
        assertThat(part.length).isLessThanOrEqualTo(cut.coding() == 0 ? 160 : 140);
        read.append(
            cut.coding() == 8
                ? new String(words, StandardCharsets.UTF_16BE)
                : Gsm7.decode(words, false));
      }
      assertThat(read).hasToString(text.toString());
    }
  }

  @Test
  void shouldReadUnitsHoweverTheyAreCutAndRefuseWhatIsNone() throws Exception {
    long seed = 20_260_403;
    System.out.println("SegmentsTest units seed " + seed);
    Random random = new Random(seed);
    Pdu unit = new Pdu(Pdu.DELIVER_SM, 0, 9, new byte[] {1, 2, 3});
    Units units = new Units();
    int read = 0;
    byte[] all = new byte[unit.write().length * 50];
    for (int i = 0; i < 50; i++) {
      System.arraycopy(unit.write(), 0, all, i * unit.write().length, unit.write().length);
    }
    for (int at = 0; at < all.length; ) {
      int to = Math.min(all.length, at + random.nextInt(40));
      read += units.take(java.util.Arrays.copyOfRange(all, at, to)).size();
      at = to;
    }
    assertThat(read).isEqualTo(50);

    for (int round = 0; round < 20_000; round++) {
      byte[] odd = new byte[random.nextInt(80)];
      random.nextBytes(odd);
      try {
        for (Pdu pdu : new Units().take(odd)) {
          ShortMessage.read(pdu);
        }
      } catch (Units.BrokenLineException | java.nio.BufferUnderflowException e) {
        // A clean refusal.
      }
      try {
        ShortMessage.read(new Pdu(Pdu.DELIVER_SM, 0, 1, odd)).text(false);
      } catch (java.nio.BufferUnderflowException e) {
        // A clean refusal.
      }
    }
  }

  @Test
  void shouldReadAsOneWhatASenderCutInTwo() {
    byte[] hand = "a🙏b".getBytes(StandardCharsets.UTF_16BE);
    assertThat(
            joined(8, java.util.Arrays.copyOf(hand, 4), java.util.Arrays.copyOfRange(hand, 4, 8)))
        .isEqualTo("a🙏b");
    assertThat(joined(0, new byte[] {'1', 0x1b}, new byte[] {0x65, '!'})).isEqualTo("1€!");
    assertThat(joined(8, new byte[] {0, 'a', 0}, new byte[] {0, 'b'}))
        .as("an odd part does not spoil the next")
        .startsWith("a")
        .endsWith("b");
  }

  private static String joined(int coding, byte[]... contents) {
    SortedMap<Integer, ShortMessage> parts = new TreeMap<>();
    for (int i = 1; i <= contents.length; i++) {
      parts.put(
          i,
          new ShortMessage(
              "+1",
              "+2",
              false,
              coding,
              contents[i - 1],
              9,
              contents.length,
              i,
              false,
              null,
              null));
    }
    return new SmppAdapter(Requests.endpoint("smpp", Map.of(), Map.of()))
        .joined(parts, Requests.NOW)
        .text();
  }

  @Test
  void shouldTellAReceiptByItsFieldAndKnowItsIdHoweverTheCarrierWritesNumbers() {
    byte[] field = {0, 0x1e, 0, 4, '0', '0', '9', '9'};
    byte[] body = java.util.Arrays.copyOf(new byte[17], 17 + field.length);
    System.arraycopy(field, 0, body, 17, field.length);
    assertThat(ShortMessage.read(new Pdu(Pdu.DELIVER_SM, 0, 1, body)).receipt()).isTrue();

    assertThat(ReceiptIds.DECIMAL.ofAnswer("0A3F")).isEqualTo("2623");
    assertThat(ReceiptIds.DECIMAL.ofReceipt("0000002623")).isEqualTo("2623");
    assertThat(ReceiptIds.HEX.ofAnswer("2623")).isEqualTo(ReceiptIds.HEX.ofReceipt("0A3F"));
    assertThat(ReceiptIds.SAME.ofReceipt("0A3F")).isEqualTo("0A3F");
    assertThat(ReceiptIds.DECIMAL.ofAnswer("id-1")).isEqualTo("id-1");
  }

  private static int coding(String text, Segments.Alphabet alphabet) {
    return Segments.of(text, alphabet, 1).coding();
  }

  private static int parts(String text) {
    return Segments.of(text, Segments.Alphabet.GSM, 1).parts().size();
  }
}
