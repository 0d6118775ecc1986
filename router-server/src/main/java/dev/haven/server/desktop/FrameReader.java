package dev.haven.server.desktop;

import dev.haven.server.http.Utf8;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads WebSocket frames of one peer from raw bytes, strictly: masked, no extension, text only,
 * UTF-8, bounded frames, messages and fragments. RFC 6455 section 5. The HTTP library's own reader
 * lets reserved bits and broken UTF-8 pass, loses over-long messages without a word, and closes
 * without a close frame; this one tells why.
 *
 * <p>Not thread-safe; on the event loop of its socket.
 */
public final class FrameReader {
  private static final int MAX_CONTROL = 125;
  private static final int MAX_FRAGMENTS = 1_024;
  private static final int MAX_HEADER = 14;

  /** What a peer says. */
  public interface Listener {
    void onText(String text);

    void onPing(byte[] payload);

    void onPong();

    /**
     * @param code what the peer gave, 1005 when it gave none
     */
    void onClose(int code);

    /** The peer broke a rule; nothing more is read. */
    void onViolation(int code, String reason);
  }

  private final int maxFrame;
  private final int maxMessage;
  private final Listener listener;

  private byte[] pending = new byte[0];
  private byte[] message = new byte[0];
  private boolean inMessage;
  private int fragments;
  private boolean ended;

  public FrameReader(int maxFrame, int maxMessage, Listener listener) {
    this.maxFrame = maxFrame;
    this.maxMessage = maxMessage;
    this.listener = listener;
  }

  /** Reads on; a frame that is not whole yet waits for more, at most one frame and its header. */
  public void read(Buffer more) {
    if (ended) {
      return;
    }
    byte[] bytes = more.getBytes();
    if (pending.length > 0) {
      byte[] joined = Arrays.copyOf(pending, pending.length + bytes.length);
      System.arraycopy(bytes, 0, joined, pending.length, bytes.length);
      bytes = joined;
    }
    int at = 0;
    while (!ended && at < bytes.length) {
      int used = frame(bytes, at);
      if (used == 0) {
        break;
      }
      at += used;
    }
    pending =
        ended || at == bytes.length ? new byte[0] : Arrays.copyOfRange(bytes, at, bytes.length);
    if (pending.length > maxFrame + MAX_HEADER) {
      violation(CloseCode.TOO_BIG, "frame too big");
    }
  }

  /** Bytes of the frame at that place; 0 when it is not whole. */
  private int frame(byte[] bytes, int at) {
    int available = bytes.length - at;
    if (available < 2) {
      return 0;
    }
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    int opcode = first & 0x0f;
    boolean fin = (first & 0x80) != 0;
    int length = second & 0x7f;
    if ((first & 0x70) != 0) {
      return violation(CloseCode.PROTOCOL, "reserved bits set");
    }
    if ((second & 0x80) == 0) {
      return violation(CloseCode.PROTOCOL, "frame not masked");
    }
    if (opcode >= 8 && (!fin || length > MAX_CONTROL)) {
      return violation(CloseCode.PROTOCOL, "control frame fragmented or too long");
    }
    int header = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0);
    if (available < header) {
      return 0;
    }
    long size = length;
    if (length >= 126) {
      size = 0;
      for (int i = 2; i < header; i++) {
        size = (size << 8) | (bytes[at + i] & 0xff);
      }
    }
    if (size < 0 || size > maxFrame) {
      return violation(CloseCode.TOO_BIG, "frame too big");
    }
    if (available < header + 4 + size) {
      return 0;
    }
    int from = at + header + 4;
    byte[] payload = Arrays.copyOfRange(bytes, from, from + (int) size);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= bytes[at + header + (i & 3)];
    }
    handle(opcode, fin, payload);
    return header + 4 + (int) size;
  }

  private void handle(int opcode, boolean fin, byte[] payload) {
    switch (opcode) {
      case 0 -> {
        if (inMessage) {
          piece(fin, payload);
        } else {
          violation(CloseCode.PROTOCOL, "continuation of nothing");
        }
      }
      case 1 -> {
        if (inMessage) {
          violation(CloseCode.PROTOCOL, "message inside a message");
        } else {
          inMessage = true;
          fragments = 0;
          piece(fin, payload);
        }
      }
      case 2 -> violation(CloseCode.BINARY, "text only");
      case 8 -> close(payload);
      case 9 -> listener.onPing(payload);
      case 10 -> listener.onPong();
      default -> violation(CloseCode.PROTOCOL, "reserved opcode");
    }
  }

  private void piece(boolean fin, byte[] payload) {
    if (++fragments > MAX_FRAGMENTS) {
      violation(CloseCode.POLICY, "too many fragments");
      return;
    }
    if (message.length + payload.length > maxMessage) {
      violation(CloseCode.TOO_BIG, "message too big");
      return;
    }
    byte[] all = payload;
    if (message.length > 0) {
      all = Arrays.copyOf(message, message.length + payload.length);
      System.arraycopy(payload, 0, all, message.length, payload.length);
    }
    if (!fin) {
      message = all;
      return;
    }
    message = new byte[0];
    inMessage = false;
    try {
      listener.onText(Utf8.text(all));
    } catch (CharacterCodingException e) {
      violation(CloseCode.NOT_UTF8, "text is not UTF-8");
    }
  }

  private void close(byte[] payload) {
    if (payload.length == 0) {
      ended = true;
      listener.onClose(1005);
      return;
    }
    int code = payload.length < 2 ? 0 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    if (!CloseCode.legalFromPeer(code)) {
      violation(CloseCode.PROTOCOL, "close code not allowed");
      return;
    }
    ended = true;
    listener.onClose(code);
  }

  private int violation(int code, String reason) {
    ended = true;
    listener.onViolation(code, reason);
    return 0;
  }
}
