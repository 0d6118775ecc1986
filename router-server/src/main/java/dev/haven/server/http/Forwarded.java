package dev.haven.server.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose request it is, when proxies stand in front of this server.
 *
 * <p>Each proxy adds the address it was called from to the end of {@code X-Forwarded-For}. So the
 * header is read from its end, and only as long as whoever added an entry is trusted: the first
 * address that is not a trusted proxy's is the sender's. What stands before it may be anybody's
 * invention and is not read. Without trusted proxies the header means nothing.
 */
final class Forwarded {
  static final String HEADER = "x-forwarded-for";

  private final Predicate<InetAddress> trusted;

  /**
   * @param trusted whether a proxy of ours has that address
   */
  Forwarded(Predicate<InetAddress> trusted) {
    this.trusted = trusted;
  }

  /**
   * @param peer the address the connection comes from
   * @param lines of {@code X-Forwarded-For}, in their order
   * @return an address without port; the last trusted one when nothing that can be read is before
   */
  String sender(String peer, List<String> lines) {
    InetAddress sender = address(peer);
    if (sender == null || !trusted.test(sender)) {
      return peer;
    }
    for (int line = lines.size() - 1; line >= 0; line--) {
      String[] entries = lines.get(line).split(",", -1);
      for (int i = entries.length - 1; i >= 0; i--) {
        InetAddress before = address(withoutPort(entries[i].trim()));
        if (before == null) {
          return sender.getHostAddress();
        }
        sender = before;
        if (!trusted.test(sender)) {
          return sender.getHostAddress();
        }
      }
    }
    return sender.getHostAddress();
  }

  /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
  private static String withoutPort(String entry) {
    if (entry.startsWith("[")) {
      int end = entry.indexOf(']');
      return end < 0 ? entry : entry.substring(1, end);
    }
    int colon = entry.indexOf(':');
    return colon >= 0 && colon == entry.lastIndexOf(':') ? entry.substring(0, colon) : entry;
  }

  /** Null when the text is no address; names are not looked up. */
  private static @Nullable InetAddress address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
