package dev.haven.adapter.emailmime;

import dev.haven.adapter.support.MailIntake;
import dev.haven.adapter.support.MailThread;
import dev.haven.channel.EndpointConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a mail door takes from whom.
 *
 * @param lmtp LMTP (RFC 2033), else SMTP (RFC 5321)
 * @param host to listen on
 * @param port 1 to 65535
 * @param name what it calls itself
 * @param maxBytes of one mail
 * @param maxConnections at once
 * @param recipients addresses, or domains with their {@code @}, in lower case; empty for all
 * @param peers addresses that may connect; empty for all
 * @param certificate PEM file for STARTTLS; null for none
 * @param key PEM file of its key
 */
record DoorRules(
    boolean lmtp,
    String host,
    int port,
    String name,
    int maxBytes,
    int maxConnections,
    Set<String> recipients,
    Set<String> peers,
    @Nullable String certificate,
    @Nullable String key) {
  /** Most recipients of one mail. */
  static final int MAX_RECIPIENTS = 100;

  /**
   * @throws IllegalArgumentException naming the setting that is wrong, and what would be right
   */
  static DoorRules of(EndpointConfig endpoint) {
    String protocol = endpoint.text("protocol");
    String speech = protocol == null ? "lmtp" : protocol.toLowerCase(Locale.ROOT);
    if (!speech.equals("lmtp") && !speech.equals("smtp")) {
      throw new IllegalArgumentException("config.protocol is one of lmtp, smtp");
    }
    String host = endpoint.text("host");
    String name = endpoint.text("name");
    String certificate = endpoint.text("certificateFile");
    String key = endpoint.text("keyFile");
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "config.certificateFile and config.keyFile are given together or not at all");
    }
    return new DoorRules(
        speech.equals("lmtp"),
        host == null ? "127.0.0.1" : host,
        (int) within(endpoint, "port", 0, 1, 65_535),
        name == null ? "haven" : name.replaceAll("[^A-Za-z0-9.-]", ""),
        (int)
            within(endpoint, "maxMessageBytes", MailIntake.MAX_BYTES, 65_536, MailIntake.MAX_BYTES),
        (int) within(endpoint, "maxConnections", 100, 1, 10_000),
        lower(endpoint.texts("recipients")),
        lower(endpoint.texts("allowFrom")),
        certificate,
        key);
  }

  private static long within(
      EndpointConfig endpoint, String name, long otherwise, long least, long most) {
    long value = endpoint.number(name, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "config." + name + " is " + least + " to " + most + ", got " + value);
    }
    return value;
  }

  private static Set<String> lower(List<String> texts) {
    Set<String> all = new HashSet<>();
    texts.forEach(text -> all.add(text.strip().toLowerCase(Locale.ROOT)));
    return Set.copyOf(all);
  }

  /** Whether mail for that address is ours; what stands behind a plus sign does not count. */
  boolean takes(String address) {
    if (recipients.isEmpty()) {
      return true;
    }
    String plain = String.valueOf(MailThread.untagged(address)).toLowerCase(Locale.ROOT);
    int at = plain.lastIndexOf('@');
    return recipients.contains(plain) || (at >= 0 && recipients.contains(plain.substring(at)));
  }

  boolean mayConnect(String peer) {
    return peers.isEmpty() || peers.contains(peer.toLowerCase(Locale.ROOT));
  }
}
