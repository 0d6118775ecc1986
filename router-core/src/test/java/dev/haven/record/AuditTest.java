package dev.haven.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.record.Breach.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {
  @Test
  void shouldFindNothingWhenTheBetterPlacedIsOffered() {
    Told told = Told.withAna().placed("c1", 4, 1).placed("c2", 0, 2).offered("c2", 0, 2, "ana");

    assertThat(told.audit()).isEmpty();
  }

  @Test
  void shouldNameBothContactsWhenOneWasPassedOver() {
    Told told = Told.withAna().placed("c1", 4, 1).placed("c2", 0, 2).offered("c1", 4, 1, "ana");

    assertThat(told.audit())
        .singleElement()
        .satisfies(
            b -> {
              assertThat(b.kind()).isEqualTo(Kind.INVERSION);
              assertThat(b.line()).isEqualTo(10);
              assertThat(b.text()).contains("c1 (routine", "to ana", "c2 (crisis");
            });
  }

  @Test
  void shouldKnowAnEarlierArrivalOfTheSameMillisecond() {
    Told told =
        Told.withAna()
            .then(Told.placedLine("c1", 4, 1, 0))
            .then(Told.placedLine("c2", 4, 2, 0).replace("502", "501"))
            .then(Told.offeredLine("c2", 4, 1, "ana"));

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.INVERSION);
  }

  @Test
  void shouldNotCountWhoTheNavigatorMayNotTake() {
    Told told =
        Told.withAna()
            .then(Told.placedLine("fax", 0, 1, 1))
            .placed("excluded", 1, 2)
            .then("exclusion.set|\"contact\":\"excluded\",\"navigator\":\"ana\"")
            .placed("held", 2, 3)
            .then("hold.begun|\"contact\":\"held\",\"navigator\":\"bob\"")
            .placed("c4", 4, 4)
            .offered("c4", 4, 4, "ana");

    assertThat(told.audit()).isEmpty();
  }

  @Test
  void shouldKnowWhichQueuesArePaused() {
    String paused = "queue.paused|\"queue\":\"support\"";
    String resumed = "queue.resumed|\"queue\":\"support\"";
    Told strict =
        Told.withAna()
            .placed("c1", 4, 1)
            .then(paused)
            .placed("c2", 2, 2)
            .offered("c2", 2, 2, "ana");
    Told during = Told.withAna().then(paused).placed("c1", 4, 1).offered("c1", 4, 1, "ana");
    Told after =
        Told.withAna()
            .then(paused)
            .placed("c1", 4, 1)
            .then(resumed, Told.offeredLine("c1", 4, 1, "ana"));

    assertThat(strict.audit()).isEmpty();
    assertThat(Told.kinds(during.audit())).containsExactly(Kind.ELIGIBILITY);
    assertThat(after.audit()).isEmpty();
  }

  @Test
  void shouldCountAgainWhoIsNoLongerExcludedOrHeld() {
    Told told =
        Told.withAna()
            .placed("c1", 1, 1)
            .then("hold.begun|\"contact\":\"c1\",\"navigator\":\"bob\"")
            .then("hold.ended|\"contact\":\"c1\",\"navigator\":\"bob\"")
            .placed("c2", 2, 2)
            .offered("c2", 2, 2, "ana");

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.INVERSION);
  }

  @Test
  void shouldAcceptThatAnOfferIsTakenBackForSomebodyStrict() {
    Told told =
        Told.withAna()
            .placed("c1", 4, 1)
            .offered("c1", 4, 1, "ana")
            .placed("c2", 0, 2)
            .then(Told.rescindedLine("c1", "ana", "c2"), Told.offeredLine("c2", 0, 2, "ana"));

    assertThat(told.audit()).isEmpty();
  }

  @Test
  void shouldFindRoomThatWasMadeForNobodyOrForSomebodyNotStrict() {
    Told other =
        Told.withAna()
            .placed("c1", 4, 1)
            .offered("c1", 4, 1, "ana")
            .placed("c2", 0, 2)
            .placed("c3", 0, 3)
            .then(Told.rescindedLine("c1", "ana", "c3"), Told.offeredLine("c2", 0, 2, "ana"));
    Told lower =
        Told.withAna()
            .placed("c1", 3, 1)
            .offered("c1", 3, 1, "ana")
            .placed("c2", 3, 0)
            .then(Told.rescindedLine("c1", "ana", "c2"), Told.offeredLine("c2", 3, 0, "ana"));

    assertThat(Told.kinds(other.audit())).containsExactly(Kind.ASIDE);
    assertThat(Told.kinds(lower.audit())).containsExactly(Kind.ASIDE);
  }

  @Test
  void shouldFindRoomThatWasMadeAlthoughSomebodyWasFree() {
    Told told =
        Told.withAna()
            .placed("c1", 4, 1)
            .offered("c1", 4, 1, "ana")
            .then(
                "navigator.upserted|\"navigator\":\"bob\",\"profile\":0,"
                    + "\"capacities\":[0,0,1,0,0,0]")
            .then("session.opened|\"navigator\":\"bob\",\"session\":1")
            .then("activity.changed|\"navigator\":\"bob\",\"activity\":\"available\"")
            .placed("c2", 0, 2)
            .then(Told.rescindedLine("c1", "ana", "c2"), Told.offeredLine("c2", 0, 2, "ana"));

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.ASIDE);
  }

  @Test
  void shouldFindAnOfferBeyondTheRoom() {
    Told told =
        Told.withAna()
            .then(
                "navigator.upserted|\"navigator\":\"ana\",\"profile\":0,"
                    + "\"capacities\":[0,0,1,0,0,0]")
            .placed("c1", 4, 1)
            .offered("c1", 4, 1, "ana")
            .accepted("c1", "ana")
            .placed("c2", 4, 2)
            .offered("c2", 4, 2, "ana");

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.CAPACITY);
  }

  @Test
  void shouldHoldTheRampAgainstOrdinaryWorkOnly() {
    Told told =
        Told.withAna()
            .then("activity.changed|\"navigator\":\"ana\",\"activity\":\"break\"")
            .then(
                "activity.changed|\"navigator\":\"ana\",\"activity\":\"available\","
                    + "\"ramp\":1009000",
                Told.placedLine("c1", 4, 1, 0),
                Told.offeredLine("c1", 4, 1, "ana"),
                "offer.accepted|\"offer\":\"c1.1\",\"contact\":\"c1\",\"navigator\":\"ana\"",
                Told.placedLine("c2", 2, 2, 0),
                Told.offeredLine("c2", 2, 2, "ana"));

    assertThat(told.audit()).isEmpty();
    assertThat(
            Told.kinds(
                Told.audit(
                    told.changed("\"tier\":2,\"rank\":2", "\"tier\":4,\"rank\":4").stream()
                        .map(
                            b ->
                                new JournalBatch(
                                    "w",
                                    b.lines().stream()
                                        .map(l -> l.replace("\"tier\":2,\"arr", "\"tier\":4,\"arr"))
                                        .toList(),
                                    b.hash()))
                        .toList())))
        .containsExactly(Kind.CHAIN, Kind.CAPACITY);
  }

  @Test
  void shouldFindOffersToWhoIsAwayOrDoesNotServe() {
    Told away =
        Told.withAna()
            .then("session.lost|\"navigator\":\"ana\"")
            .placed("c1", 4, 1)
            .offered("c1", 4, 1, "ana");
    Told foreign =
        Told.withAna()
            .then(Told.placedLine("fax", 4, 1, 1))
            .then(
                "navigator.upserted|\"navigator\":\"ana\",\"profile\":0,"
                    + "\"capacities\":[0,0,2,0,1,0]")
            .then(Told.offeredLine("fax", 4, 1, "ana"));

    assertThat(Told.kinds(away.audit())).containsExactly(Kind.ELIGIBILITY);
    assertThat(Told.kinds(foreign.audit())).containsExactly(Kind.ELIGIBILITY);
  }

  @Test
  void shouldFindTwoOffersAndTwoAccepts() {
    Told told =
        Told.withAna()
            .placed("c1", 4, 1)
            .offered("c1", 4, 1, "ana")
            .placed("c2", 4, 2)
            .offered("c2", 4, 2, "ana")
            .accepted("c1", "ana")
            .accepted("c1", "ana");

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.OFFER, Kind.STATE);
  }

  @Test
  void shouldFindLowerWorkForWhoDrains() {
    Told told =
        Told.withAna()
            .placed("c1", 1, 1)
            .then("drain.begun|\"contact\":\"c1\",\"navigator\":\"ana\"")
            .then("exclusion.set|\"contact\":\"c1\",\"navigator\":\"ana\"")
            .placed("c2", 3, 2)
            .offered("c2", 3, 2, "ana");

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.DRAIN);
  }

  @Test
  void shouldFindAContactThatEndedByItself() {
    Told told =
        Told.withAna()
            .placed("c1", 4, 1)
            .then("contact.closed|\"contact\":\"c1\",\"disposition\":\"timeout\"")
            .placed("c2", 4, 2)
            .then("contact.removed|\"contact\":\"c2\"");

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.STATE, Kind.STATE);
  }

  @Test
  void shouldFindAPlaceThatChangedByItself() {
    Told told = Told.withAna().placed("c1", 4, 1).offered("c1", 4, 0, "ana");

    assertThat(Told.kinds(told.audit())).containsExactly(Kind.PLACE);
  }

  @Test
  void shouldFindAChangedAMissingAndACutLine() {
    Told told = Told.withAna().placed("c1", 4, 1).placed("c2", 4, 2);
    List<JournalBatch> missing = new ArrayList<>(told.batches());
    missing.remove(7);
    List<JournalBatch> cut = new ArrayList<>(told.batches());
    JournalBatch last = cut.remove(cut.size() - 1);
    cut.add(new JournalBatch("w", last.lines(), null));

    assertThat(Told.audit(told.changed("\"contact\":\"c1\"", "\"contact\":\"c9\"")))
        .singleElement()
        .satisfies(b -> assertThat(b.kind()).isEqualTo(Kind.CHAIN))
        .satisfies(b -> assertThat(b.line()).isEqualTo(8));
    assertThat(Told.audit(missing))
        .singleElement()
        .satisfies(b -> assertThat(b.text()).contains("lines 8 to 8 are missing"));
    assertThat(Told.kinds(Told.audit(cut))).containsExactly(Kind.CHAIN);
  }

  @Test
  void shouldSayWhatItCouldNotCheckWhenTheBeginningIsMissing() {
    Told told = Told.withAna().placed("c1", 4, 1);
    List<Breach> breaches = new ArrayList<>();
    Audit audit = new Audit(breaches::add);

    told.batches().subList(3, 8).forEach(audit::take);

    assertThat(breaches).isEmpty();
    assertThat(audit.extents().get("w").unchecked()).isEqualTo(5);
  }

  @Test
  void shouldFindACheckpointThatTheLinesDoNotLeadTo() {
    Told told =
        Told.withAna()
            .placed("c1", 4, 1)
            .then(
                "checkpoint.begun|\"x\":0",
                Told.SMS_LANE.replace("lane.registered", "checkpoint.lane"),
                Told.PROFILE.replace("profile.registered", "checkpoint.profile"),
                "checkpoint.navigator|\"navigator\":\"ana\",\"profile\":0,"
                    + "\"capacities\":[0,0,2,0,0,0],\"activity\":\"available\",\"connected\":1",
                "checkpoint.contact|\"contact\":\"c1\",\"state\":\"waiting\",\"channel\":2,"
                    + "\"lane\":0,\"tier\":3,\"order\":501,\"sequence\":1",
                "checkpoint.ended|\"contacts\":1");

    assertThat(told.audit())
        .singleElement()
        .satisfies(b -> assertThat(b.kind()).isEqualTo(Kind.CHECKPOINT))
        .satisfies(b -> assertThat(b.text()).contains("c1", "routine", "elevated"));
  }

  @Test
  void shouldTakeTheLastListingOfACheckpointThatOthersWroteInBetween() {
    Told told = checkpointInPortions(GONE);

    assertThat(told.audit()).isEmpty();
    assertThat(Told.audit(fromTheCheckpoint(told))).isEmpty();
  }

  @Test
  void shouldBeginWithWhatWaitsWhenACheckpointInPortionsEnds() {
    Told told =
        checkpointInPortions(GONE)
            .then("offer.rejected|\"offer\":\"c1.1\",\"contact\":\"c1\",\"navigator\":\"ana\"")
            .placed("c4", 4, 4)
            .offered("c4", 4, 4, "ana");

    assertThat(Told.audit(fromTheCheckpoint(told)))
        .filteredOn(b -> b.kind() == Kind.INVERSION)
        .singleElement()
        .satisfies(b -> assertThat(b.text()).contains("c4 (routine", "c3 (elevated"));
  }

  @Test
  void shouldFindWhatACheckpointInPortionsListsAndIsClosed() {
    Told told = checkpointInPortions("checkpoint.pause|\"queue\":\"none\"");

    assertThat(told.audit())
        .extracting(Breach::text)
        .anyMatch(text -> text.contains("c2: the lines say closed, the checkpoint says waiting"))
        .contains("the checkpoint lists 2 waiting of 1")
        .hasSize(2);
    assertThat(Told.audit(fromTheCheckpoint(told)))
        .extracting(Breach::text)
        .containsExactly("the checkpoint lists 2 waiting of 1");
  }

  @Test
  void shouldBeginACheckpointAnewThatDidNotEnd() {
    Told told =
        Told.withAna()
            .placed("c1", 4, 1)
            .then("checkpoint.begun|\"x\":0")
            .then(listed("gone1", 0, 7))
            .then("checkpoint.begun|\"x\":0")
            .then(LANE, PROFILE, ANA, listed("c1", 4, 1))
            .then("checkpoint.ended|\"navigators\":1,\"waiting\":1");

    assertThat(told.audit()).isEmpty();
    assertThat(Told.audit(fromTheCheckpoint(told))).isEmpty();
  }

  private static final String LANE = Told.SMS_LANE.replace("lane.registered", "checkpoint.lane");
  private static final String PROFILE =
      Told.PROFILE.replace("profile.registered", "checkpoint.profile");
  private static final String ANA =
      "checkpoint.navigator|\"navigator\":\"ana\",\"profile\":0,"
          + "\"capacities\":[0,0,2,0,0,0],\"activity\":\"available\",\"connected\":1";
  private static final String GONE = "checkpoint.gone|\"contact\":\"c2\"";

  /** c1 is offered and c2 closed after they were listed, c3 comes. */
  private static Told checkpointInPortions(String ofC2) {
    return Told.withAna()
        .placed("c1", 4, 1)
        .placed("c2", 4, 2)
        .then("checkpoint.begun|\"x\":0", listed("c1", 4, 1))
        .then(listed("c2", 4, 2))
        .offered("c1", 4, 1, "ana")
        .then(
            "contact.abandoned|\"contact\":\"c2\",\"state\":\"waiting\"",
            "contact.closed|\"contact\":\"c2\",\"disposition\":\"abandoned\"")
        .then(PROFILE, LANE)
        .placed("c3", 3, 3)
        .then(
            ofC2,
            listed("c3", 3, 3),
            listed("c1", 4, 1).replace("waiting", "offered") + ",\"try\":1,\"navigator\":\"ana\"",
            ANA + ",\"counts\":[0,0,1,0,0,0],\"offer\":\"c1.1\"",
            "checkpoint.ended|\"navigators\":1,\"waiting\":1");
  }

  private static String listed(String contact, int tier, int sequence) {
    return "checkpoint.contact|\"contact\":\""
        + contact
        + "\",\"state\":\"waiting\",\"channel\":2,\"lane\":0,\"tier\":"
        + tier
        + ",\"order\":"
        + (500 + sequence)
        + ",\"sequence\":"
        + sequence;
  }

  private static List<JournalBatch> fromTheCheckpoint(Told told) {
    List<JournalBatch> all = told.batches();
    int at = 0;
    while (!all.get(at).isCheckpoint()) {
      at++;
    }
    return all.subList(at, all.size());
  }

  @Test
  void shouldFollowAnEngagementThroughConnectingAndHold() {
    Told told =
        Told.withAna()
            .placed("c1", 4, 1)
            .offered("c1", 4, 1, "ana")
            .then(
                "offer.accepted|\"offer\":\"c1.1\",\"contact\":\"c1\",\"navigator\":\"ana\","
                    + "\"state\":\"connecting\"");
    String connected =
        "engagement.connected|\"offer\":\"c1.1\",\"contact\":\"c1\",\"navigator\":\"ana\"";
    List<Breach> early = checkpointOfC1("talking", told).audit();

    assertThat(Told.kinds(early)).containsExactly(Kind.CHECKPOINT);
    assertThat(checkpointOfC1("talking", told.then(connected)).audit()).hasSize(1);
    assertThat(checkpointOfC1("on_hold", told.then(connected.replace("connected", "held"))).audit())
        .hasSize(1);
  }

  private static Told checkpointOfC1(String engagement, Told told) {
    return told.then(
        "checkpoint.begun|\"x\":0",
        Told.SMS_LANE.replace("lane.registered", "checkpoint.lane"),
        Told.PROFILE.replace("profile.registered", "checkpoint.profile"),
        "checkpoint.navigator|\"navigator\":\"ana\",\"profile\":0,"
            + "\"capacities\":[0,0,2,0,0,0],\"counts\":[0,0,1,0,0,0],"
            + "\"activity\":\"available\",\"connected\":1",
        "checkpoint.contact|\"contact\":\"c1\",\"state\":\"engaged\",\"channel\":2,\"lane\":0,"
            + "\"tier\":4,\"order\":501,\"sequence\":1,\"try\":1,\"navigator\":\"ana\","
            + "\"engagement\":\""
            + engagement
            + "\"",
        "checkpoint.ended|\"contacts\":1");
  }
}
