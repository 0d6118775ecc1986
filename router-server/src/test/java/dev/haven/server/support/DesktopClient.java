package dev.haven.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A WebSocket client that can break every rule. Blocking, with time-outs; answers pings if told.
 */
public final class DesktopClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MASK = {1, 2, 3, 4};

  private final RawClient client;
  private final DataInputStream in;
  private final RawClient.Answer answer;
  private final List<JsonNode> kept = new ArrayList<>();
  private boolean answersPings = true;

  /** The desktop of a navigator who is available from now on. */
  public static DesktopClient onDuty(int port, String token) throws IOException {
    DesktopClient desktop = of(port, token);
    desktop.command("hello", "1", "{\"activity\":\"available\"}");
    desktop.await("snapshot");
    // The snapshot is from before the activity; what comes after it is answered after it.
    desktop.command("activity.set", "on-duty", "{\"activity\":\"available\"}");
    desktop.answer("on-duty");
    return desktop;
  }

  /** The desktop of whoever the token names. */
  public static DesktopClient of(int port, String token) throws IOException {
    return new DesktopClient(port, "/desktop", "Authorization: Bearer " + token + "\r\n");
  }

  /**
   * @param extra further header lines, each with its line end
   */
  public DesktopClient(int port, String path, String extra) throws IOException {
    this(port, path, "haven.desktop.v1", extra);
  }

  /**
   * @param extra further header lines, each with its line end
   */
  public DesktopClient(int port, String path, String protocol, String extra) throws IOException {
    client = new RawClient(port);
    client.send(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: "
            + protocol
            + "\r\n"
            + extra
            + "\r\n");
    answer = client.answer();
    in = new DataInputStream(client.input());
  }

  public RawClient.Answer answer() {
    return answer;
  }

  public void ignorePings() {
    answersPings = false;
  }

  public void text(String text) throws IOException {
    frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A command with that data. */
  public void command(String type, String id, String data) throws IOException {
    text("{\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"data\":" + data + "}");
  }

  /** A masked frame with that first byte. */
  public void frame(int first, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i & 3]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    client.send(bytes);
  }

  public void raw(byte[] bytes) throws IOException {
    client.send(bytes);
  }

  /** The next frame of that type; frames of other types stay for later. */
  public JsonNode await(String type) throws IOException {
    return await(frame -> frame.path("type").asText().equals(type));
  }

  /** The {@code ack} or {@code error} to the command of that id. */
  public JsonNode answer(String id) throws IOException {
    return await(
        frame ->
            frame.path("id").asText().equals(id)
                && (frame.path("type").asText().equals("ack")
                    || frame.path("type").asText().equals("error")));
  }

  private JsonNode await(Predicate<JsonNode> wanted) throws IOException {
    for (JsonNode frame : kept) {
      if (wanted.test(frame)) {
        kept.remove(frame);
        return frame;
      }
    }
    while (true) {
      JsonNode frame = JSON.readTree(next(0x1));
      if (wanted.test(frame)) {
        return frame;
      }
      kept.add(frame);
    }
  }

  /** A close frame. */
  public record Close(int code, String reason) {}

  /** Reads until the close frame; code 1006 when the other side just went. */
  public Close awaitClose() throws IOException {
    try {
      byte[] payload = next(0x8);
      return new Close(
          ((payload[0] & 0xff) << 8) | (payload[1] & 0xff),
          new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    } catch (EOFException | java.net.SocketException e) {
      return new Close(1006, "");
    }
  }

  /** The payload of the next frame of that opcode; others are passed over. */
  public byte[] next(int opcode) throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      byte[] payload = in.readNBytes(length);
      if ((first & 0x0f) == opcode) {
        return payload;
      }
      if ((first & 0x0f) == 0x9 && answersPings) {
        frame(0x8a, payload);
      }
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
