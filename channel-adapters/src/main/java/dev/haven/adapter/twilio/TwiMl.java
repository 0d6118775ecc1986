package dev.haven.adapter.twilio;

import dev.haven.adapter.support.HoldWords;
import dev.haven.adapter.support.Xml;
import dev.haven.channel.WebhookReply;

/**
 * A document that tells the platform what to do with a call. Values are escaped as they are put in.
 */
final class TwiMl {
  private final StringBuilder verbs = new StringBuilder();

  /** The leg waits in the room that the caller opens. */
  static TwiMl roomOfLeg(String room) {
    return new TwiMl().room(room, false, true, "");
  }

  /** A third one in the room, which goes on when they leave. */
  static TwiMl guestOf(String room) {
    return new TwiMl().room(room, false, false, "");
  }

  /** No verbs: nothing is answered to a message, and a call's document just ends. */
  static WebhookReply empty() {
    return new TwiMl().reply();
  }

  TwiMl say(HoldWords words, String text) {
    if (!text.isEmpty()) {
      verbs.append("<Say language=\"").append(words.voice()).append("\">").append(Xml.escape(text));
      verbs.append("</Say>");
    }
    return this;
  }

  TwiMl play(String url) {
    verbs.append("<Play>").append(Xml.escape(url)).append("</Play>");
    return this;
  }

  TwiMl pause(int seconds) {
    verbs.append("<Pause length=\"").append(seconds).append("\"/>");
    return this;
  }

  TwiMl hangup() {
    verbs.append("<Hangup/>");
    return this;
  }

  /** Asks the same URL again. */
  TwiMl again() {
    verbs.append("<Redirect/>");
    return this;
  }

  /** Leaves the queue; the call goes on at the queue's action. */
  TwiMl leave() {
    verbs.append("<Leave/>");
    return this;
  }

  /** Records what the person says after a tone, and tells that URL where it is. */
  TwiMl record(String action, int seconds) {
    verbs.append("<Record playBeep=\"true\" finishOnKey=\"#\" maxLength=\"").append(seconds);
    verbs.append("\" method=\"POST\" action=\"").append(Xml.escape(action)).append("\"/>");
    return this;
  }

  /** Listens for one key while the inner verbs run. */
  TwiMl gather(String action, TwiMl inner) {
    return gather(action, 1, inner);
  }

  /**
   * @param seconds how long it listens on when they are over
   */
  TwiMl gather(String action, long seconds, TwiMl inner) {
    verbs.append("<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"").append(seconds);
    verbs.append("\" method=\"POST\" action=\"");
    verbs.append(Xml.escape(action)).append("\">").append(inner.verbs).append("</Gather>");
    return this;
  }

  TwiMl enqueue(String queue, String waitUrl, String action) {
    verbs.append("<Enqueue waitUrl=\"").append(Xml.escape(waitUrl));
    verbs.append("\" waitUrlMethod=\"POST\" action=\"").append(Xml.escape(action));
    verbs.append("\" method=\"POST\">").append(Xml.escape(queue)).append("</Enqueue>");
    return this;
  }

  /**
   * Puts the call into a room of two, or three with an interpreter.
   *
   * @param starts whether this one's entry opens the room; who waits in a closed room hears silence
   * @param ends whether the room ends when this one leaves
   * @param action asked when the room has ended; empty for none
   */
  TwiMl room(String name, boolean starts, boolean ends, String action) {
    verbs.append("<Dial");
    if (!action.isEmpty()) {
      verbs.append(" action=\"").append(Xml.escape(action)).append("\" method=\"POST\"");
    }
    verbs.append("><Conference beep=\"false\" startConferenceOnEnter=\"").append(starts);
    verbs.append("\" endConferenceOnExit=\"").append(ends);
    verbs.append("\" waitUrl=\"\" maxParticipants=\"3\">");
    verbs.append(Xml.escape(name)).append("</Conference></Dial>");
    return this;
  }

  @Override
  public String toString() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>";
  }

  WebhookReply reply() {
    return WebhookReply.of(200, "text/xml", toString());
  }
}
