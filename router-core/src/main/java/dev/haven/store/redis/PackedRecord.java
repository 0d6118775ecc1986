package dev.haven.store.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a record of the store is kept (ADR 11): one string, its fields as MessagePack texts one
 * behind the other.
 *
 * <p>It is declared by a line {@code --@ record NAME OWN... | SOME... | REST...}. The rest, what
 * seldom changes, is packed apart and stands as one text before all others, and so are the fields
 * that few records have at all, as a text of names and values of those that are not empty: who
 * reads or changes none of it neither unpacks nor packs it. New fields are added at the end of the
 * line; a record written before has them empty. Every field is a text; a record whose first own
 * field is empty does not exist. A name that begins with a line under it is a mark that is never
 * written.
 *
 * @param own fields that most transitions change
 * @param some fields that are empty in most records
 * @param rest fields that few transitions change
 * @param marks what a transition notes of a record while it lasts, false at first
 */
record PackedRecord(
    String name, List<String> own, List<String> some, List<String> rest, List<String> marks) {
  private static final String LINE = "--@ record ";
  private static final String CODE =
      """
      local packed_NAME, unpacked_NAME
      do
      local kept, kept_count = {}, 0
      local is_some = {SOME_LABELS}
      local none = {SOME_TABLE}
      local function change(r, name, value)
        if r[name] ~= value then
          if is_some[name] then r._some = false else r._rest = false end
          rawset(r, name, value)
        end
      end
      local function rest_of(text, some)
        local meta = kept[text]
        if not meta then
          local REST_SLOTS
          if text ~= '' then REST_SLOTS = cmsgpack.unpack(text) end
          meta = {__index = setmetatable({REST_TABLE}, {__index = none}), __newindex = change}
          if kept_count >= MOST_KEPT then kept, kept_count = {}, 0 end
          kept[text], kept_count = meta, kept_count + 1
        end
        if some == '' then return meta end
        local values, given = {}, {cmsgpack.unpack(some)}
        for i = 1, #given, 2 do values[given[i]] = given[i + 1] end
        return {__index = setmetatable(values, {__index = meta.__index}), __newindex = change}
      end
      local unread = {
        __index = function(r, name)
          local meta = rest_of(r._rest, SOME_OF)
          setmetatable(r, meta)
          return meta.__index[name]
        end,
        __newindex = function(r, name, value)
          setmetatable(r, rest_of(r._rest, SOME_OF))
          change(r, name, value)
        end,
      }
      function packed_NAME(r)
        if r.FIRST == '' then return '' end
        local rest, some = r._rest or REST_PACKED, SOME_OF
        if not some then
          some = ''
          for i = 1, #is_some do
            local field = is_some[i]
            local value = r[field]
            if value ~= '' then some = some .. size_of[#field] .. field .. size_of[#value] .. value end
          end
        end
        return size_of[#rest] .. rest .. size_of[#some] .. some .. OWN_PACKED
      end
      function unpacked_NAME(text, record_key, record_id)
        local rest, some, OWN_SLOTS
        if text ~= '' then rest, some, OWN_SLOTS = cmsgpack.unpack(text) end
        return setmetatable({OWN_TABLE, MARKS_TABLE _rest = rest or '', SOME_SLOT _text = text, _packed = packed_NAME,
          _key = record_key, id = record_id}, unread)
      end
      end
      """;

  static boolean declaredIn(String line) {
    return line.startsWith(LINE);
  }

  static PackedRecord of(String line) {
    String[] parts = line.substring(LINE.length()).trim().split("\\|", -1);
    List<String> first = words(parts[0]);
    Map<Boolean, List<String>> named =
        first.subList(1, first.size()).stream()
            .collect(Collectors.partitioningBy(name -> name.startsWith("_")));
    return new PackedRecord(
        first.get(0),
        named.getOrDefault(false, List.of()),
        words(parts[1]),
        words(parts[2]),
        named.getOrDefault(true, List.of()));
  }

  private static List<String> words(String part) {
    return Arrays.stream(part.trim().split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  /** All fields: the own ones, those that few records have, the rest. */
  List<String> fields() {
    List<String> all = new ArrayList<>(own);
    all.addAll(some);
    all.addAll(rest);
    return all;
  }

  /**
   * {@code unpacked_NAME(text)} and {@code packed_NAME(r)}. The table that stands for a record has
   * its own fields; the others are behind its metatable, which the first access makes: the fields
   * that few have if there are any, behind them one table for all records with the same rest. A
   * changed field of either kind becomes the record's own, and that kind is packed anew.
   */
  String code() {
    return CODE.replace("_NAME", "_" + name)
        .replace("FIRST", own.get(0))
        .replace("OWN_SLOTS", numbered(own))
        .replace("REST_SLOTS", numbered(rest))
        .replace("OWN_TABLE", table(own))
        .replace("REST_TABLE", table(rest))
        .replace("SOME_OF", some.isEmpty() ? "''" : "r._some")
        .replace("SOME_SLOT", some.isEmpty() ? "" : "_some = some or '',")
        .replace(
            "SOME_LABELS",
            join(some, i -> "'" + some.get(i) + "',['" + some.get(i) + "']=true", ","))
        .replace("SOME_TABLE", join(some, i -> "['" + some.get(i) + "']=''", ","))
        .replace("OWN_PACKED", packed(own))
        .replace("REST_PACKED", packed(rest))
        .replace("MARKS_TABLE", join(marks, i -> marks.get(i) + "=false,", " "));
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
