package dev.haven.channel;

/** A platform that calls us by HTTP. */
public interface WebhookAdapter extends InboundReader {

  /**
   * The answer after everything in {@code result} is stored, in the platform's own way. For a
   * handshake: its reply.
   */
  WebhookReply acknowledge(ParseResult result, Acceptance acceptance);

  /**
   * Whether what shows who sent it may stand in the body. Otherwise a request that lacks it is
   * refused before its body is read.
   */
  default boolean signedInBody() {
    return false;
  }

  /** The answer to a request that was not believed. */
  default WebhookReply refuse(Verdict.Refused refused) {
    return WebhookReply.empty(refused.status());
  }

  /** The answer while nothing can be stored: the platform must try again, and lose nobody. */
  default WebhookReply tryLater(RawRequest request) {
    return WebhookReply.empty(503);
  }
}
