package dev.haven.adapter.smpp;

import dev.haven.channel.EndpointConfig;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a carrier writes the id of a message of ours in its answer and in its receipt. The protocol
 * wants the same text (SMPP 3.4, 4.4.2 and Appendix B); many carriers write the one as a
 * hexadecimal and the other as a decimal number.
 */
enum ReceiptIds {
  SAME,
  DECIMAL,
  HEX;

  /**
   * @throws IllegalArgumentException when {@code receiptIds} is none of these
   */
  static ReceiptIds of(EndpointConfig endpoint) {
    String value = endpoint.text("receiptIds");
    return switch (value == null ? "same" : value.strip().toLowerCase(Locale.ROOT)) {
      case "same" -> SAME;
      case "decimal" -> DECIMAL;
      case "hex" -> HEX;
      default ->
          throw new IllegalArgumentException("config.receiptIds is one of same, decimal, hex");
    };
  }

  /** What an answer's id is called in receipts; another text stays as it is. */
  String ofAnswer(String id) {
    return switch (this) {
      case SAME -> id;
      case DECIMAL -> number(id, 16, 10);
      case HEX -> number(id, 10, 16);
    };
  }

  /** A receipt's id in the same form. */
  String ofReceipt(String id) {
    return switch (this) {
      case SAME -> id;
      case DECIMAL -> number(id, 10, 10);
      case HEX -> number(id, 16, 16);
    };
  }

  private static String number(String id, int from, int to) {
    BigInteger number = parsed(id, from);
    return number == null ? id : number.toString(to);
  }

  private static @Nullable BigInteger parsed(String id, int base) {
    try {
      return new BigInteger(id, base);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
