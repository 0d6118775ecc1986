package dev.haven.server.http;

import dev.haven.channel.Address;
import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactKind;
import dev.haven.contact.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an arrival of a "contact in" of the REST interface. */
final class ArrivalDecoder {
  static final String CHANNELS = "phone, chat, sms, fax, email, mail";
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final int MAX_ADDRESS = 512;
  private static final int MAX_SUBJECT = 1_000;
  private static final int MAX_TEXT = 262_144;

  private ArrivalDecoder() {}

  /**
   * @param source who vouches for it, such as {@code token:platform}
   * @param headerKey the Idempotency-Key header; null when there is none
   * @param kind inbound, or what is owed; only what is owed may have {@code dueAt}
   * @param more what else the body said, so that another body under the same key is known; null for
   *     nothing
   */
  static Arrival decode(
      Fields in,
      String source,
      @Nullable String headerKey,
      ContactKind kind,
      @Nullable String more) {
    Channel channel =
        in.required(
            "channel", Channel.PHONE, name -> Channel.ofWireName(name).orElse(null), CHANNELS);
    String from = in.text("from", MAX_ADDRESS);
    String to = in.text("to", MAX_ADDRESS);
    String text = in.text("text", MAX_TEXT);
    String subject = in.text("subject", MAX_SUBJECT);
    String language = in.text("language", LANGUAGE.asMatchPredicate(), "an ISO 639-1 code");
    String person =
        in.text("personId", PersonId::isValid, "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'");
    Map<String, String> attributes = in.map("attributes", 50, 64, 512);
    String key = key(in, headerKey);
    Instant dueAt = kind == ContactKind.INBOUND ? null : in.instant("dueAt");
    in.done();
    String digest =
        digest(
            kind.name(),
            channel.name(),
            from,
            to,
            text,
            subject,
            language,
            person,
            attributes.isEmpty() ? null : new TreeMap<>(attributes).toString(),
            more == null ? dueAt == null ? null : dueAt.toString() : dueAt + " " + more);
    return new Arrival(
        source,
        key,
        digest,
        channel,
        from == null ? null : new Address(from),
        to == null ? null : new Address(to),
        null,
        subject,
        text,
        language,
        person == null ? null : new PersonId(person),
        attributes,
        null,
        false,
        false,
        false,
        null,
        null,
        kind,
        dueAt);
  }

  /** The idempotency key of the body or the header; where both have one it is the same. */
  static @Nullable String key(Fields in, @Nullable String headerKey) {
    String key = in.text("idempotencyKey", KEY.asMatchPredicate(), "1 to 256 visible characters");
    if (headerKey != null && key != null && !headerKey.equals(key)) {
      in.fault("idempotencyKey", "conflict", "must be the same as the Idempotency-Key header");
    }
    if (headerKey != null && !KEY.matcher(headerKey).matches()) {
      in.fault("idempotencyKey", "form", "must be 1 to 256 visible characters, in the header too");
    }
    return key == null ? headerKey : key;
  }

  /** What tells two bodies apart: 128 bits of SHA-256 over the parts, each with its length. */
  static String digest(@Nullable String... parts) {
    MessageDigest sha = sha256();
    for (String part : parts) {
      byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
      int n = part == null ? -1 : bytes.length;
      sha.update((byte) (n >>> 24));
      sha.update((byte) (n >>> 16));
      sha.update((byte) (n >>> 8));
      sha.update((byte) n);
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest(), 0, 16);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
