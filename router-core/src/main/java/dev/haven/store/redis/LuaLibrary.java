package dev.haven.store.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All transitions as one library of Redis Functions: the pieces of {@code include/} in their order,
 * then each {@link LuaScript} as a function that takes the workspace's key and its arguments.
 *
 * <p><b>Why a library.</b> Redis runs a script of EVALSHA from its first line at each call and
 * makes every function on the way anew; a library is run once, when it is loaded (ADR 8).
 *
 * <p><b>Versions side by side.</b> Library and functions carry the digest of the code in their
 * names, so that nodes of two versions work on one Redis, each with its own.
 *
 * <p><b>Records.</b> {@code --@ record} lines become the functions of a {@link PackedRecord}.
 *
 * <p><b>Functions of Lua and Redis.</b> The code says {@code redis.call} and {@code string.sub};
 * the library keeps each in a local that the first call fills, because a global costs three
 * look-ups in Redis, behind a table that is empty, and none may be read while a library loads.
 */
public final class LuaLibrary {
  /** What every library of Haven begins with. */
  static final String PREFIX = "haven_";

  private static final List<String> PIECES =
      List.of(
          "workspace",
          "record",
          "headed",
          "contact",
          "navigator",
          "match",
          "offer",
          "straight",
          "consult",
          "parallel",
          "outside",
          "delivery",
          "aside",
          "group",
          "owed",
          "cadence",
          "reserve",
          "pause",
          "presence",
          "due",
          "checkpoint",
          "bookmark");
  private static final Pattern FIRST_LINE = Pattern.compile("#!lua(?: flags=([a-z-]+))?");
  private static final String VERSION_SLOT = "@version@";
  private static final Pattern NATIVE =
      Pattern.compile(
          "(?<![\\w.:'\"])(?:redis\\.(?:call|sha1hex)|string\\.(?:sub|find|byte)|table\\.concat"
              + "|(?:cmsgpack|struct)\\.(?:pack|unpack)|math\\.floor|type|unpack|setmetatable|rawset)(?=\\()");
  private static final LuaLibrary INSTANCE = new LuaLibrary();

  private final String version;
  private final String source;
  private final List<String> functions; // by ordinal of the script

  private LuaLibrary() {
    StringBuilder code = new StringBuilder();
    PIECES.forEach(piece -> appendCode(code, LuaScript.read("include/" + piece + ".lua")));
    for (LuaScript script : LuaScript.values()) {
      appendFunction(code, script);
    }
    String whole = "#!lua name=" + PREFIX + VERSION_SLOT + "\n" + withNatives(code.toString());
    version = digest(whole);
    functions = Arrays.stream(LuaScript.values()).map(s -> s.transition() + "_" + version).toList();
    source = whole.replace(VERSION_SLOT, version);
  }

  /**
   * The code with every function of Lua and Redis in a local of its own, filled by the first call.
   */
  private static String withNatives(String code) {
    SortedSet<String> globals = new TreeSet<>();
    String kept =
        NATIVE
            .matcher(code)
            .replaceAll(
                found -> {
                  globals.add(found.group());
                  return local(found.group());
                });
    String locals = globals.stream().map(LuaLibrary::local).collect(Collectors.joining(","));
    return String.join(
        "\n",
        "local " + locals,
        "local function find_natives()",
        locals + " = " + String.join(",", globals),
        "end",
        kept);
  }

  private static String local(String global) {
    return global.indexOf('.') < 0 ? "native_" + global : global.replace('.', '_');
  }

  public static LuaLibrary instance() {
    return INSTANCE;
  }

  /** The library's name in Redis. */
  String name() {
    return PREFIX + version;
  }

  /** What FUNCTION LOAD is given: first line, then code without comments, in ASCII. */
  public String source() {
    return source;
  }

  String function(LuaScript script) {
    return functions.get(script.ordinal());
  }

  /** A record as its include declares it. */
  static PackedRecord record(String name) {
    return LuaScript.read("include/" + name + ".lua")
        .lines()
        .filter(PackedRecord::declaredIn)
        .map(PackedRecord::of)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no record in " + name + ".lua"));
  }

  private static void appendFunction(StringBuilder out, LuaScript script) {
    String text = LuaScript.read(script.fileName());
    int end = text.indexOf('\n');
    Matcher first = FIRST_LINE.matcher(text.substring(0, end));
    if (!first.matches()) {
      throw new IllegalStateException(script.fileName() + " begins with " + text.substring(0, end));
    }
    String name = script.transition();
    out.append("do\nlocal function ").append(name).append("(ARGV)\n");
    appendCode(out, text.substring(end + 1));
    out.append("end\nredis.register_function{function_name='")
        .append(name)
        .append('_')
        .append(VERSION_SLOT)
        .append("',flags={")
        .append(first.group(1) == null ? "" : "'" + first.group(1) + "'")
        .append(
            "},callback=function(keys, given)\n"
                + "if not redis_call then find_natives() prepare() end\n"
                + "enter(keys, given)\n"
                + "return ")
        .append(name)
        .append("(given)\nend}\nend\n");
  }

  private static void appendCode(StringBuilder out, String text) {
    text.lines()
        .forEach(
            line -> {
              String code = line.strip();
              if (PackedRecord.declaredIn(line)) {
                out.append(PackedRecord.of(line).code());
              } else if (!code.isEmpty() && !code.startsWith("--")) {
                out.append(code).append('\n');
              }
            });
  }

  /** The first 12 hex digits of the SHA-1. */
  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
