package dev.haven.server.shift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.flow.Directory.NavigatorView;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShiftsTest {
  private static final String FEED =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:nav-1\r\n"
          + "DTSTART:20260303T090000Z\r\nDTEND:20260303T170000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Future<String> answer = Future.succeededFuture(FEED);
  private final Shifts shifts =
      new Shifts(() -> answer, ZoneOffset.UTC, clock(), new RouterMeters(registry));

  private static RouterClock clock() {
    return new RouterClock() {
      @Override
      public Instant now() {
        return Instant.parse("2026-03-03T10:00:00Z");
      }

      @Override
      public long nanos() {
        return 0;
      }
    };
  }

  private static NavigatorView navigator(String id, String activity) {
    return new NavigatorView(
        Navigator.development(new NavigatorId(id)), activity, null, true, 0, List.of());
  }

  @Test
  void shouldSayNothingBeforeAnythingIsKnown() {
    assertThat(shifts.of(navigator("nav-1", "available"))).isNull();
    assertThat(new Shifts(null, ZoneOffset.UTC, clock(), new RouterMeters(registry)).refresh())
        .matches(Future::succeeded);
  }

  @Test
  void shouldTellAndCountWhoKeepsToTheirShift() {
    shifts.refresh();

    assertThat(shifts.of(navigator("nav-1", "break"))).isEqualTo(Adherence.MISSING);
    shifts.count(List.of(navigator("nav-1", "break"), navigator("nav-2", "available")));
    assertThat(registry.get("haven.navigators.adherence").tag("state", "missing").gauge().value())
        .isEqualTo(1);
    assertThat(registry.get("haven.navigators.adherence").tag("state", "extra").gauge().value())
        .isEqualTo(1);
  }

  @Test
  void shouldKeepWhatItKnowsWhenTheFeedCannotBeRead() {
    shifts.refresh();
    for (Future<String> bad :
        List.of(Future.<String>failedFuture("away"), Future.succeededFuture("<html>"))) {
      answer = bad;
      assertThat(shifts.refresh().succeeded()).isTrue();
    }

    assertThat(shifts.of(navigator("nav-1", "available"))).isEqualTo(Adherence.AVAILABLE);
    assertThat(registry.get("haven.alarms").tag("code", "shifts_unread").counter().count())
        .isEqualTo(2);
  }
}
