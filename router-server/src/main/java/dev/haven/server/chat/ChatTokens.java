package dev.haven.server.chat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's session: 128 random bits that name the conversation, and an HMAC-SHA-256 over them
 * and the endpoint, so that only conversations begun here are continued. Good on every node that
 * has the key.
 */
final class ChatTokens {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})\\.([0-9a-f]{64})");

  private final String endpoint;
  private final List<String> keys;

  /**
   * @param keys the newest first; any of them is believed
   */
  ChatTokens(String endpoint, List<String> keys) {
    this.endpoint = endpoint;
    this.keys = List.copyOf(keys);
  }

  /** A session: what the visitor's browser keeps, and the conversation it names. */
  record Session(String token, String conversation) {
    @Override
    public String toString() {
      return "Session[***]";
    }
  }

  Session begin(RandomGenerator random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String conversation = HexFormat.of().formatHex(bytes);
    return new Session(
        conversation + '.' + HexFormat.of().formatHex(mac(keys.get(0), conversation)),
        conversation);
  }

  /** The session of a token of ours; null for any other. */
  @Nullable Session of(String token) {
    Matcher matcher = FORM.matcher(token);
    if (!matcher.matches()) {
      return null;
    }
    byte[] given = HexFormat.of().parseHex(matcher.group(2));
    boolean fits = false;
    for (String key : keys) {
      fits |= MessageDigest.isEqual(mac(key, matcher.group(1)), given);
    }
    return fits ? new Session(token, matcher.group(1)) : null;
  }

  private byte[] mac(String key, String conversation) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(
          ("haven chat " + endpoint + ' ' + conversation).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "ChatTokens[***]";
  }
}
