package dev.haven.adapter.asteriskari;

import dev.haven.adapter.support.Digests;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of navigators' channels and of the bridges of two. A channel's name says by which command
 * it was originated, so that every event of it can be read without remembering anything, and a
 * repeated command finds the channel there (Asterisk answers 409). Asterisk takes 149 characters.
 */
final class Legs {
  /** Begins the names, and is the first argument of a navigator's leg in the application. */
  static final String LEG = "haven-leg";

  private static final String TALK = "haven-talk";
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]+\\.[0-9]+\\.connect");

  private Legs() {}

  /** The channel that this command originates. */
  static String of(String command) {
    return PLAIN.matcher(command).matches()
        ? LEG + "-" + command
        : LEG + "-" + Digests.sha256Hex(Digests.utf8(command)).substring(0, 24);
  }

  static boolean isLeg(String channel) {
    return channel.startsWith(LEG);
  }

  /** The command that originated a channel; null when its name does not tell. */
  static @Nullable String command(String channel) {
    String name = isLeg(channel) ? after(channel) : "";
    return PLAIN.matcher(name).matches() ? name : null;
  }

  /** The contact whose navigator a channel is; null when its name does not tell. */
  static @Nullable String contact(String channel) {
    String command = command(channel);
    return command == null ? null : command.substring(0, command.indexOf('.'));
  }

  /** The bridge of a leg and its caller. */
  static String talk(String leg) {
    return TALK + "-" + (isLeg(leg) ? after(leg) : leg);
  }

  static boolean isTalk(String bridge) {
    return bridge.startsWith(TALK);
  }

  /** How the names of all legs of a contact begin. */
  static String prefix(String contact) {
    return LEG + "-" + contact + ".";
  }

  /** The command behind a bridge of two; null when its name does not tell. */
  static @Nullable String commandOfTalk(String bridge) {
    String name = bridge.length() > TALK.length() + 1 ? bridge.substring(TALK.length() + 1) : "";
    return isTalk(bridge) && PLAIN.matcher(name).matches() ? name : null;
  }

  private static String after(String channel) {
    return channel.length() > LEG.length() + 1 ? channel.substring(LEG.length() + 1) : channel;
  }
}
