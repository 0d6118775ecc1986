package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.flow.Directory;
import dev.haven.time.RouterClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleCsvTest {
  private static List<PeopleCsv.Row> read(String table) {
    return read(table, Integer.MAX_VALUE);
  }

  private static List<PeopleCsv.Row> read(String table, int pieces) {
    return read(table.getBytes(StandardCharsets.UTF_8), pieces);
  }

  private static List<PeopleCsv.Row> read(byte[] bytes, int pieces) {
    PeopleCsv csv = new PeopleCsv(RouterClock.system());
    List<PeopleCsv.Row> rows = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += Math.min(pieces, bytes.length)) {
      int to = Math.min(bytes.length - from, pieces) + from;
      rows.addAll(csv.take(Arrays.copyOfRange(bytes, from, to)));
    }
    rows.addAll(csv.end());
    return rows;
  }

  @Test
  void shouldReadPersonsWithListsConsentsAndQuotes() {
    List<PeopleCsv.Row> rows =
        read(
            "id,kind,name,addresses,languages,timeZone,consents\r\n"
                + "p-1,patient,\"Ñandú, Ana\",+15551230001;ana@example.org,es;en,America/Bogota,"
                + "education=granted@2026-01-01T00:00:00Z;calls=withdrawn@2026-02-01T00:00:00Z\r\n");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).why()).isEmpty();
    Directory.Person person = rows.get(0).person();
    assertThat(person).isNotNull();
    assertThat(person.name()).isEqualTo("Ñandú, Ana");
    assertThat(person.addresses()).containsExactly("+15551230001", "ana@example.org");
    assertThat(person.languages()).containsExactly("es", "en");
    assertThat(person.consents())
        .extracting(Directory.Consent::granted)
        .containsExactly(true, false);
  }

  @Test
  void shouldTellEveryWrongLineAndReadOn() {
    List<PeopleCsv.Row> rows =
        read(
            """
            id,kind,timeZone,consents
            p-1,patient,Mars/Olympus,
            not an id,patient,,
            p-3,,,
            p-4,patient,,education=perhaps
            p-5,caregiver,,
            p-6,patient,,,one too many
            """);

    assertThat(rows).extracting(PeopleCsv.Row::line).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(rows.subList(0, 4)).allSatisfy(row -> assertThat(row.person()).isNull());
    assertThat(rows.get(0).why()).anyMatch(why -> why.startsWith("/timeZone"));
    assertThat(rows.get(1).why()).anyMatch(why -> why.startsWith("/id"));
    assertThat(rows.get(2).why()).anyMatch(why -> why.startsWith("/kind"));
    assertThat(rows.get(3).why()).anyMatch(why -> why.startsWith("/consents"));
    assertThat(rows.get(4).person()).isNotNull();
    assertThat(rows.get(5).why()).containsExactly("has more cells than there are columns");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void shouldReadTheSameFromPiecesOfAnySize(int size) {
    String table =
        "id,kind,name\r\np-1,patient,\"Ñandú,\r\n\"\"Ana\"\"\"\r\n\r\np 2,patient,5\" tall\np-3,caregiver,x\rp-4,patient,";

    List<PeopleCsv.Row> rows = read(table, size);

    assertThat(rows).isEqualTo(read(table));
    assertThat(rows).extracting(PeopleCsv.Row::line).containsExactly(2L, 5L, 6L, 7L);
    assertThat(rows.get(0).person().name()).isEqualTo("Ñandú,\r\n\"Ana\"");
    assertThat(rows.get(1).why()).anyMatch(why -> why.startsWith("/id"));
  }

  @Test
  void shouldGiveUpOnALineThatHasNoEnd() {
    String table = "id,kind\np-1,patient\np-2,\"" + "patient\n".repeat(PeopleCsv.MOST_BYTES);

    List<PeopleCsv.Row> rows = read(table, 4_096);

    assertThat(rows).extracting(PeopleCsv.Row::line).containsExactly(2L, 3L);
    assertThat(rows.get(1).why()).first().asString().contains("65536 bytes");
  }

  @Test
  void shouldSayWhereATableCannotBeReadOn() {
    List<PeopleCsv.Row> rows = read("id,kind\np-1,patient\np-2,\"patient\n");

    assertThat(rows.get(0).person()).isNotNull();
    assertThat(rows.get(rows.size() - 1).person()).isNull();
    assertThat(read("")).isEmpty();
  }

  @Test
  void shouldRefuseAConsentThatIsDatedAhead() {
    Instant now = Instant.now();

    List<PeopleCsv.Row> rows =
        read(
            "id,kind,consents\np-1,patient,education=granted@%s\np-2,patient,education=granted@%s\n"
                .formatted(now.plusSeconds(240), now.plusSeconds(50_400)));

    assertThat(rows.get(0).why()).isEmpty();
    assertThat(rows.get(1).why())
        .containsExactly("/consents/0/at must not be more than 5 minutes ahead");
  }

  @Test
  void shouldTellALineThatIsNotUtf8AndReadOn() {
    byte[] table =
        "id,kind,name\np-1,patient,\u00d1and\u00fa\np-2,patient,Ana\np-3,patient,A\0na\n"
            .getBytes(StandardCharsets.ISO_8859_1);

    List<PeopleCsv.Row> rows = read(table, 7);

    assertThat(rows.get(0).why()).containsExactly("is not UTF-8");
    assertThat(rows.get(1).person()).isNotNull();
    assertThat(rows.get(2).why()).containsExactly("is not UTF-8");
  }

  @Test
  void shouldReadNamesBehindAMarkOfTheByteOrder() {
    assertThat(read("\ufeffid,kind\np-1,patient\n").get(0).person()).isNotNull();
  }

  @Test
  void shouldQuoteNoValueInWhatIsWrong() {
    assertThat(read("id,kind,secret\np-1,patient,Ana Example\n").get(0).why())
        .allSatisfy(why -> assertThat(why).doesNotContain("Ana"));
  }
}
