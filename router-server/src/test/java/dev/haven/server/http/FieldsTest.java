package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.haven.server.http.ProblemException.Fault;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void shouldReportEveryFaultWithItsPointer() {
    // given
    Fields fields =
        new Fields(
            StrictJson.object(
                "{\"n\":\"9\",\"t\":5,\"list\":[\"ok\",7],\"map\":{\"k\":1},\"score\":99}"));
    // when
    fields.whole("n", 0, 10);
    fields.text("t", 10);
    fields.texts("list", 5, "ok"::equals, "ok");
    fields.map("map", 5, 5, 5);
    fields.required("gone", 10);
    ProblemException thrown = catchThrowableOfType(ProblemException.class, fields::done);
    // then
    assertThat(thrown.trouble()).isEqualTo(Trouble.UNKNOWN_MEMBER);
    assertThat(thrown.faults())
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("/n", "type"),
            org.assertj.core.groups.Tuple.tuple("/t", "type"),
            org.assertj.core.groups.Tuple.tuple("/list/1", "form"),
            org.assertj.core.groups.Tuple.tuple("/map/k", "type"),
            org.assertj.core.groups.Tuple.tuple("/gone", "missing"),
            org.assertj.core.groups.Tuple.tuple("/score", "unknown-member"));
  }

  @Test
  void shouldTakeNullForAbsent() {
    Fields fields = new Fields(StrictJson.object("{\"a\":null}"));
    assertThat(fields.text("a", 10)).isNull();
    fields.done();
  }

  @Test
  void shouldKeepNumbersInRange() {
    Fields fields = new Fields(StrictJson.object("{\"a\":101,\"b\":-1}"));
    fields.whole("a", 0, 100);
    fields.whole("b", 0, 100);
    ProblemException thrown = catchThrowableOfType(ProblemException.class, fields::done);
    assertThat(thrown.trouble()).isEqualTo(Trouble.SCHEMA);
    assertThat(thrown.faults()).extracting(Fault::code).containsOnly("out-of-range");
  }
}
