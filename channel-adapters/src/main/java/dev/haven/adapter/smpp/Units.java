package dev.haven.adapter.smpp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts what comes over a connection into units, however it was split up. */
final class Units {
  private byte[] rest = new byte[0];

  /**
   * The units that are whole now.
   *
   * @throws BrokenLineException when what comes is no unit: nothing after it can be read
   */
  List<Pdu> take(byte[] bytes) throws BrokenLineException {
    byte[] all = Arrays.copyOf(rest, rest.length + bytes.length);
    System.arraycopy(bytes, 0, all, rest.length, bytes.length);
    List<Pdu> units = new ArrayList<>();
    int at = 0;
    while (all.length - at >= Pdu.HEADER) {
      int length = ByteBuffer.wrap(all, at, 4).getInt();
      if (length < Pdu.HEADER || length > Pdu.MAX_LENGTH) {
        throw new BrokenLineException();
      }
      if (length > all.length - at) {
        break;
      }
      units.addAll(Pdu.read(Arrays.copyOfRange(all, at, at + length)).units());
      at += length;
    }
    rest = Arrays.copyOfRange(all, at, all.length);
    return units;
  }

  /** What came is no unit of the protocol. */
  static final class BrokenLineException extends Exception {
    BrokenLineException() {
      super("what came is no unit of SMPP");
    }
  }
}
