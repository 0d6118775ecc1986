package dev.haven.server.http;

import java.io.ByteArrayOutputStream;

/**
 * Cuts a table that comes in pieces into its lines (RFC 4180): a line end between quotes belongs to
 * a cell. Quotes count only where a cell begins with one. Keeps one line.
 */
final class CsvLines {
  /** Hears of each line, its end left out. */
  interface Each {
    /**
     * @param line where it begins, from 1
     */
    void line(long line, byte[] bytes);
  }

  private enum At {
    CELL,
    PLAIN,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  private final int most;
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private At at = At.CELL;
  private long line = 1;
  private long begun = 1;
  private boolean afterReturn;

  /**
   * @param most bytes of one line
   */
  CsvLines(int most) {
    this.most = most;
  }

  /** Whether the line that is open has too many bytes; nothing more is taken then. */
  boolean tooLong() {
    return open.size() > most;
  }

  /** Where the open line begins. */
  long line() {
    return begun;
  }

  void take(byte[] piece, Each each) {
    for (int i = 0; i < piece.length && !tooLong(); i++) {
      take(piece[i], each);
    }
  }

  private void take(byte b, Each each) {
    boolean end = b == '\n' || b == '\r';
    if (b == '\n' && afterReturn) {
      afterReturn = false;
      if (at == At.QUOTED) {
        open.write(b);
      } else {
        begun = line;
      }
      return;
    }
    afterReturn = b == '\r';
    if (end) {
      line++;
    }
    if (end && at != At.QUOTED) {
      end(each);
      return;
    }
    open.write(b);
    at =
        switch (at) {
          case CELL -> b == '"' ? At.QUOTED : b == ',' || b == ' ' ? At.CELL : At.PLAIN;
          case PLAIN -> b == ',' ? At.CELL : At.PLAIN;
          case QUOTED -> b == '"' ? At.QUOTE_IN_QUOTED : At.QUOTED;
          case QUOTE_IN_QUOTED -> b == '"' ? At.QUOTED : b == ',' ? At.CELL : At.PLAIN;
        };
  }

  /** Gives what has no line end behind it. */
  void end(Each each) {
    if (open.size() > 0) {
      each.line(begun, open.toByteArray());
    }
    open.reset();
    at = At.CELL;
    begun = line;
  }
}
