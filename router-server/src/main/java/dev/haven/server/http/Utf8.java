package dev.haven.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads text of strangers: well-formed UTF-8 or nothing. Stateless, any thread. */
public final class Utf8 {
  private Utf8() {}

  /**
   * @throws CharacterCodingException when a byte is not where UTF-8 has one
   */
  public static String text(byte[] bytes) throws CharacterCodingException {
    if (isAscii(bytes)) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  /** Most frames and bodies are, and then need no decoder. */
  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
