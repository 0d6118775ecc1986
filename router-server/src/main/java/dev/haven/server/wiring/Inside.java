package dev.haven.server.wiring;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Tells addresses of the inside (this machine, private and special networks) from those of the
 * internet, so that nobody outside makes this server ask somebody inside (RFC 6890).
 */
final class Inside {
  private Inside() {}

  static boolean is(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isSpecial(address);
  }

  private static boolean isSpecial(InetAddress address) {
    byte[] b = address.getAddress();
    if (address instanceof Inet4Address) {
      return isSpecial(b[0] & 0xff, b[1] & 0xff, b[2] & 0xff);
    }
    return address instanceof Inet6Address && isSpecial6(b);
  }

  private static boolean isSpecial(int a, int b, int c) {
    return a == 0
        || a >= 240
        || (a == 100 && b >= 64 && b < 128)
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 198 && (b == 18 || b == 19 || (b == 51 && c == 100)))
        || (a == 203 && b == 0 && c == 113);
  }

  /** Unique local, documentation, and what carries an address of version 4 in it. */
  private static boolean isSpecial6(byte[] b) {
    boolean uniqueLocal = (b[0] & 0xfe) == 0xfc;
    boolean documented = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && (b[3] & 0xff) == 0xb8;
    boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
    boolean teredo = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0;
    boolean nat64 = b[0] == 0 && b[1] == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b;
    boolean old = Arrays.equals(b, 0, 12, new byte[12], 0, 12);
    return uniqueLocal || documented || sixToFour || teredo || nat64 || old;
  }
}
