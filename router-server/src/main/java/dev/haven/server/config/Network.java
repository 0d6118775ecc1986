package dev.haven.server.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An address, or all that begin alike.
 *
 * @param prefix how many bits of the base count
 */
public record Network(InetAddress base, int prefix) {
  static final String RANGE = "an address or a network, such as 10.0.0.7 or 10.0.0.0/8 or fd00::/8";

  /** Null when the text names none; names of hosts are not looked up. */
  static @Nullable Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] bytes =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (bytes == null) {
      return null;
    }
    try {
      InetAddress base = InetAddress.getByAddress(bytes);
      int bits = base.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      return prefix < 0 || prefix > bits ? null : new Network(base, prefix);
    } catch (UnknownHostException | NumberFormatException e) {
      return null;
    }
  }

  /** An address of the other family is in none. */
  public boolean contains(InetAddress address) {
    byte[] own = base.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
