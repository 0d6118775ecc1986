package dev.haven.store.redis;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys and values as ISO 8859-1 text, byte for byte what Redis holds, so that sealed bytes pass
 * unchanged. A character above U+00FF, which no caller may give, becomes a question mark.
 *
 * <p>Does what Lettuce's own codec for texts does with this charset, but copies instead of
 * converting character by character, straight into the connection's buffer. Safe for any thread.
 */
final class Latin1Codec implements RedisCodec<String, String>, ToByteBufEncoder<String, String> {
  @Override
  public String decodeKey(ByteBuffer bytes) {
    byte[] text = new byte[bytes.remaining()];
    bytes.get(text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String decodeValue(ByteBuffer bytes) {
    return decodeKey(bytes);
  }

  @Override
  public ByteBuffer encodeKey(String key) {
    return ByteBuffer.wrap(key.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public ByteBuffer encodeValue(String value) {
    return encodeKey(value);
  }

  @Override
  public void encodeKey(String key, ByteBuf target) {
    target.writeBytes(key.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void encodeValue(String value, ByteBuf target) {
    encodeKey(value, target);
  }

  @Override
  public int estimateSize(Object keyOrValue) {
    return ((String) keyOrValue).length();
  }

  @Override
  public boolean isEstimateExact() {
    return true;
  }
}
