package dev.haven.server.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.contact.TinkSealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys and secrets of a development data folder, in {@code development.json} (0600). Made at
 * random by the first who needs them, then shared by all nodes of the folder.
 *
 * @param jwtKey HS256 key, base64 of 32 bytes
 * @param sealingKeyset Tink keyset in JSON, AES-256-GCM
 * @param addressKey HMAC key, base64 of 32 bytes
 * @param redisPort where the folder's embedded Redis listens, on loopback
 * @param endpoints secrets of the development endpoints by endpoint and name
 */
public record DevelopmentKeys(
    String jwtKey,
    String sealingKeyset,
    String addressKey,
    int redisPort,
    String redisPassword,
    Map<String, Map<String, String>> endpoints) {
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 12_000;
  private static final int PORT_ATTEMPTS = 200;
  public static final String FILE = "development.json";
  private static final String CHAT = "dev-chat";
  private static final ObjectMapper JSON = new ObjectMapper();

  public DevelopmentKeys {
    endpoints = Map.copyOf(endpoints);
  }

  @Override
  public String toString() {
    return "DevelopmentKeys[***]";
  }

  /** The folder's keys, made now when it has none. */
  public static DevelopmentKeys of(DataFolder folder) {
    return folder.locked(() -> ofLocked(folder));
  }

  static DevelopmentKeys ofLocked(DataFolder folder) {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      DevelopmentKeys known = read(file);
      if (known.endpoints.containsKey(CHAT)) {
        return known;
      }
      DevelopmentKeys more = known.withChat(new SecureRandom());
      more.save(folder);
      return more;
    }
    DevelopmentKeys keys = random(new SecureRandom());
    keys.save(folder);
    return keys;
  }

  DevelopmentKeys withRedisPort(int port) {
    return new DevelopmentKeys(jwtKey, sealingKeyset, addressKey, port, redisPassword, endpoints);
  }

  /** A folder of an older version has no chat yet. */
  private DevelopmentKeys withChat(SecureRandom random) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>(endpoints);
    all.put(CHAT, Map.of("sessionKey", base64(random, 32)));
    return new DevelopmentKeys(jwtKey, sealingKeyset, addressKey, redisPort, redisPassword, all);
  }

  void save(DataFolder folder) {
    ObjectNode root = JSON.createObjectNode();
    root.put("jwtKey", jwtKey).put("sealingKeyset", sealingKeyset).put("addressKey", addressKey);
    root.putObject("redis").put("port", redisPort).put("password", redisPassword);
    ObjectNode all = root.putObject("endpoints");
    endpoints.forEach(
        (id, secrets) -> {
          ObjectNode one = all.putObject(id);
          secrets.forEach(one::put);
        });
    folder.write(FILE, root.toPrettyString() + "\n");
  }

  private static DevelopmentKeys random(SecureRandom random) {
    return new DevelopmentKeys(
        base64(random, 32),
        TinkSealer.newKeyset(),
        base64(random, 32),
        freePort(),
        HexFormat.of().formatHex(bytes(random, 24)),
        Map.of(
            "dev-webhook",
            Map.of("secret", "whsec_" + base64(random, 24)),
            "dev-twilio",
            Map.of("authToken", HexFormat.of().formatHex(bytes(random, 16))),
            CHAT,
            Map.of("sessionKey", base64(random, 32))));
  }

  private static DevelopmentKeys read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      Map<String, Map<String, String>> endpoints = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : root.path("endpoints").properties()) {
        Map<String, String> secrets = new LinkedHashMap<>();
        entry.getValue().properties().forEach(s -> secrets.put(s.getKey(), s.getValue().asText()));
        endpoints.put(entry.getKey(), Map.copyOf(secrets));
      }
      return new DevelopmentKeys(
          text(file, root, "jwtKey"),
          text(file, root, "sealingKeyset"),
          text(file, root, "addressKey"),
          root.path("redis").path("port").asInt(),
          text(file, root.path("redis"), "password"),
          endpoints);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " is not what a node wrote; remove it to begin anew", e);
    }
  }

  private static String text(Path file, JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isTextual()) {
      throw new IllegalStateException(file + " has no " + name + "; remove it to begin anew");
    }
    return value.asText();
  }

  private static String base64(SecureRandom random, int length) {
    return Base64.getEncoder().encodeToString(bytes(random, length));
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * A port of loopback that nobody listens on, from below the range that systems give to outgoing
   * connections: one of those cannot take it before it is bound.
   */
  static int freePort() {
    SecureRandom random = new SecureRandom();
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      int port = FIRST_PORT + random.nextInt(PORTS);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port on loopback after " + PORT_ATTEMPTS + " tries");
  }

  /** Whether nobody listens on that port of loopback, so that it can be bound. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
