package dev.haven.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * One atomic transition, or one consistent read, as Redis runs it. The source is {@code
 * <verb>_<noun>.lua} beside this class with the pieces that its {@code --@ include} line names put
 * in; comments, and functions of the pieces that nothing calls, are left out of what is sent. Each
 * file's header says what it does.
 */
public enum LuaScript {
  PLACE_CONTACT,
  APPEND_MESSAGE,
  OVERRIDE_URGENCY,
  ABANDON_CONTACT,
  ACCEPT_OFFER,
  REJECT_OFFER,
  CHANGE_ENGAGEMENT,
  FINISH_ENGAGEMENT,
  SEND_MESSAGE,
  TRANSFER_ENGAGEMENT,
  OPEN_SESSION,
  LOSE_SESSION,
  SET_ACTIVITY,
  UPSERT_NAVIGATOR,
  REMOVE_NAVIGATOR,
  REGISTER_LANE,
  REGISTER_PROFILE,
  EXPIRE_DUE,
  RENEW_NODE,
  CLAIM_COMMANDS,
  FINISH_COMMAND,
  READ_CONTACT,
  READ_DESKTOP,
  READ_QUEUES,
  CHECK_SESSIONS,
  ARCHIVE_JOURNAL,
  CHECKPOINT_JOURNAL;

  private final String source;
  private final String sha;

  LuaScript() {
    this.source = assemble(fileName());
    this.sha = sha1(source);
  }

  /** The file's name, which is the transition's name everywhere. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".lua";
  }

  /** What is sent to Redis: first line, then code without comments. */
  public String source() {
    return source;
  }

  /** The SHA-1 of {@link #source()}, lower-case hex, as EVALSHA wants it. */
  public String sha() {
    return sha;
  }

  /** The file as written, header and comments included. */
  public static String read(String name) {
    try (InputStream in = LuaScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "no Lua file " + name + " beside " + LuaScript.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read Lua file " + name, e);
    }
  }

  private static String assemble(String fileName) {
    String text = read(fileName);
    int firstLine = text.indexOf('\n');
    List<String> pieces = new ArrayList<>();
    StringBuilder own = new StringBuilder();
    for (String line : text.substring(firstLine + 1).split("\n", -1)) {
      if (line.startsWith("--@ include ")) {
        pieces.addAll(List.of(line.substring("--@ include ".length()).trim().split(" ")));
      } else {
        own.append(line).append('\n');
      }
    }
    StringBuilder source = new StringBuilder(text.substring(0, firstLine + 1));
    LuaPieces.needed(pieces, own.toString()).lines().forEach(l -> appendCode(source, l));
    own.toString().lines().forEach(l -> appendCode(source, l));
    return source.toString();
  }

  private static void appendCode(StringBuilder out, String line) {
    String code = line.strip();
    if (!code.isEmpty() && !code.startsWith("--")) {
      out.append(code).append('\n');
    }
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
