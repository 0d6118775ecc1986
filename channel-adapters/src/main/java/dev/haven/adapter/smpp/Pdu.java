package dev.haven.adapter.smpp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One protocol data unit (SMPP 3.4, section 3.2): a header of four 32-bit numbers, then a body.
 *
 * @param body without the header
 */
@SuppressWarnings("ArrayRecordComponent")
record Pdu(int command, int status, int sequence, byte[] body) {
  static final int HEADER = 16;

  /** Longest unit that is read, in bytes; the specification's largest message payload fits. */
  static final int MAX_LENGTH = 70_000;

  static final int BIND_RECEIVER_RESP = 0x80000001;
  static final int BIND_TRANSMITTER_RESP = 0x80000002;
  static final int GENERIC_NACK = 0x80000000;
  static final int BIND_RECEIVER = 0x00000001;
  static final int BIND_TRANSMITTER = 0x00000002;
  static final int BIND_TRANSCEIVER = 0x00000009;
  static final int SUBMIT_SM = 0x00000004;
  static final int ALERT_NOTIFICATION = 0x00000102;
  static final int RESPONSE = 0x80000000;
  static final int BIND_TRANSCEIVER_RESP = 0x80000009;
  static final int SUBMIT_SM_RESP = 0x80000004;
  static final int DELIVER_SM = 0x00000005;
  static final int DATA_SM = 0x00000103;
  static final int UNBIND = 0x00000006;
  static final int ENQUIRE_LINK = 0x00000015;

  /** Units as far as they are whole, and whether every byte belonged to one. */
  record Read(List<Pdu> units, boolean whole) {}

  static Read read(byte[] bytes) {
    List<Pdu> units = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.remaining() >= HEADER) {
      int length = buffer.getInt(buffer.position());
      if (length < HEADER || length > MAX_LENGTH || length > buffer.remaining()) {
        return new Read(units, false);
      }
      buffer.getInt();
      int command = buffer.getInt();
      int status = buffer.getInt();
      int sequence = buffer.getInt();
      byte[] body = new byte[length - HEADER];
      buffer.get(body);
      units.add(new Pdu(command, status, sequence, body));
    }
    return new Read(units, !buffer.hasRemaining());
  }

  /** The unit as it goes over the line. */
  byte[] write() {
    return ByteBuffer.allocate(HEADER + body.length)
        .putInt(HEADER + body.length)
        .putInt(command)
        .putInt(status)
        .putInt(sequence)
        .put(body)
        .array();
  }

  /** Its answer without a body. */
  Pdu answer(int status) {
    return new Pdu(command | RESPONSE, status, sequence, new byte[0]);
  }

  /** Whether it asks for an answer. */
  boolean isRequest() {
    return command >= 0;
  }

  @Override
  public String toString() {
    return "Pdu[0x%08x, %d bytes]".formatted(command, body.length);
  }
}
