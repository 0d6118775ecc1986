package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class Latin1CodecTest {
  private final Latin1Codec codec = new Latin1Codec();

  @Test
  void shouldGiveBackEveryByte() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    String text = codec.decodeValue(ByteBuffer.wrap(all));
    ByteBuf target = Unpooled.buffer();
    codec.encodeValue(text, target);
    assertThat(codec.estimateSize(text)).isEqualTo(256);
    assertThat(ByteBufUtil.getBytes(target)).isEqualTo(all);
    assertThat(codec.encodeKey(text).array()).isEqualTo(all);
  }

  @Test
  void shouldPutOneByteInPlaceOfACharacterThatRedisCannotHoldHere() {
    ByteBuf target = Unpooled.buffer();
    codec.encodeValue("a\u2192b", target);
    assertThat(ByteBufUtil.getBytes(target)).isEqualTo(new byte[] {'a', '?', 'b'});
  }
}
