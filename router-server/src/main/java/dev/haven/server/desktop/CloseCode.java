package dev.haven.server.desktop;

/** The close codes of the desktop's WebSocket; RFC 6455 section 7.4 and our own from 4400 on. */
public final class CloseCode {
  public static final int BYE = 1000;
  public static final int PROTOCOL = 1002;
  public static final int BINARY = 1003;
  public static final int NOT_UTF8 = 1007;
  public static final int POLICY = 1008;
  public static final int TOO_BIG = 1009;
  public static final int OUR_FAULT = 1011;
  public static final int RESTART = 1012;
  public static final int TRY_LATER = 1013;
  public static final int BAD_MESSAGES = 4400;
  public static final int SIGN_IN_AGAIN = 4401;
  public static final int NOT_ALLOWED = 4403;
  public static final int SILENT = 4408;
  public static final int CONNECTED_ELSEWHERE = 4409;
  public static final int TOO_FAST_OR_SLOW = 4429;

  private CloseCode() {}

  /** Whether a peer may send that code in a close frame. */
  static boolean legalFromPeer(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
