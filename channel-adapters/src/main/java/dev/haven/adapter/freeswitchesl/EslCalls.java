package dev.haven.adapter.freeswitchesl;

import dev.haven.adapter.support.Dial;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Rounds;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.Question;
import dev.haven.channel.TalkState;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Commands of the event socket, given by any node. What was done is kept in variables of the
 * caller's channel, so that a repeated command finds it: {@code haven_music}, {@code haven_leg} of
 * the navigator who is rung, {@code haven_joined} of the one to whom they are brought, {@code
 * haven_bridged} once that is done, {@code haven_held} while the navigator has the caller on hold.
 * Recording is never asked for.
 */
final class EslCalls implements CallPort, Rounds.Speaker {
  /** Begins the id of a background job that rings a navigator; the command follows. */
  static final String JOB = "haven-";

  /**
   * A loopback channel takes itself out of a call that talks, which would end the leg under the id
   * it was originated by.
   */
  private static final String LASTING = ",loopback_bowout=false,loopback_bowout_on_execute=false";

  /** Of a leg that is, or was, asked to take the caller by a key. */
  private static final String ASKED = "haven_asked";

  private static final Pattern UUID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern DIALLED = Pattern.compile("[^\\s{}\\[\\]<>&'\"\\\\]{1,200}");

  private final EslCommands commands;
  private final Dial dial;
  private final String music;
  private final String callerId;
  private final List<String> question;

  EslCalls(EndpointConfig endpoint, EslCommands commands) {
    this.commands = commands;
    this.dial = new Dial(endpoint, "user/{user}", "loopback/{number}", "loopback/{number}");
    String configured = endpoint.text("holdMusic");
    this.music = configured == null ? "local_stream://moh" : configured;
    this.question =
        endpoint.config().containsKey("askSounds")
            ? endpoint.texts("askSounds")
            : List.of("ivr/ivr-accept_reject.wav");
    String number = endpoint.text("callerId");
    this.callerId = number == null ? "" : ",origination_caller_id_number=" + number;
  }

  @Override
  public Future<Void> hold(CallRef caller, HoldPlan plan) {
    return hold(uuid(caller), plan);
  }

  /** A parked caller hears the music once it is asked for, until the call is bridged. */
  @Override
  public Future<Void> hold(String call, HoldPlan plan) {
    return variable(call, "haven_music")
        .compose(
            playing ->
                playing.isEmpty()
                    ? set(call, "haven_music", "true")
                        .compose(set -> commands.api(broadcast(call, music)))
                        .mapEmpty()
                    : Future.succeededFuture());
  }

  /** The words break into the music, which then goes on. */
  @Override
  public void say(String call, List<String> media, String language) {
    Future<String> said = commands.api("uuid_break " + call + " all");
    for (String one : media) {
      String what = one.replace("{language}", language).replace(" ", "\\s");
      said = said.compose(before -> commands.api(broadcast(call, what)));
    }
    said.compose(before -> commands.api(broadcast(call, music)));
  }

  private static String broadcast(String call, String what) {
    return "uuid_broadcast " + call + " " + what + " aleg";
  }

  @Override
  public Future<Bridge> connect(CallRef caller, NavigatorEndpoint navigator, String commandId) {
    String call = uuid(caller);
    String leg = leg(commandId);
    String target = dial.endpoint(navigator);
    if (!DIALLED.matcher(target).matches()) {
      return Future.succeededFuture(Bridge.of(BridgeResult.NO_ANSWER));
    }
    Bridge ringing = new Bridge(BridgeResult.RINGING, new CallRef(Map.of("uuid", leg)));
    return exists(call)
        .compose(
            there ->
                !there
                    ? Future.succeededFuture(Bridge.of(BridgeResult.CALLER_GONE))
                    : exists(leg)
                        .compose(
                            rings ->
                                rings
                                    ? Future.succeededFuture(ringing)
                                    : ring(call, leg, target, navigator, commandId, ringing)));
  }

