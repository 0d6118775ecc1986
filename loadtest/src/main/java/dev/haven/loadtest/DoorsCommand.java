package dev.haven.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Doors of more platforms for a development node under test, with keys made for this once: a
 * configuration for the node, and beside it what a simulation signs with.
 */
@Command(
    name = "doors",
    mixinStandardHelpOptions = true,
    description = "Writes haven.yaml and doors.json with signed doors of several platforms.")
final class DoorsCommand implements Callable<Integer> {
  /** Of an X.509 Ed25519 key: the key itself is its end. */
  private static final int ED25519_BYTES = 32;

  @Option(names = "--out", required = true, description = "Folder; made when it is not there.")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    String meta = secret(random);
    String slack = secret(random);
    KeyPair telnyx = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = telnyx.getPublic().getEncoded();
    String telnyxPublic =
        Base64.getEncoder()
            .encodeToString(
                Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length));
    Files.createDirectories(out);
    Files.writeString(
        out.resolve("haven.yaml"),
        """
        endpoints:
          - {id: load-telnyx, workspace: main, adapter: telnyx, secret: {publicKeyBase64: "%s"}}
          - {id: load-meta, workspace: main, adapter: meta, secret: {appSecret: "%s", verifyToken: "%s"}}
          - {id: load-slack, workspace: main, adapter: slack, secret: {signingSecret: "%s"}}
        """
            .formatted(telnyxPublic, meta, secret(random), slack));
    ObjectNode doors = new ObjectMapper().createObjectNode();
    door(doors, "telnyx", Base64.getEncoder().encodeToString(telnyx.getPrivate().getEncoded()));
    door(doors, "meta", meta);
    door(doors, "slack", slack);
    Files.writeString(out.resolve("doors.json"), doors.toPrettyString() + "\n");
    return 0;
  }

  private static void door(ObjectNode doors, String platform, String key) {
    doors.putObject(platform).put("path", "/hooks/load-" + platform).put("key", key);
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
