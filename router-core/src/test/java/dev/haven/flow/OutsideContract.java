package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls that are brought to a number outside: the scripts on Redis and the plain-Java model pass
 * the same cases.
 */
public abstract class OutsideContract extends TransitionsContract {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Settings unasked;
  private Settings asking;

  @Override
  @BeforeEach
  void newWorld() {
    Ladder ladder =
        new Ladder(
            Tier.CRISIS,
            List.of(
                new Ladder.Rung(SECOND.multipliedBy(10), Ladder.Action.CALL, "crisis_line"),
                new Ladder.Rung(SECOND.multipliedBy(10), Ladder.Action.CALL, "on_call")),
            SECOND.multipliedBy(300));
    Settings settings = TestSettings.with(Settings.defaults(), ladder);
    unasked =
        TestSettings.with(
            settings, new Acknowledgement(SECOND.multipliedBy(20), Set.of(), Set.of()));
    asking = settings;
    world = new World(engine(unasked, START));
  }

  private void ask() {
    world = new World(engine(asking, START));
  }

  private void calls(String id, Tier tier, String steps) {
    int lane = world.laneFor("support", Channel.PHONE, "en");
    String plan = steps.replace("LANE", Integer.toString(lane));
    world.place(id, "d", tier, Channel.PHONE, lane, plan, "", true);
  }

  private void talking() {
    world.navigator("ana");
    world.available("ana");
    calls("c1", Tier.ELEVATED, "");
    world.accept("ana", "c1.1");
    world.call("ana", "c1.1", "connected");
  }

  @Test
  void shouldHoldTheCallerUntilSomebodyOutsideHasThem() {
    talking();

    Outcome sent = world.sendOutside("ana", "c1.1", "hospital");

    assertThat(sent.status()).isEqualTo("DONE");
    assertThat(sent.text(0)).isEqualTo("c1.2");
    assertThat(world.sendOutside("ana", "c1.1", "hospital").status()).isEqualTo("OUTSIDE");
    assertThat(world.change("ana", "c1.1", "hold").status()).isEqualTo("OUTSIDE");
    assertThat(world.transferTo("ana", "c1.1", "").status()).isEqualTo("OUTSIDE");
    assertThat(world.consult("ana", "c1.1", "bob").status()).isEqualTo("OUTSIDE");
    assertThat(world.contact("c1"))
        .containsEntry("state", "engaged")
        .containsEntry("est", "on_hold")
        .containsEntry("nav", "ana");

    assertThat(world.outside("c1.2", "answered").status()).isEqualTo("DONE");
    assertThat(world.outside("c1.2", "answered").status()).isEqualTo("SAME");
    assertThat(world.change("ana", "c1.1", "resume").status()).isEqualTo("OUTSIDE");
    assertThat(world.call("ana", "c1.1", "hung_up").status())
        .as("the navigator's line is let go")
        .isEqualTo("SAME");
    assertThat(world.outside("c1.2", "connected").status()).isEqualTo("DONE");
    assertThat(world.outside("c1.2", "connected").status()).isEqualTo("SAME");

    assertThat(world.contact("c1")).containsEntry("state", "wrapping").containsEntry("live", "");
    assertThat(world.finish("ana", "c1.1", "referred").status()).isEqualTo("COMPLETED");
    assertThat(world.outside("c1.2", "hung_up").status()).isEqualTo("DONE");
    assertThat(world.outside("c1.2", "hung_up").status()).isEqualTo("MISSING");
  }

