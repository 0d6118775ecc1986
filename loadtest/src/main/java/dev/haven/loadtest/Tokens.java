package dev.haven.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Development tokens and webhook signatures, with the keys of a node's data folder. */
public final class Tokens {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private static final String MAIN = "main";

  private final byte[] jwtKey;
  private final byte[] webhookKey;
  private final String workspace;

  private Tokens(byte[] jwtKey, byte[] webhookKey, String workspace) {
    this.jwtKey = jwtKey;
    this.webhookKey = webhookKey;
    this.workspace = workspace;
  }

  /** Reads {@code development.json} of a node that was started with that data folder. */
  public static Tokens of(Path data) {
    try {
      JsonNode keys =
          new ObjectMapper().readTree(Files.readAllBytes(data.resolve("development.json")));
      String secret = keys.path("endpoints").path("dev-webhook").path("secret").asText();
      return new Tokens(
          Base64.getDecoder().decode(keys.path("jwtKey").asText()),
          Base64.getDecoder().decode(secret.substring("whsec_".length())),
          MAIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys for a server that checks none. */
  static Tokens none() {
    return new Tokens(new byte[32], new byte[24], MAIN);
  }

  public String token(String subject, String role) {
    return token(subject, role, workspace);
  }

  /** The same keys for another workspace of the node. */
  Tokens in(String other) {
    return new Tokens(jwtKey, webhookKey, other);
  }

  private String token(String subject, String role, String in) {
    long now = System.currentTimeMillis() / 1000;
    String head = part("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}");
    String body =
        part(
            "{\"iss\":\"haven\",\"aud\":\"haven\",\"sub\":\""
                + subject
                + "\",\"role\":\""
                + role
                + "\",\"workspace\":\""
                + in
                + "\",\"iat\":"
                + now
                + ",\"exp\":"
                + (now + 43_200)
                + "}");
    return head + '.' + body + '.' + URL.encodeToString(mac(jwtKey, head + '.' + body));
  }

  /** Signs with the key of {@code dev-webhook}. */
  String signature(String id, long timestamp, String body) {
    return signature(webhookKey, id, timestamp, body);
  }

  /** Signs as Standard Webhooks 1.0 says: HMAC-SHA-256 of id, time and body, dots between. */
  public static String signature(byte[] key, String id, long timestamp, String body) {
    return "v1," + Base64.getEncoder().encodeToString(mac(key, id + '.' + timestamp + '.' + body));
  }

  private static String part(String json) {
    return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
