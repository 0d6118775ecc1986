package dev.haven.adapter.smpp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words as the parts of one short message: in the smallest alphabet that holds them all, each part
 * with a user data header when there are several (GSM 03.40, 9.2.3.24.1). Neither an escaped
 * character nor a surrogate pair is ever cut in two.
 *
 * @param coding data_coding of every part
 * @param parts their bytes, with the header when there are several; at least one
 */
record Segments(int coding, List<byte[]> parts) {
  private static final int DEFAULT = 0;
  private static final int LATIN_1 = 3;
  private static final int UCS_2 = 8;
  private static final int MOST = 255;

  /** What a carrier takes. */
  enum Alphabet {
    /** GSM 03.38 as the default alphabet, else UCS-2. */
    GSM,
    /** Latin-1 as the default alphabet, else UCS-2. */
    LATIN1,
    /** GSM 03.38, else Latin-1 by its own coding, else UCS-2. */
    GSM_AND_LATIN1
  }

  Segments {
    parts = List.copyOf(parts);
  }

  /**
   * @param reference what tells the parts of one message, 0 to 255
   * @return null when it would be more than 255 parts
   */
  static @Nullable Segments of(String text, Alphabet alphabet, int reference) {
    byte[] gsm = alphabet == Alphabet.LATIN1 ? null : Gsm7.encode(text);
    if (gsm != null) {
      return cut(DEFAULT, gsm, 160, 153, reference);
    }
    byte[] latin = alphabet == Alphabet.GSM ? null : latin1(text);
    if (latin != null) {
      return cut(alphabet == Alphabet.LATIN1 ? DEFAULT : LATIN_1, latin, 140, 134, reference);
    }
    return cut(UCS_2, text.getBytes(StandardCharsets.UTF_16BE), 140, 134, reference);
  }

  private static byte @Nullable [] latin1(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(text));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static @Nullable Segments cut(
      int coding, byte[] bytes, int alone, int each, int reference) {
    if (bytes.length <= alone) {
      return new Segments(coding, List.of(bytes));
    }
    List<byte[]> cuts = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(bytes.length, from + each);
      if (to < bytes.length && splits(coding, bytes, to)) {
        to -= coding == UCS_2 ? 2 : 1;
      }
      cuts.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    if (cuts.size() > MOST) {
      return null;
    }
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      byte[] header = {5, 0, 3, (byte) reference, (byte) cuts.size(), (byte) (i + 1)};
      byte[] part = Arrays.copyOf(header, header.length + cuts.get(i).length);
      System.arraycopy(cuts.get(i), 0, part, header.length, cuts.get(i).length);
      parts.add(part);
    }
    return new Segments(coding, parts);
  }

  /** Whether a cut there would part what belongs together. */
  private static boolean splits(int coding, byte[] bytes, int at) {
    if (coding == UCS_2) {
      int unit = (bytes[at - 2] & 0xff) << 8 | (bytes[at - 1] & 0xff);
      return Character.isHighSurrogate((char) unit);
    }
    return coding == DEFAULT && Gsm7.isEscape(bytes[at - 1]);
  }

  boolean several() {
    return parts.size() > 1;
  }

  @Override
  public String toString() {
    return "Segments[" + coding + ", " + parts.size() + " parts]";
  }
}
