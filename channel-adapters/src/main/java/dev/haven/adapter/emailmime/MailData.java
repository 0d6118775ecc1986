package dev.haven.adapter.emailmime;

import java.util.Arrays;

/**
 * Takes the content of a mail up to the line with a single dot (RFC 5321, 4.5.2). Only CRLF ends a
 * line here: a bare line feed before or after that dot is content, so that nobody can smuggle a
 * second mail through. What is over a bound is read and dropped.
 */
final class MailData {
  /** How the bytes so far ended. */
  private enum At {
    TEXT,
    CR,
    LINE_START,
    DOT,
    DOT_CR
  }

  private final int maxBytes;
  private final InFlight inFlight;
  private byte[] content = new byte[4_096];
  private int size;
  private long reserved;
  private At at = At.LINE_START;
  private boolean tooLarge;
  private boolean noRoom;

  MailData(int maxBytes, InFlight inFlight) {
    this.maxBytes = maxBytes;
    this.inFlight = inFlight;
  }

  /**
   * Reads on from there.
   *
   * @return where the content ended, one past its last byte; -1 when it goes on
   */
  int take(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (step(bytes[i])) {
        return i + 1;
      }
    }
    return -1;
  }

  private boolean step(byte b) {
    switch (at) {
      case LINE_START -> {
        if (b == '.') {
          at = At.DOT;
        } else {
          plain(b);
        }
      }
      case DOT -> {
        if (b == '\r') {
          at = At.DOT_CR;
        } else {
          plain(b);
        }
      }
      case DOT_CR -> {
        if (b == '\n') {
          return true;
        }
        add((byte) '\r');
        plain(b);
      }
      case CR -> {
        add(b);
        at = b == '\n' ? At.LINE_START : b == '\r' ? At.CR : At.TEXT;
      }
      case TEXT -> plain(b);
    }
    return false;
  }

  private void plain(byte b) {
    add(b);
    at = b == '\r' ? At.CR : At.TEXT;
  }

  private void add(byte b) {
    if (tooLarge || noRoom) {
      return;
    }
    if (size == maxBytes) {
      tooLarge = true;
      release();
      return;
    }
    if (size == content.length) {
      int more = Math.min(content.length, maxBytes - size);
      if (!inFlight.take(more)) {
        noRoom = true;
        release();
        return;
      }
      reserved += more;
      content = Arrays.copyOf(content, size + more);
    }
    content[size++] = b;
  }

  boolean tooLarge() {
    return tooLarge;
  }

  /** Whether it was dropped because too much is on its way already. */
  boolean noRoom() {
    return noRoom;
  }

  byte[] content() {
    return Arrays.copyOf(content, size);
  }

  /** Gives back what it held; again is harmless. */
  void release() {
    inFlight.give(reserved);
    reserved = 0;
    content = new byte[0];
    size = 0;
  }
}
