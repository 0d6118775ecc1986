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
  private static final String CODE =
      """
      local packed_NAME, unpacked_NAME
      do
      local kept, kept_count = {}, 0
      local function change(r, name, value)
        if r[name] ~= value then
          r._changed = true
          rawset(r, name, value)
        end
      end
      local function rest_of(text)
        local meta = kept[text]
        if meta then return meta end
        local REST_SLOTS
        if text ~= '' then REST_SLOTS = cmsgpack.unpack(text) end
        meta = {__index = {REST_TABLE}, __newindex = change}
        if kept_count >= MOST_KEPT then kept, kept_count = {}, 0 end
        kept[text], kept_count = meta, kept_count + 1
        return meta
      end
      local unread = {
        __index = function(r, name)
          local meta = rest_of(r._rest)
          setmetatable(r, meta)
          return meta.__index[name]
        end,
        __newindex = function(r, name, value)
          setmetatable(r, rest_of(r._rest))
          change(r, name, value)
        end,
      }
      function packed_NAME(r)
        if r.FIRST == '' then return '' end
        local rest = r._rest
        if r._changed then rest = REST_PACKED end
        return size_of[#rest] .. rest .. OWN_PACKED
      end
      function unpacked_NAME(text)
        local rest, OWN_SLOTS
        if text ~= '' then rest, OWN_SLOTS = cmsgpack.unpack(text) end
        return setmetatable({OWN_TABLE, _rest = rest or '', _text = text, _packed = packed_NAME, _key = false, id = false,
          _changed = false, _noted = false, _fresh = false, _shown = false, _unsettled = false, _unfiled = false}, unread)
      end
      end
      """;

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
    return CODE.replace("NAME", name)
        .replace("FIRST", own.get(0))
        .replace("OWN_SLOTS", numbered(own))
        .replace("REST_SLOTS", numbered(rest))
        .replace("OWN_TABLE", table(own))
        .replace("REST_TABLE", table(rest))
        .replace("OWN_PACKED", packed(own))
        .replace("REST_PACKED", packed(rest));
  }

  private static String numbered(List<String> fields) {
    return join(fields, i -> "f" + i, ",");
  }

  private static String table(List<String> fields) {
    return join(fields, i -> "['" + fields.get(i) + "']=f" + i + " or ''", ",");
  }

  private static String packed(List<String> fields) {
    return join(
        fields, i -> "size_of[#r['" + fields.get(i) + "']]..r['" + fields.get(i) + "']", "..");
  }

  private static String join(List<String> fields, Function<Integer, String> each, String between) {
    return IntStream.range(0, fields.size()).boxed().map(each).collect(Collectors.joining(between));
  }
}