  @Test
  void shouldGiveTheCallerBackToTheNavigatorWhenNobodyAnswersOutside() {
    talking();
    world.sendOutside("ana", "c1.1", "hospital");

    assertThat(world.outside("c1.2", "failed").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("est", "talking").containsEntry("out", "");

    assertThat(world.sendOutside("ana", "c1.1", "hospital").text(0)).isEqualTo("c1.3");
    assertThat(world.outside("c1.2", "answered").status()).as("an old answer").isEqualTo("MISSING");
    world.engine().advance(30_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("est", "talking").containsEntry("out", "");

    world.sendOutside("ana", "c1.1", "hospital");
    assertThat(world.change("ana", "c1.1", "resume").status()).isEqualTo("DONE");
    assertThat(world.outside("c1.4", "answered").status()).isEqualTo("MISSING");
    assertThat(world.contact("c1")).containsEntry("est", "talking").containsEntry("nav", "ana");
  }

  @Test
  void shouldReturnTheCallerWithTheirPlaceWhenTheyWereOnTheWay() {
    talking();
    String order = world.contact("c1").get("ord");
    world.sendOutside("ana", "c1.1", "hospital");
    world.outside("c1.2", "answered");

    world.engine().advance(30_000);
    world.due();

    assertThat(world.contact("c1"))
        .containsEntry("ord", order)
        .containsEntry("out", "")
        .containsEntry("state", "offered")
        .containsEntry("try", "3");
  }

  @Test
  void shouldLetTheCallerWaitForWhoeverComesFirstWhenTheNavigatorHangsUp() {
    talking();
    world.sendOutside("ana", "c1.1", "hospital");

    assertThat(world.call("ana", "c1.1", "hung_up").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("live", "1");
    assertThat(world.outside("c1.2", "answered").text(0)).isEqualTo("waiting");
    world.outside("c1.2", "connected");
    assertThat(world.contact("c1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "outside");
  }

  @Test
  void shouldBringAWaitingCallerOutsideByAStepAndKeepTheirPlaceWhenItFails() {
    calls("c1", Tier.ELEVATED, "5000:LANE:::partner;60000:LANE:::partner;");
    calls("c2", Tier.ELEVATED, "");
    world.engine().advance(5_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("state", "waiting");
    assertThat(world.contact("c1").get("out")).startsWith("partner>ringing>1>");

    world.outside("c1.1", "hung_up");
    assertThat(world.contact("c1")).containsEntry("out", "").containsEntry("state", "waiting");
    world.navigator("ana");
    world.available("ana");
    assertThat(world.contact("c1"))
        .as("stands before whoever came later")
        .containsEntry("state", "offered");
  }

  @Test
  void shouldEndTheCallOutsideWhenANavigatorTakesTheCallerFirst() {
    calls("c1", Tier.ELEVATED, "5000:LANE:::partner;");
    world.engine().advance(5_000);
    world.due();
    world.navigator("ana");
    world.available("ana");
    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("try", "2");

    world.accept("ana", "c1.2");

    assertThat(world.outside("c1.1", "answered").status()).isEqualTo("MISSING");
    assertThat(world.contact("c1")).containsEntry("state", "engaged").containsEntry("out", "");
  }

  @Test
  void shouldTakeTheOfferBackWhenSomebodyOutsideIsFirst() {
    calls("c1", Tier.CRISIS, "");
    world.engine().advance(10_000);
    world.due();
    assertThat(world.contact("c1").get("out")).startsWith("crisis_line>ringing>1>");
    world.navigator("ana");
    world.available("ana");

    world.outside("c1.1", "answered");
    assertThat(world.outside("c1.1", "connected").status()).isEqualTo("DONE");

    assertThat(world.contact("c1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "outside")
        .containsEntry("nav", "")
        .containsEntry("climb", "");
    assertThat(world.navigatorState("ana"))
        .containsEntry("off", "")
        .containsEntry("cnt", "0,0,0,0,0,0");
    assertThat(world.accept("ana", "c1.2").status()).isNotEqualTo("ACCEPTED");
  }

  @Test
  void shouldKeepACallerInDistressWhoHangsUpWhileANumberRings() {
    calls("c1", Tier.CRISIS, "");
    world.engine().advance(10_000);
    world.due();

    assertThat(world.abandon("c1").status()).isEqualTo("CALLBACK");

    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("out", "");
    assertThat(world.outside("c1.1", "answered").status()).isEqualTo("MISSING");
    long rungs = Long.parseLong(world.contact("c1").get("rung"));
    world.engine().advance(Duration.ofMinutes(5).toMillis());
    world.due();
    assertThat(world.contact("c1"))
        .as("nobody is on the line to be brought")
        .containsEntry("out", "");
    assertThat(Long.parseLong(world.contact("c1").get("rung"))).isGreaterThan(rungs);
  }

  @Test
  void shouldLetWhoeverAnswersHaveTheCallerOnlyOnceTheyPressedTheKey() {
    ask();
    calls("c1", Tier.ELEVATED, "5000:LANE:::partner;");
    world.engine().advance(5_000);
    world.due();

    assertThat(world.outside("c1.1", "answered").status()).isEqualTo("ASK");
    assertThat(world.outside("c1.1", "answered").status()).isEqualTo("ASK");
    assertThat(world.contact("c1").get("out")).startsWith("partner>asking>1>");
    assertThat(world.contact("c1")).as("keeps its place").containsEntry("state", "waiting");

    assertThat(world.outside("c1.1", "pressed").text(0)).isEqualTo("waiting");
    assertThat(world.outside("c1.1", "pressed").status()).isEqualTo("SAME");
    assertThat(world.outside("c1.1", "declined").status()).as("too late").isEqualTo("SAME");
    assertThat(world.outside("c1.1", "connected").status()).isEqualTo("DONE");
    assertThat(world.contact("c1"))
        .containsEntry("state", "closed")
        .containsEntry("disp", "outside");
  }

  @Test
  void shouldCountAnAnsweringMachineAsNobody() {
    ask();
    calls("c1", Tier.CRISIS, "");
    world.engine().advance(10_000);
    world.due();
    world.outside("c1.1", "answered");

    world.engine().advance(20_000);
    world.due();
    world.engine().advance(1);
    world.due();

    assertThat(world.outside("c1.1", "pressed").status()).isEqualTo("MISSING");
    assertThat(world.contact("c1").get("out"))
        .as("the next rung has waited for it")
        .startsWith("on_call>ringing>2>");

    world.outside("c1.2", "answered");
    assertThat(world.outside("c1.2", "declined").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("out", "");
  }

  @Test
  void shouldClimbAtOnceWhenTheNumberThatARungWaitedForDeclines() {
    ask();
    calls("c1", Tier.CRISIS, "");
    world.engine().advance(10_000);
    world.due();
    world.engine().advance(10_000);
    world.due();
    assertThat(world.contact("c1").get("out")).startsWith("crisis_line>ringing>1>");

    world.outside("c1.1", "failed");
    world.due();

    assertThat(world.contact("c1").get("out")).startsWith("on_call>ringing>2>");
  }

  @Test
  void shouldGoOnWithoutTheKeyWhereThePlatformCannotAskOrNobodyIsToBeAsked() {
    ask();
    calls("c1", Tier.ELEVATED, "5000:LANE:::partner;");
    world.engine().advance(5_000);
    world.due();

    assertThat(world.answerUnasked("c1.1").status()).isEqualTo("DONE");
    assertThat(world.contact("c1").get("out")).startsWith("partner>joining>1>");

    ask();
    talking();
    world.sendOutside("ana", "c1.1", "hospital");
    assertThat(world.outside("c1.2", "answered").status())
        .as("the navigator's own transfer")
        .isEqualTo("DONE");
  }

  private long frames(String navigator) {
    return Long.parseLong(world.navigatorState(navigator).get("seq"));
  }

  /** A call in French that anybody has taken after a step gave up the language. */
  private void talkingFrench() {
    world.navigator("ana");
    int french = world.laneFor("support", Channel.PHONE, "fr");
    int any = world.laneFor("support", Channel.PHONE, "any");
    world.placeIn("fr", "c1", Channel.PHONE, french, "5000:" + any + ":::::1;");
    world.available("ana");
    assertThat(world.contact("c1")).containsEntry("state", "waiting").containsEntry("itp", "");
    world.engine().advance(5_000);
    world.due();
    assertThat(world.contact("c1")).containsEntry("state", "offered").containsEntry("itp", "1");
    world.accept("ana", "c1.1");
    assertThat(world.contact("c1")).containsEntry("out", "");
    world.call("ana", "c1.1", "connected");
  }

  @Test
  void shouldCallAnInterpreterForANavigatorWhoDoesNotSpeakTheLanguage() {
    talkingFrench();

    assertThat(world.contact("c1").get("out")).startsWith("interpreter.fr>ringing>2>");
    assertThat(world.contact("c1")).containsEntry("est", "talking");
    assertThat(world.callInterpreter("ana", "c1.1", "").status()).isEqualTo("INTERPRETER");
    assertThat(world.outside("c1.2", "answered").text(0)).isEqualTo("engaged");
    assertThat(world.outside("c1.2", "connected").status()).isEqualTo("DONE");
    assertThat(world.contact("c1"))
        .as("all three talk")
        .containsEntry("state", "engaged")
        .containsEntry("est", "talking")
        .containsEntry("live", "1");

    assertThat(world.change("ana", "c1.1", "hold").status()).isEqualTo("DONE");
    assertThat(world.change("ana", "c1.1", "resume").status()).isEqualTo("DONE");
    assertThat(world.outside("c1.2", "hung_up").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("out", "").containsEntry("est", "talking");
  }

  @Test
  void shouldTryAnInterpreterAgainAndLetThemGoWithTheCall() {
    talkingFrench();

    world.engine().advance(30_000);
    world.due();
    assertThat(world.contact("c1")).as("nobody came").containsEntry("out", "");
    assertThat(world.contact("c1")).containsEntry("est", "talking");

    assertThat(world.callInterpreter("ana", "c1.1", "ht").text(0)).isEqualTo("c1.3");
    world.outside("c1.3", "answered");
    world.outside("c1.3", "connected");
    long before = frames("ana");
    assertThat(world.sendOutside("ana", "c1.1", "hospital").text(0))
        .as("the interpreter does not go along")
        .isEqualTo("c1.4");
    assertThat(frames("ana") - before).as("on hold, and the interpreter gone").isEqualTo(2);
    assertThat(world.callInterpreter("ana", "c1.1", "").status()).isEqualTo("OUTSIDE");
    world.outside("c1.4", "failed");
    assertThat(world.contact("c1").get("out"))
        .as("called again for those who talk on")
        .startsWith("interpreter.fr>ringing>5>");

    assertThat(world.callInterpreter("ana", "c1.1", "").status()).isEqualTo("INTERPRETER");
    assertThat(world.call("ana", "c1.1", "hung_up").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("state", "wrapping").containsEntry("out", "");
    assertThat(world.outside("c1.5", "answered").status()).isEqualTo("MISSING");
  }

  @Test
  void shouldReplaceAnInterpreterWhoHungUpUnnoticed() {
    talkingFrench();
    world.outside("c1.2", "answered");
    assertThat(world.callInterpreter("ana", "c1.1", "").status()).isEqualTo("INTERPRETER");
    world.outside("c1.2", "connected");

    assertThat(world.callInterpreter("ana", "c1.1", "").text(0)).isEqualTo("c1.3");

    assertThat(world.contact("c1").get("out")).startsWith("interpreter.fr>ringing>3>");
    assertThat(world.outside("c1.2", "hung_up").status()).as("too late").isEqualTo("MISSING");
    world.outside("c1.3", "answered");
    assertThat(world.outside("c1.3", "connected").status()).isEqualTo("DONE");
    assertThat(world.contact("c1")).containsEntry("est", "talking").containsEntry("nav", "ana");
  }

  @Test
  void shouldLetTheInterpreterGoWhenTheCallIsGivenOn() {
    talkingFrench();
    world.outside("c1.2", "answered");
    world.outside("c1.2", "connected");
    world.navigator("bob");
    world.available("bob");

    world.transferTo("ana", "c1.1", "bob");

    assertThat(world.contact("c1")).containsEntry("out", "").containsEntry("state", "offered");
    world.accept("bob", "c1.3");
    world.call("bob", "c1.3", "connected");
    assertThat(world.contact("c1").get("out")).startsWith("interpreter.fr>ringing>4>");
  }

  @Test
  void shouldCallAnInterpreterForWhoeverTakesTheCallOver() {
    talkingFrench();
    world.outside("c1.2", "answered");
    world.outside("c1.2", "connected");
    world.navigator("bob");
    world.available("bob");
    world.consult("ana", "c1.1", "bob");
    world.accept("bob", "c1.3");
    world.consultCall("c1.3", "connected");

    assertThat(world.withConsult("ana", "c1.1", "complete").status()).isEqualTo("DONE");

    assertThat(world.contact("c1"))
        .containsEntry("nav", "bob")
        .containsEntry("try", "3")
        .containsEntry("est", "talking");
    assertThat(world.contact("c1").get("out")).startsWith("interpreter.fr>ringing>4>");
    world.outside("c1.4", "answered");
    assertThat(world.outside("c1.4", "connected").status()).isEqualTo("DONE");
  }

  @Test
  void shouldCallNobodyForAMessageOrALanguageThatIsSpoken() {
    talking();
    assertThat(world.contact("c1")).containsEntry("out", "");
    assertThat(world.callInterpreter("ana", "c9.1", "").status()).isEqualTo("MISSING");

    world.navigator("bob");
    world.available("bob");
    int any = world.laneFor("support", Channel.CHAT, "any");
    world.placeIn("fr", "c2", Channel.CHAT, any, "");
    world.accept("bob", "c2.1");
    assertThat(world.callInterpreter("bob", "c2.1", "").status()).isEqualTo("ILLEGAL");
    assertThat(world.contact("c2")).containsEntry("out", "");
  }

  @Test
  void shouldSendOnlyACallThatGoesOn() {
    world.navigator("ana");
    world.available("ana");
    world.place("c1", Tier.ELEVATED, Channel.CHAT);
    world.accept("ana", "c1.1");

    assertThat(world.sendOutside("ana", "c1.1", "hospital").status()).isEqualTo("ILLEGAL");
    assertThat(world.sendOutside("ana", "c9.1", "hospital").status()).isEqualTo("MISSING");
    assertThat(world.outside("c9.1", "answered").status()).isEqualTo("MISSING");
  }
}
