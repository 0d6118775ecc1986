package dev.haven.adapter.smpp;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a deliver_sm or data_sm (SMPP 3.4, sections 4.6 and 4.7).
 *
 * @param source as sent, with {@code +} when its type of number says international
 * @param receipt whether it tells of a message of ours
 * @param content the words' bytes, without a user data header
 * @param reference of a message in several parts; -1 when it is whole
 * @param total parts there are
 * @param part this one, from 1
 * @param spanish whether its extension table is the Spanish one
 * @param receiptedId the id of our message by its own field; null when there is none
 * @param state what became of our message, by its own field; null when there is none
 */
@SuppressWarnings("ArrayRecordComponent")
record ShortMessage(
    String source,
    String destination,
    boolean receipt,
    int coding,
    byte[] content,
    int reference,
    int total,
    int part,
    boolean spanish,
    @Nullable String receiptedId,
    @Nullable String state) {

  private static final int TLV_SAR_REFERENCE = 0x020c;
  private static final int TLV_SAR_TOTAL = 0x020e;
  private static final int TLV_SAR_PART = 0x020f;
  private static final int TLV_RECEIPTED_ID = 0x001e;
  private static final int TLV_STATE = 0x0427;
  private static final int TLV_PAYLOAD = 0x0424;
  private static final int INTERNATIONAL = 1;
  private static final int UCS_2 = 0x08;

  /** The words of receipts for the values of the state's field (SMPP 3.4, 5.2.28). */
  private static final List<String> STATES =
      List.of(
          "", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN",
          "REJECTD");

  /**
   * @throws java.nio.BufferUnderflowException when the body is shorter than it says
   */
  static ShortMessage read(Pdu pdu) {
    ByteBuffer body = ByteBuffer.wrap(pdu.body());
    boolean data = pdu.command() == Pdu.DATA_SM;
    string(body);
    String source = address(body);
    String destination = address(body);
    int esmClass = body.get() & 0xff;
    byte[] content = new byte[0];
    int coding;
    if (data) {
      body.get();
      coding = body.get() & 0xff;
    } else {
      body.get();
      body.get();
      string(body);
      string(body);
      body.get();
      body.get();
      coding = body.get() & 0xff;
      body.get();
      content = new byte[body.get() & 0xff];
      body.get(content);
    }
    return withOptions(body, source, destination, esmClass, coding, content);
  }

  private static ShortMessage withOptions(
      ByteBuffer body,
      String source,
      String destination,
      int esmClass,
      int coding,
      byte[] shortContent) {
    byte[] content = shortContent;
    int reference = -1;
    int total = 1;
    int part = 1;
    String receiptedId = null;
    String state = null;
    boolean spanish = false;
    while (body.remaining() >= 4) {
      int tag = body.getShort() & 0xffff;
      byte[] value = new byte[body.getShort() & 0xffff];
      body.get(value);
      switch (tag) {
        case TLV_PAYLOAD -> content = content.length == 0 ? value : content;
        case TLV_SAR_REFERENCE -> reference = number(value);
        case TLV_SAR_TOTAL -> total = number(value);
        case TLV_SAR_PART -> part = number(value);
        case TLV_RECEIPTED_ID ->
            receiptedId = new String(value, StandardCharsets.ISO_8859_1).replace("\0", "");
        case TLV_STATE -> state = STATES.get(Math.floorMod(number(value), STATES.size()));
        default -> {}
      }
    }
    if ((esmClass & 0x40) != 0 && content.length > 0) {
      int header = Math.min(content.length, (content[0] & 0xff) + 1);
      byte[] data = Arrays.copyOf(content, header);
      int[] udh = concatenation(data);
      spanish = isSpanish(data);
      content = Arrays.copyOfRange(content, header, content.length);
      if (udh.length == 3) {
        reference = udh[0];
        total = udh[1];
        part = udh[2];
      }
    }
    // Some carriers tell a receipt by its own field only.
    boolean receipt = (esmClass & 0x3c) != 0 || receiptedId != null;
    return new ShortMessage(
        source,
        destination,
        receipt,
        coding,
        content,
        reference,
        total,
        part,
        spanish,
        receiptedId,
        state);
  }

  /** Whether a user data header asks for the Spanish extension table (GSM 03.38, 6.2.1.2.4). */
  private static boolean isSpanish(byte[] header) {
    int at = 1;
    while (at + 1 < header.length) {
      int length = header[at + 1] & 0xff;
      if (header[at] == 0x24 && length == 1 && at + 2 < header.length) {
        return header[at + 2] == 0x02;
      }
      at += 2 + length;
    }
    return false;
  }

  /**
   * Reference, total and part of a user data header (GSM 03.40, 9.2.3.24), 8 or 16 bit; empty when
   * it has none.
   */
  private static int[] concatenation(byte[] header) {
    int at = 1;
    while (at + 1 < header.length) {
      int element = header[at] & 0xff;
      int length = header[at + 1] & 0xff;
      int value = at + 2;
      if (value + length > header.length) {
        break;
      }
      if (element == 0x00 && length == 3) {
        return new int[] {header[value] & 0xff, header[value + 1] & 0xff, header[value + 2] & 0xff};
      }
      if (element == 0x08 && length == 4) {
        int reference = (header[value] & 0xff) << 8 | (header[value + 1] & 0xff);
        return new int[] {reference, header[value + 2] & 0xff, header[value + 3] & 0xff};
      }
      at = value + length;
    }
    return new int[0];
  }

  private static int number(byte[] value) {
    int number = 0;
    for (byte one : value.length > 4 ? Arrays.copyOf(value, 4) : value) {
      number = number << 8 | (one & 0xff);
    }
    return number;
  }

  private static String string(ByteBuffer body) {
    StringBuilder text = new StringBuilder();
    for (int c = body.get() & 0xff; c != 0; c = body.get() & 0xff) {
      text.append((char) c);
    }
    return text.toString();
  }

  private static String address(ByteBuffer body) {
    int typeOfNumber = body.get();
    body.get();
    String address = string(body);
    boolean digits = !address.isEmpty() && address.chars().allMatch(c -> c >= '0' && c <= '9');
    return typeOfNumber == INTERNATIONAL && digits ? "+" + address : address;
  }

  /**
   * This part with what the next one brings, when the bytes of both are read as one: a sender may
   * cut an escaped character or a surrogate pair in two. Null when they must be read apart.
   */
  @Nullable ShortMessage with(ShortMessage next) {
    boolean inOrder = next.part == part + 1;
    boolean alike = next.coding == coding && next.spanish == spanish;
    boolean even = alphabet() != UCS_2 || content.length % 2 == 0;
    if (!inOrder || !alike || !even) {
      return null;
    }
    byte[] both = Arrays.copyOf(content, content.length + next.content.length);
    System.arraycopy(next.content, 0, both, content.length, next.content.length);
    return new ShortMessage(
        source,
        destination,
        receipt,
        coding,
        both,
        reference,
        total,
        next.part,
        spanish,
        receiptedId,
        state);
  }

  boolean isWhole() {
    return reference < 0 || total <= 1;
  }

  /**
   * Coding 1 is ASCII, but some senders (node-smpp is one) put the GSM alphabet under it. Words
   * have no control signs, and of a language with accents hardly a back quote, a bar or a single
   * brace, which are ¿, ö, ü, ä and ñ there.
   */
  private static boolean isGsmAsAscii(byte[] content) {
    boolean gsm = false;
    boolean opened = false;
    boolean closed = false;
    for (byte one : content) {
      boolean control = one >= 0 && one < 0x20 && one != '\n' && one != '\r' && one != '\t';
      gsm |= control || one == '`' || one == '|' || one == '~';
      opened |= one == '{';
      closed |= one == '}';
    }
    return gsm || opened != closed;
  }

  /**
   * The alphabet by its number below 16; above it the coding is that of GSM 03.38, section 4, with
   * classes and waiting indications.
   */
  private int alphabet() {
    if (coding < 0x10) {
      return coding;
    }
    int group = coding & 0xf0;
    if (group == 0xf0) {
      return (coding & 0x04) == 0 ? 0 : 0x04;
    }
    if (group == 0xe0) {
      return 0x08;
    }
    return group < 0x80 ? coding & 0x0c : 0;
  }

  /**
   * The words.
   *
   * @param latin1ByDefault whether this carrier's default alphabet is Latin-1 instead of GSM 03.38
   */
  String text(boolean latin1ByDefault) {
    return switch (alphabet()) {
      case 0x01 ->
          isGsmAsAscii(content)
              ? Gsm7.decode(content, spanish)
              : new String(content, StandardCharsets.US_ASCII);
      case 0x03 -> new String(content, StandardCharsets.ISO_8859_1);
      case 0x05 -> new String(content, Charset.forName("EUC-JP"));
      case 0x06 -> new String(content, Charset.forName("ISO-8859-5"));
      case 0x07 -> new String(content, Charset.forName("ISO-8859-8"));
      case UCS_2 -> new String(content, StandardCharsets.UTF_16BE);
      case 0x02, 0x04 -> "";
      default ->
          latin1ByDefault && coding == 0
              ? new String(content, StandardCharsets.ISO_8859_1)
              : Gsm7.decode(content, spanish);
    };
  }

  @Override
  public String toString() {
    return "ShortMessage[" + content.length + " bytes]";
  }
}
