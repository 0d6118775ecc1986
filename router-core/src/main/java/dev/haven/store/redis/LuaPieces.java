package dev.haven.store.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pieces of {@code include/} put together for one script.
 *
 * <p><b>Only what is called.</b> Redis runs a script from its first line at every call, and each
 * function defined on the way is made anew. A top-level function of a piece whose name stands
 * nowhere in what is kept is therefore left out.
 *
 * <p><b>Records.</b> {@code --@ record NAME FIELD...} becomes {@code unpacked_NAME(text)} and
 * {@code packed_NAME(r)}: the fields in that order, as MessagePack texts one behind the other. New
 * fields are added at the end; a record written before has them empty.
 */
final class LuaPieces {
  private static final String RECORD = "--@ record ";
  private static final Pattern FUNCTION =
      Pattern.compile("^(?:local )?function ([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)?)");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)?");

  private LuaPieces() {}

  /** The code of the pieces, in their order, as far as the script's own code reaches it. */
  static String needed(List<String> pieces, String own) {
    List<String> blocks = new ArrayList<>();
    pieces.forEach(piece -> blocks.addAll(blocks(LuaScript.read("include/" + piece + ".lua"))));
    boolean[] kept = new boolean[blocks.size()];
    Set<String> names = new HashSet<>();
    addNames(own, names);
    boolean more = true;
    while (more) {
      more = false;
      for (int i = 0; i < kept.length; i++) {
        if (!kept[i] && isNeeded(blocks.get(i), names)) {
          kept[i] = true;
          more = true;
          addNames(blocks.get(i), names);
        }
      }
    }
    return IntStream.range(0, kept.length)
        .filter(i -> kept[i])
        .mapToObj(blocks::get)
        .collect(Collectors.joining());
  }

  /** The fields of a record in their order. */
  static List<String> fields(String record) {
    return LuaScript.read("include/" + record + ".lua")
        .lines()
        .filter(line -> line.startsWith(RECORD))
        .map(line -> List.of(line.substring(RECORD.length()).trim().split(" ")))
        .map(words -> words.subList(1, words.size()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no record in " + record + ".lua"));
  }

  private static boolean isNeeded(String block, Set<String> names) {
    Matcher function = FUNCTION.matcher(block);
    return !function.find() || names.contains(function.group(1));
  }

  private static void addNames(String code, Set<String> names) {
    code.lines()
        .filter(line -> !line.strip().startsWith("--"))
        .forEach(
            line -> {
              Matcher name = NAME.matcher(line);
              while (name.find()) {
                names.add(name.group());
              }
            });
  }

  /** Top-level functions one by one, and what stands between them. */
  private static List<String> blocks(String piece) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    boolean inside = false;
    for (String line : piece.split("\n", -1)) {
      if (line.startsWith(RECORD)) {
        record(line.substring(RECORD.length()).trim().split(" "), blocks);
        continue;
      }
      boolean begins = FUNCTION.matcher(line).find();
      if (begins) {
        blocks.add(block.toString());
        block.setLength(0);
        inside = !line.endsWith(" end");
      }
      block.append(line).append('\n');
      if ((begins && !inside) || (inside && line.equals("end"))) {
        blocks.add(block.toString());
        block.setLength(0);
        inside = false;
      }
    }
    blocks.add(block.toString());
    return blocks;
  }

  private static void record(String[] words, List<String> blocks) {
    List<String> fields = List.of(words).subList(1, words.length);
    List<String> numbered = IntStream.range(0, fields.size()).mapToObj(i -> "f" + i).toList();
    String read =
        IntStream.range(0, fields.size())
            .mapToObj(i -> "['" + fields.get(i) + "']=f" + i + " or ''")
            .collect(Collectors.joining(","));
    String written = fields.stream().map(f -> "r['" + f + "']").collect(Collectors.joining(","));
    blocks.add(
        String.join(
            "\n",
            "local function unpacked_" + words[0] + "(text)",
            "local " + String.join(",", numbered),
            "if text ~= '' then " + String.join(",", numbered) + " = cmsgpack.unpack(text) end",
            "return {" + read + "}",
            "end",
            ""));
    blocks.add(
        String.join(
            "\n",
            "local function packed_" + words[0] + "(r)",
            "if r['" + fields.get(0) + "'] == '' then return '' end",
            "return cmsgpack.pack(" + written + ")",
            "end",
            ""));
  }
}
