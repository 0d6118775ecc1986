package dev.haven.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.record.JournalBatch;
import dev.haven.urgency.Tier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayReaderTest {
  private static final String LANE =
      "\"type\":\"lane.registered\",\"lane\":0,\"definition\":{\"queue\":\"support\",\"channel\":\"chat\",\"language\":\"es\",\"skills\":{}}";
  private static final String PROFILE =
      "\"type\":\"profile.registered\",\"profile\":0,\"definition\":{\"queues\":[\"*\"],\"languages\":[\"es\"],\"skills\":{},\"channels\":[\"chat\"]}";
  private static final String PLACED =
      "\"type\":\"contact.placed\",\"contact\":\"c1\",\"source\":\"endpoint:web\",\"channel\":1,\"language\":\"es\",\"queue\":\"support\",\"lane\":0,"
          + "\"tier\":1,\"score\":77,\"kind\":\"inbound\",\"arrived\":1000,\"order\":1000,\"plan\":{\"rule\":\"r\",\"scored\":3,\"programme\":\"onco\"}";

  private final List<String> lines = new ArrayList<>();

  @Test
  void shouldTellWhatAPersonBroughtAndHowTheyWereServed() {
    line(900, LANE);
    line(900, PROFILE);
    line(
        950,
        "\"type\":\"navigator.upserted\",\"navigator\":\"n1\",\"profile\":0,\"capacities\":[0,3,0,0,0,0]");
    line(960, "\"type\":\"session.opened\",\"navigator\":\"n1\",\"session\":1");
    line(970, "\"type\":\"activity.changed\",\"navigator\":\"n1\",\"activity\":\"available\"");
    line(1_000, PLACED);
    line(1_000, offer("offer.created", 1));
    line(3_000, offer("offer.rejected", 1));
    line(4_000, offer("offer.created", 2));
    line(4_500, "\"type\":\"urgency.raised\",\"contact\":\"c1\",\"tier\":0,\"score\":95");
    line(6_000, offer("offer.accepted", 2) + ",\"state\":\"talking\"");
    line(7_000, offer("engagement.parked", 2));
    line(9_000, offer("engagement.resumed", 2));
    line(20_000, offer("engagement.wrapping", 2));
    line(24_000, offer("engagement.completed", 2) + ",\"disposition\":\"resolved\"");
    line(24_000, "\"type\":\"activity.next\",\"navigator\":\"n1\",\"activity\":\"break\"");
    line(25_000, "\"type\":\"activity.changed\",\"navigator\":\"n1\",\"activity\":\"break\"");

    Day day = read();

    Visit visit = day.visits().get(0);
    assertThat(visit.channel()).isEqualTo(Channel.CHAT);
    assertThat(visit.scored()).as("before the rule's floor").isEqualTo(Tier.ELEVATED);
    assertThat(visit.programme()).isEqualTo("onco");
    assertThat(visit.patienceMs()).isNull();
    assertThat(visit.changes()).containsExactly(new Visit.Change(3_500, Tier.CRISIS, 95, false));
    assertThat(visit.answers())
        .containsExactly(
            new Visit.Answer(Visit.Reply.REJECT, 2_000),
            new Visit.Answer(Visit.Reply.ACCEPT, 2_000));
    assertThat(visit.services())
        .containsExactly(new Visit.Service(12_000, 4_000, "resolved", null));
    assertThat(day.seats().get(0).moves())
        .extracting(m -> m.atMs() + " " + m.what() + " " + m.activity())
        .containsExactly(
            "950 JOINED ", "960 OPENED ", "970 ACTIVITY available", "24000 ACTIVITY break");
    assertThat(day.seats().get(0).moves().get(0).navigator().languages()).containsExactly("es");
  }

  @Test
  void shouldTellHowLongSomebodyWaitedBeforeTheyGaveUp() {
    line(900, LANE);
    line(1_000, PLACED);
    line(61_000, "\"type\":\"contact.abandoned\",\"contact\":\"c1\",\"state\":\"waiting\"");

    assertThat(read().visits().get(0).patienceMs()).isEqualTo(60_000);
  }

  @Test
  void shouldBeginWithACheckpoint() {
    line(5_000, "\"type\":\"checkpoint.begun\"");
    line(5_000, LANE.replace("lane.registered", "checkpoint.lane"));
    line(5_000, PROFILE.replace("profile.registered", "checkpoint.profile"));
    line(
        5_000,
        "\"type\":\"checkpoint.navigator\",\"navigator\":\"n1\",\"profile\":0,\"capacities\":[0,3,0,0,0,0],\"connected\":1,\"activity\":\"available\"");
    line(
        5_000,
        "\"type\":\"checkpoint.contact\",\"contact\":\"c1\",\"state\":\"waiting\",\"lane\":0,\"tier\":2,\"order\":1000");
    line(
        5_000,
        "\"type\":\"checkpoint.contact\",\"contact\":\"c2\",\"state\":\"engaged\",\"lane\":0,\"tier\":2,\"order\":900");
    line(5_000, "\"type\":\"checkpoint.ended\"");

    Day day = read();

    assertThat(day.visits()).extracting(Visit::id).containsExactly("c1");
    assertThat(day.visits().get(0).orderMs()).isEqualTo(1_000);
    assertThat(day.visits().get(0).arrivedMs()).isEqualTo(5_000);
    assertThat(day.leftOut()).isEqualTo(1);
    assertThat(day.seats().get(0).moves()).hasSize(3);
  }

  @Test
  void shouldBeginWithWhatTheFirstCheckpointCameToWhenItEnds() {
    line(5_000, "\"type\":\"checkpoint.begun\"");
    line(5_000, listed("c0", 4));
    line(5_000, "\"type\":\"checkpoint.begun\"");
    line(5_000, LANE.replace("lane.registered", "checkpoint.lane"));
    line(5_100, listed("c1", 4));
    line(5_100, listed("c2", 2));
    line(5_200, "\"type\":\"urgency.raised\",\"contact\":\"c1\",\"tier\":0,\"score\":95");
    line(5_300, "\"type\":\"contact.closed\",\"contact\":\"c2\",\"disposition\":\"resolved\"");
    line(5_400, "\"type\":\"checkpoint.gone\",\"contact\":\"c2\"");
    line(5_400, listed("c1", 0));
    line(5_400, "\"type\":\"checkpoint.ended\"");
    line(9_000, "\"type\":\"contact.abandoned\",\"contact\":\"c1\",\"state\":\"waiting\"");

    Day day = read();

    assertThat(day.fromMs()).isEqualTo(5_400);
    assertThat(day.visits()).extracting(Visit::id).containsExactly("c1");
    assertThat(day.visits().get(0).scored()).isEqualTo(Tier.CRISIS);
    assertThat(day.visits().get(0).arrivedMs()).isEqualTo(5_400);
    assertThat(day.visits().get(0).patienceMs()).isNotNull();
  }

  private static String listed(String contact, int tier) {
    return "\"type\":\"checkpoint.contact\",\"contact\":\""
        + contact
        + "\",\"state\":\"waiting\",\"lane\":0,\"order\":1000,\"tier\":"
        + tier;
  }

  private void line(long at, String fields) {
    lines.add("{\"n\":" + (lines.size() + 1) + ",\"at\":" + at + "," + fields + "}");
  }

  private static String offer(String type, int attempt) {
    return "\"type\":\""
        + type
        + "\",\"offer\":\"c1."
        + attempt
        + "\",\"contact\":\"c1\",\"navigator\":\"n1\"";
  }

  private Day read() {
    DayReader reader = new DayReader();
    reader.take(new JournalBatch("main", lines, null));
    return reader.day();
  }
}