  private Future<Bridge> ring(
      String call,
      String leg,
      String target,
      NavigatorEndpoint navigator,
      String command,
      Bridge ringing) {
    String originate =
        ("originate {origination_uuid=%s,haven_caller=%s,haven_command=%s,originate_timeout=%d"
                + ",ignore_early_media=true%s%s}%s &park()")
            .formatted(
                leg,
                call,
                command,
                Math.max(5, navigator.ringFor().toSeconds()),
                target.startsWith("loopback/") ? LASTING : "",
                callerId,
                target);
    return set(call, "haven_leg", leg)
        .compose(set -> commands.background(originate, JOB + command))
        .map(begun -> begun ? ringing : Bridge.of(BridgeResult.NO_ANSWER));
  }

  /** Whoever brings the caller first leaves a mark; only a mark of a leg that is gone is over. */
  @Override
  public Future<Bridge> join(CallRef caller, CallRef navigatorLeg, String commandId) {
    String call = uuid(caller);
    String leg = uuid(navigatorLeg);
    return commands
        .api("uuid_getvar " + call + " haven_joined")
        .compose(
            mark -> {
              if (mark.startsWith("-ERR")) {
                return letGo(leg, BridgeResult.CALLER_GONE);
              }
              if (mark.equals(leg)) {
                return again(call, leg);
              }
              return isUnset(mark)
                  ? together(call, leg)
                  : exists(mark)
                      .compose(
                          talks ->
                              talks ? letGo(leg, BridgeResult.LOST_RACE) : together(call, leg));
            });
  }

  /** Who left the mark may have come no further: then both are brought together now. */
  private Future<Bridge> again(String call, String leg) {
    return variable(call, "haven_bridged")
        .compose(
            with ->
                with.equals(leg) ? Future.succeededFuture(connected(leg)) : together(call, leg));
  }

  private static Bridge connected(String leg) {
    return new Bridge(BridgeResult.CONNECTED, new CallRef(Map.of("uuid", leg)));
  }

  private Future<Bridge> together(String call, String leg) {
    return set(call, "haven_joined", leg)
        .compose(set -> commands.api("uuid_break " + call + " all"))
        .compose(quiet -> commands.api("uuid_bridge " + call + " " + leg))
        .compose(
            bridged ->
                bridged.startsWith("+OK")
                    ? set(call, "haven_bridged", leg).map(connected(leg))
                    : notBridged(call, leg));
  }

  /** One of both hung up between: the caller who is still there waits on with music. */
  private Future<Bridge> notBridged(String call, String leg) {
    return exists(call)
        .compose(
            there ->
                there
                    ? set(call, "haven_joined", "")
                        .compose(set -> commands.api(broadcast(call, music)))
                        .compose(waits -> letGo(leg, BridgeResult.NO_ANSWER))
                    : letGo(leg, BridgeResult.CALLER_GONE));
  }

  private Future<Bridge> letGo(String leg, BridgeResult result) {
    return hangUp(leg).map(Bridge.of(result));
  }

  @Override
  public boolean canAsk() {
    return true;
  }

  /** Twice, and the leg is marked, so that its keys are an answer. */
  @Override
  public Future<Void> ask(CallRef leg, Question question, String commandId) {
    String call = uuid(leg);
    Future<String> said = set(call, ASKED, "true");
    for (int i = 0; i < 2; i++) {
      for (String one : this.question) {
        String what = one.replace("{language}", question.language()).replace(" ", "\\s");
        said = said.compose(before -> commands.api(broadcast(call, what)));
      }
    }
    return said.mapEmpty();
  }

  /** What is still said to whoever was asked at that leg ends; false when nobody was. */
  Future<Boolean> answerQuestion(String leg) {
    return variable(leg, ASKED)
        .compose(
            asked ->
                asked.isEmpty()
                    ? Future.succeededFuture(false)
                    : commands.api("uuid_break " + leg + " all").map(true));
  }

  @Override
  public Future<Void> dismiss(String connectCommandId) {
    return hangUp(leg(connectCommandId));
  }

