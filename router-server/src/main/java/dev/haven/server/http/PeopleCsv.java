package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.haven.contact.PersonId;
import dev.haven.flow.Directory;
import dev.haven.time.RouterClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads persons from a table: a line of names, then a person a line (RFC 4180, UTF-8). The names
 * are those of a person's members; {@code addresses}, {@code languages} and {@code consents} hold
 * several with {@code ;} between, a consent as {@code purpose=granted@time} or {@code
 * purpose=withdrawn@time}. A line is held to the same rules as a person who comes by themselves,
 * and one that is wrong stops none of the others. Takes the table piece by piece and keeps no more
 * of it than one line.
 */
final class PeopleCsv {
  /** Of one line; what is longer is no person. */
  static final int MOST_BYTES = 65_536;

  private static final String BYTE_ORDER = "\ufeff";
  private static final List<String> TEXTS =
      List.of("kind", "name", "timeZone", "programme", "designatedNavigatorId");
  private static final List<String> LISTS = List.of("addresses", "languages");
  private static final Pattern CONSENT = Pattern.compile("([^=]*)=(granted|withdrawn)@(.*)");
  private static final ObjectReader READER =
      new CsvMapper(
              CsvFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(16_384).build())
                  .build())
          .readerFor(String[].class)
          .with(CsvParser.Feature.WRAP_AS_ARRAY)
          .with(CsvParser.Feature.TRIM_SPACES)
          .with(CsvParser.Feature.SKIP_EMPTY_LINES);

  private final CsvLines lines = new CsvLines(MOST_BYTES);
  private final RouterClock clock;
  private List<String> names = List.of();
  private boolean broken;

  PeopleCsv(RouterClock clock) {
    this.clock = clock;
  }

  /**
   * One line of the table.
   *
   * @param line from 1, the line of names
   * @param person null when it is wrong
   * @param why what is wrong; no value of the line is in it
   */
  record Row(long line, Directory.@Nullable Person person, List<String> why) {}

  /**
   * The lines that this piece of the table ends. Once a table cannot be read on, a wrong line says
   * so and nothing more comes.
   *
   * @throws ProblemException when the line of names is wrong: no other could be read
   */
  List<Row> take(byte[] piece) {
    List<Row> rows = new ArrayList<>();
    if (!broken) {
      lines.take(piece, (line, bytes) -> read(line, bytes, rows));
      broken(rows);
    }
    return rows;
  }

  /**
   * The table's last line, when no line end came behind it.
   *
   * @throws ProblemException as {@link #take}
   */
  List<Row> end() {
    List<Row> rows = new ArrayList<>();
    if (!broken) {
      lines.end((line, bytes) -> read(line, bytes, rows));
    }
    return rows;
  }

  private void broken(List<Row> rows) {
    if (lines.tooLong()) {
      broken = true;
      rows.add(
          new Row(
              lines.line(),
              null,
              List.of("has more than " + MOST_BYTES + " bytes, or its quotes are off")));
    }
  }

  private void read(long line, byte[] bytes, List<Row> rows) {
    if (broken) {
      return;
    }
    try (MappingIterator<String[]> cells = READER.readValues(text(bytes))) {
      if (!cells.hasNextValue()) {
        return;
      }
      List<String> values = List.of(cells.nextValue());
      if (!names.isEmpty()) {
        rows.add(row(line, names, values));
      } else if (Set.copyOf(values).size() < values.size()) {
        wrong(line, "names a column twice", rows);
      } else {
        names = values;
      }
    } catch (CharacterCodingException e) {
      wrong(line, "is not UTF-8", rows);
    } catch (JsonProcessingException e) {
      wrong(line, "is no line of a table: its quotes are off", rows);
    } catch (IOException e) {
      throw new UncheckedIOException("the line is in memory", e);
    }
  }

  /** The line as text; a mark of the byte order before the names is left out. */
  private String text(byte[] bytes) throws CharacterCodingException {
    String text = Utf8.text(bytes);
    if (text.indexOf(0) >= 0) {
      throw new CharacterCodingException();
    }
    return names.isEmpty() && text.startsWith(BYTE_ORDER) ? text.substring(1) : text;
  }

  private void wrong(long line, String why, List<Row> rows) {
    if (names.isEmpty()) {
      throw new ProblemException(
          Trouble.SCHEMA, "Line " + line + ", the one of names, " + why + "; nothing was kept.");
    }
    rows.add(new Row(line, null, List.of(why)));
  }

  private Row row(long line, List<String> names, List<String> values) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    List<String> why = new ArrayList<>();
    String id = "";
    if (values.size() > names.size()) {
      why.add("has more cells than there are columns");
    }
    for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
      String name = names.get(i);
      String value = values.get(i);
      if (name.equals("id")) {
        id = value;
      } else if (TEXTS.contains(name)) {
        members.put(name, value.isEmpty() ? null : value);
      } else if (LISTS.contains(name)) {
        members.put(name, parts(value));
      } else if (name.equals("consents")) {
        members.put(name, consents(value, why));
      } else {
        why.add("has a column that no person has");
      }
    }
    if (!PersonId.isValid(id)) {
      why.add("/id must be 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'");
    }
    if (!why.isEmpty()) {
      return new Row(line, null, why);
    }
    try {
      return new Row(line, DirectoryJson.person(new Fields(members), id, clock.now()), List.of());
    } catch (ProblemException e) {
      e.faults().forEach(fault -> why.add(fault.pointer() + " " + fault.detail()));
      return new Row(line, null, why.isEmpty() ? List.of(e.detail()) : why);
    }
  }

  private static List<String> parts(String value) {
    return Arrays.stream(value.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static List<Map<String, @Nullable Object>> consents(String value, List<String> why) {
    List<Map<String, @Nullable Object>> consents = new ArrayList<>();
    for (String text : parts(value)) {
      Matcher consent = CONSENT.matcher(text);
      if (consent.matches()) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("purpose", consent.group(1));
        one.put("granted", consent.group(2).equals("granted"));
        one.put("at", consent.group(3));
        consents.add(one);
      } else {
        why.add("/consents must be purpose=granted@time or purpose=withdrawn@time");
      }
    }
    return consents;
  }
}
