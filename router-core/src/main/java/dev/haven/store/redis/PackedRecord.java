package dev.haven.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a record of the store is kept (ADR 11): one string, its fields as MessagePack texts one
 * behind the other.
 *
 * <p>It is declared by a line {@code --@ record NAME OWN... | REST...}. The rest, what seldom
 * changes, is packed apart and stands as one text before the own fields: who reads or changes none
 * of it neither unpacks nor packs it. New fields are added at the end of the line; a record written
 * before has them empty. Every field is a text; a record whose first own field is empty does not
 * exist.
 *
 * @param own fields that most transitions change
 * @param rest fields that few do
 */
record PackedRecord(String name, List<String> own, List<String> rest) {
  private static final String LINE = "--@ record ";

  static boolean declaredIn(String line) {
    return line.startsWith(LINE);
  }

  static PackedRecord of(String line) {
    List<String> words = List.of(line.substring(LINE.length()).trim().split(" "));
    int bar = words.indexOf("|");
    return new PackedRecord(
        words.get(0), words.subList(1, bar), words.subList(bar + 1, words.size()));
  }

  /** All fields, the own ones first. */
  List<String> fields() {
    List<String> all = new ArrayList<>(own);
    all.addAll(rest);
    return all;
  }

  /**
   * {@code unpacked_NAME(text)} and {@code packed_NAME(r)}. The table that stands for a record has
   * its own fields; the others are behind its metatable, one table for all records with the same
   * rest, which the first access makes. A changed field of the rest becomes the record's own, and
   * marks the record.
   */
  String code() {
    return String.join(
        "\n",
        "local kept_" + name + ", kept_" + name + "_count = {}, 0",
        "local function change_" + name + "(r, name, value)",
        "if r[name] ~= value then",
        "r._changed = true",
        "rawset(r, name, value)",
        "end",
        "end",
        "local function rest_of_" + name + "(text)",
        "local meta = kept_" + name + "[text]",
        "if meta then return meta end",
        "local " + numbered(rest),
        "if text ~= '' then " + numbered(rest) + " = cmsgpack.unpack(text) end",
        "meta = {__index = {" + table(rest) + "}, __newindex = change_" + name + "}",
        "if kept_"
            + name
            + "_count >= MOST_KEPT then kept_"
            + name
            + ", kept_"
            + name
            + "_count = {}, 0 end",
        "kept_" + name + "[text], kept_" + name + "_count = meta, kept_" + name + "_count + 1",
        "return meta",
        "end",
        "local unread_" + name + " = {",
        "__index = function(r, name)",
        "local meta = rest_of_" + name + "(r._rest)",
        "setmetatable(r, meta)",
        "return meta.__index[name]",
        "end,",
        "__newindex = function(r, name, value)",
        "setmetatable(r, rest_of_" + name + "(r._rest))",
        "change_" + name + "(r, name, value)",
        "end}",
        "local function packed_" + name + "(r)",
        "if r." + own.get(0) + " == '' then return '' end",
        "local rest = r._rest",
        "if r._changed then rest = " + packed(rest, f -> field("r", f)) + " end",
        "return size_of[#rest] .. rest .. " + packed(own, f -> field("r", f)),
        "end",
        "local function unpacked_" + name + "(text)",
        "local rest," + numbered(own),
        "if text ~= '' then rest," + numbered(own) + " = cmsgpack.unpack(text) end",
        "return setmetatable({"
            + table(own)
            + ",_rest=rest or '',_changed=false,_text=text,_packed=packed_"
            + name
            + ",_key=false,id=false,_noted=false,_fresh=false,_shown=false,_unsettled=false}, unread_"
            + name
            + ")",
        "end",
        "");
  }

  private static String numbered(List<String> fields) {
    return join(fields, i -> "f" + i, ",");
  }

  private static String table(List<String> fields) {
    return join(fields, i -> "['" + fields.get(i) + "']=f" + i + " or ''", ",");
  }

  private static String packed(List<String> fields, Function<String, String> value) {
    return join(
        fields,
        i -> "size_of[#" + value.apply(fields.get(i)) + "].." + value.apply(fields.get(i)),
        "..");
  }

  private static String field(String table, String name) {
    return table + "['" + name + "']";
  }

  private static String join(List<String> fields, Function<Integer, String> each, String between) {
    return IntStream.range(0, fields.size()).boxed().map(each).collect(Collectors.joining(between));
  }
}
