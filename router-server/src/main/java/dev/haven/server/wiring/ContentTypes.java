package dev.haven.server.wiring;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells what a file is by its first bytes; what the sender claims is not believed. */
final class ContentTypes {
  static final String UNKNOWN = "application/octet-stream";
  private static final int LOOK = 4_096;

  private ContentTypes() {}

  /** PDF, TIFF, JPEG, PNG, GIF, plain text, or {@link #UNKNOWN}. */
  static String of(byte[] content) {
    if (begins(content, '%', 'P', 'D', 'F', '-')) {
      return "application/pdf";
    } else if (begins(content, 'I', 'I', 42, 0) || begins(content, 'M', 'M', 0, 42)) {
      return "image/tiff";
    } else if (begins(content, 0xff, 0xd8, 0xff)) {
      return "image/jpeg";
    } else if (begins(content, 0x89, 'P', 'N', 'G', 13, 10, 26, 10)) {
      return "image/png";
    } else if (begins(content, 'G', 'I', 'F', '8')) {
      return "image/gif";
    }
    return isText(content) ? "text/plain" : UNKNOWN;
  }

  private static boolean begins(byte[] content, int... magic) {
    if (content.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((content[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] content) {
    if (content.length == 0) {
      return false;
    }
    byte[] head = Arrays.copyOf(content, Math.min(LOOK, content.length));
    for (byte b : head) {
      if (b >= 0 && b < 32 && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    if (content.length > LOOK) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
