package dev.haven.adapter.twilio;

import dev.haven.adapter.support.HoldWords;
import dev.haven.channel.Acceptance;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.WebhookReply;
import org.jspecify.annotations.Nullable;

/** What a caller hears from the first ring to the navigator's voice. */
final class Hold {
  /** What the platform itself plays to queued callers. */
  private static final String DEFAULT_MUSIC =
      "http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3";

  /** Longest message that a caller may leave, in seconds. */
  private static final int MESSAGE_SECONDS = 300;

  private final EndpointConfig endpoint;
  private final String music;
  private final boolean asksForDanger;
  private final String dangerDigit;
  private final @Nullable String voicemailDigit;

  Hold(EndpointConfig endpoint) {
    this.endpoint = endpoint;
    String configured = endpoint.text("holdMusicUrl");
    this.music = configured == null ? DEFAULT_MUSIC : configured;
    this.asksForDanger = endpoint.flag("dangerPrompt", true);
    String digit = endpoint.text("dangerDigit");
    this.dangerDigit = digit == null ? "1" : digit;
    this.voicemailDigit = endpoint.text("voicemailDigit");
  }

  /** The platform's queue that this endpoint's callers wait in. */
  static String queue(EndpointConfig endpoint) {
    String configured = endpoint.text("queueName");
    String name = configured == null ? "haven-" + endpoint.id().value() : configured;
    return name.length() > 64 ? name.substring(0, 64) : name;
  }

  WebhookReply enqueue() {
    return enqueueAfter(new TwiMl());
  }

  private WebhookReply enqueueAfter(TwiMl document) {
    return document
        .enqueue(queue(endpoint), Step.WAIT.url(endpoint), Step.LEFT.url(endpoint))
        .reply();
  }

  /** One round of waiting: place and wait, then music; the platform asks again when it is over. */
  WebhookReply waiting(InboundStatus status, Acceptance acceptance) {
    HoldWords words = HoldWords.in(acceptance.language());
    TwiMl round = new TwiMl();
    if ("0".equals(status.attributes().get(VoiceReader.QUEUE_TIME))) {
      round.say(words, words.greeting());
    }
    if (asksForDanger) {
      round.say(words, words.danger(dangerDigit));
    }
    if (acceptance.waiting()) {
      round.say(words, words.place(acceptance.position(), acceptance.estimatedWait()));
    }
    if (voicemailDigit != null) {
      round.say(words, words.voicemail(voicemailDigit));
    }
    round.play(music);
    return new TwiMl().gather(Step.DIGIT.url(endpoint), round).reply();
  }

  /** A key was pressed: the one for a message leaves the queue, any other is thanked for. */
  WebhookReply pressed(InboundStatus status, Acceptance acceptance) {
    if (voicemailDigit != null && voicemailDigit.equals(status.digits())) {
      return new TwiMl().leave().reply();
    }
    HoldWords words = HoldWords.in(acceptance.language());
    return new TwiMl().say(words, words.noted()).play(music).reply();
  }

  /**
   * The platform's queue would not take the caller: tries again for as long as the caller stays.
   */
  WebhookReply busy(Acceptance acceptance) {
    HoldWords words = HoldWords.in(acceptance.language());
    return enqueueAfter(new TwiMl().say(words, words.busy()).pause(5));
  }

  /** The caller left the queue to leave a message; nobody is recorded who did not ask for it. */
  WebhookReply takeMessage(Acceptance acceptance) {
    if (voicemailDigit == null) {
      return TwiMl.empty();
    }
    HoldWords words = HoldWords.in(acceptance.language());
    return new TwiMl()
        .say(words, words.speak())
        .record(Step.MESSAGE.url(endpoint), MESSAGE_SECONDS)
        .hangup()
        .reply();
  }

  static WebhookReply messageKept(Acceptance acceptance) {
    HoldWords words = HoldWords.in(acceptance.language());
    return new TwiMl().say(words, words.kept()).hangup().reply();
  }

  /** The leg waits in the room for the caller; one that came too late is let go by a command. */
  static WebhookReply joinLeg(InboundStatus status) {
    return TwiMl.roomOfLeg(status.attributes().getOrDefault(VoiceReader.ROOM, "")).reply();
  }

  WebhookReply join(InboundStatus status) {
    String room = status.attributes().getOrDefault(VoiceReader.ROOM, "");
    return new TwiMl().room(room, true, true, Step.ENDED.url(endpoint)).reply();
  }
}
