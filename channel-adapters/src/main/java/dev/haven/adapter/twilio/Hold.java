package dev.haven.adapter.twilio;

import dev.haven.channel.Acceptance;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.WebhookReply;

/** What a caller hears from the first ring to the navigator's voice. */
final class Hold {
  /** What the platform itself plays to queued callers. */
  private static final String DEFAULT_MUSIC =
      "http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3";

  private final EndpointConfig endpoint;
  private final String music;
  private final boolean asksForDanger;

  Hold(EndpointConfig endpoint) {
    this.endpoint = endpoint;
    String configured = endpoint.text("holdMusicUrl");
    this.music = configured == null ? DEFAULT_MUSIC : configured;
    this.asksForDanger = endpoint.flag("dangerPrompt", true);
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
    Words words = Words.in(acceptance.language());
    TwiMl round = new TwiMl();
    if ("0".equals(status.attributes().get(VoiceReader.QUEUE_TIME))) {
      round.say(words, words.greeting());
    }
    if (asksForDanger) {
      round.say(words, words.danger());
    }
    if (acceptance.waiting()) {
      round.say(words, words.place(acceptance.position(), acceptance.estimatedWait()));
    }
    round.play(music);
    return new TwiMl().gather(Step.DIGIT.url(endpoint), round).reply();
  }

  WebhookReply noted(Acceptance acceptance) {
    Words words = Words.in(acceptance.language());
    return new TwiMl().say(words, words.noted()).play(music).reply();
  }

  /**
   * The platform's queue would not take the caller: tries again for as long as the caller stays.
   */
  WebhookReply busy(Acceptance acceptance) {
    Words words = Words.in(acceptance.language());
    return enqueueAfter(new TwiMl().say(words, words.busy()).pause(5));
  }

  WebhookReply join(InboundStatus status) {
    String room = status.attributes().getOrDefault(VoiceReader.ROOM, "");
    return new TwiMl().room(room, true, Step.ENDED.url(endpoint)).reply();
  }
}
