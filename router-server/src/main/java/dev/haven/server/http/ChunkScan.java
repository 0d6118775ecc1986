package dev.haven.server.http;

/**
 * Follows a chunked body, byte by byte where it must, to find where it ends. RFC 9112 section 7.1.
 * Chunk extensions, which nobody sends but smugglers, are refused.
 *
 * <p>One per connection, on its event loop.
 */
final class ChunkScan {
  private static final int MAX_SIZE_DIGITS = 7;
  private static final int MAX_TRAILER = 8_192;

  private enum At {
    SIZE,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER,
    TRAILER_LF,
    LAST_LF,
    DONE,
    BROKEN
  }

  private At at = At.DONE;
  private int digits;
  private int size;
  private int skipped;

  void begin() {
    at = At.SIZE;
    digits = 0;
    size = 0;
    skipped = 0;
  }

  boolean done() {
    return at == At.DONE;
  }

  boolean broken() {
    return at == At.BROKEN;
  }

  /** How many of that many bytes are data that may be skipped without a look. */
  int skip(int available) {
    if (at != At.DATA) {
      return 0;
    }
    int n = Math.min(available, size);
    size -= n;
    if (size == 0) {
      at = At.DATA_CR;
    }
    return n;
  }

  void next(byte b) {
    switch (at) {
      case SIZE -> sizeDigit(b);
      case SIZE_LF -> at = b != '\n' ? At.BROKEN : size > 0 ? At.DATA : startTrailer();
      case DATA_CR -> at = b == '\r' ? At.DATA_LF : At.BROKEN;
      case DATA_LF -> {
        if (b == '\n') {
          begin();
        } else {
          at = At.BROKEN;
        }
      }
      case TRAILER_START -> at = b == '\r' ? At.LAST_LF : inTrailer(b);
      case TRAILER -> at = b == '\r' ? At.TRAILER_LF : inTrailer(b);
      case TRAILER_LF -> at = b == '\n' ? At.TRAILER_START : At.BROKEN;
      case LAST_LF -> at = b == '\n' ? At.DONE : At.BROKEN;
      case DATA, DONE, BROKEN -> at = At.BROKEN;
    }
  }

  private void sizeDigit(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0 && digits < MAX_SIZE_DIGITS) {
      digits++;
      size = size * 16 + digit;
    } else if (digits > 0 && b == '\r') {
      at = At.SIZE_LF;
    } else {
      at = At.BROKEN;
    }
  }

  private At startTrailer() {
    skipped = 0;
    return At.TRAILER_START;
  }

  private At inTrailer(byte b) {
    return b == '\n' || ++skipped > MAX_TRAILER ? At.BROKEN : At.TRAILER;
  }
}