  /** Parked again before the navigator's leg ends, which would end both. */
  @Override
  public Future<Void> takeBack(CallRef caller, String connectCommandId, HoldPlan plan) {
    String call = uuid(caller);
    return commands
        .api("uuid_park " + call)
        .compose(parked -> set(call, "haven_joined", ""))
        .compose(set -> set(call, "haven_held", ""))
        .compose(set -> open(call))
        .compose(open -> commands.api(broadcast(call, music)))
        .compose(waits -> hangUp(leg(connectCommandId)));
  }

  @Override
  public boolean canGiveOn() {
    return true;
  }

  @Override
  public boolean canSteer() {
    return true;
  }

  /**
   * Both stay bridged. On hold neither is heard, by silence in place of what their own channel
   * reads, and the caller hears the music; muted, only the navigator is not heard.
   */
  @Override
  public Future<Void> steer(
      CallRef caller, String connectCommandId, TalkState state, HoldPlan plan) {
    String call = uuid(caller);
    String leg = leg(connectCommandId);
    return switch (state) {
      case ON_HOLD -> silence(leg).compose(silent -> silence(call)).compose(s -> toHold(call));
      case MUTED -> silence(leg).compose(silent -> fromHold(call));
      case TALKING -> fromHold(call).compose(back -> open(leg));
    };
  }

  private Future<Void> toHold(String call) {
    return variable(call, "haven_held")
        .compose(
            held ->
                held.isEmpty()
                    ? set(call, "haven_held", "true")
                        .compose(set -> commands.api(broadcast(call, music)))
                        .mapEmpty()
                    : Future.succeededFuture());
  }

  /** Breaks off the music only if it plays: a break would end the next thing that is played. */
  private Future<Void> fromHold(String call) {
    return variable(call, "haven_held")
        .compose(
            held ->
                held.isEmpty()
                    ? Future.<Void>succeededFuture()
                    : commands
                        .api("uuid_break " + call + " all")
                        .compose(quiet -> set(call, "haven_held", ""))
                        .compose(set -> open(call)));
  }

  private Future<Void> silence(String channel) {
    return commands.api("uuid_audio " + channel + " start read mute 1").mapEmpty();
  }

  /** What the channel reads is heard again; one that was never silenced stays as it is. */
  private Future<Void> open(String channel) {
    return commands.api("uuid_audio " + channel + " stop").mapEmpty();
  }

  /** The channel that this command originates. */
  private static String leg(String command) {
    return Digests.uuid("leg\n" + command);
  }

  @Override
  public Future<Void> release(CallRef leg) {
    return hangUp(uuid(leg));
  }

  /** One that is gone already is a success. */
  Future<Void> hangUp(String leg) {
    return commands.api("uuid_kill " + leg).mapEmpty();
  }

  /** The value of a channel's variable; empty when it is not set or the channel is gone. */
  Future<String> variable(String call, String name) {
    return commands
        .api("uuid_getvar " + call + " " + name)
        .map(value -> isUnset(value) || value.startsWith("-ERR") ? "" : value);
  }

  private static boolean isUnset(String value) {
    return value.isEmpty() || value.equals("_undef_");
  }

  private Future<String> set(String call, String name, String value) {
    return commands.api("uuid_setvar " + call + " " + name + (value.isEmpty() ? "" : " " + value));
  }

  /** Whether FreeSWITCH says that it has no such call; any other answer is not that. */
  Future<Boolean> isGone(String call) {
    return UUID.matcher(call).matches()
        ? commands.api("uuid_exists " + call).map("false"::equals)
        : Future.succeededFuture(false);
  }

  private Future<Boolean> exists(String call) {
    return commands.api("uuid_exists " + call).map("true"::equals);
  }

  /** It becomes part of a command line. */
  private static String uuid(CallRef call) {
    String uuid = call.value("uuid");
    if (!UUID.matcher(uuid).matches()) {
      throw new IllegalArgumentException("a channel's id is 1 to 64 of A-Z, a-z, 0-9 and '-'");
    }
    return uuid;
  }
}
