package dev.haven.flow;

import dev.haven.contact.ContactId;
import dev.haven.offer.OfferId;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One navigator's open desktop, or a supervisor's. All methods are called on the event loop that
 * opened it. A command of a session that was superseded is refused with {@code session-superseded}
 * and changes nothing. Frames that a command causes may reach the link before or after the
 * command's own future completes.
 */
public interface DesktopSession {
  String id();

  /** What answers {@code hello}: all that this desktop should show. */
  DesktopFrame snapshot();

  /** {@code hello} again on the same socket: a fresh snapshot of the same session. */
  Future<DesktopFrame> refresh();

  /** The navigator's newest sequence number that this node has delivered. */
  long seq();

  Future<CommandResult> setActivity(String activity);

  Future<CommandResult> accept(OfferId offer);

  Future<CommandResult> reject(OfferId offer, String reason);

  /**
   * @param key names this message within the engagement, so that a repeat on a later connection is
   *     known; null when it has no name
   */
  Future<CommandResult> message(OfferId engagement, String text, @Nullable String key);

  /**
   * Says something to the other navigator of a consult, which the person is not sent.
   *
   * @param key as with {@link #message}
   */
  Future<CommandResult> note(OfferId engagement, String text, @Nullable String key);

  /** The person waits; a caller hears music, where the platform can do that. */
  Future<CommandResult> hold(OfferId engagement);

  /** Switches the navigator's microphone off in a call, until {@link #resume}. */
  Future<CommandResult> mute(OfferId engagement);

  Future<CommandResult> resume(OfferId engagement);

  Future<CommandResult> park(OfferId engagement);

  /**
   * Cold, the contact waits again with its place. Warm, the first call consults and the second,
   * once that was accepted, hands the contact over.
   *
   * @param toNavigator exactly one of this and {@code toQueue} is given
   */
  Future<CommandResult> transfer(
      OfferId engagement, @Nullable String toNavigator, @Nullable String toQueue, boolean warm);

  /**
   * Sends a call to a number outside, cold; it comes back when nobody answers there.
   *
   * @param nameOrNumber as the site calls it, or a number that the site allows
   */
  Future<CommandResult> sendOutside(OfferId engagement, String nameOrNumber);

  /**
   * Calls an interpreter to a call that goes on; {@link DesktopFrame.EngagementInterpreter} tells
   * what became of it.
   *
   * @param language ISO 639 code; empty for the person's
   */
  Future<CommandResult> callInterpreter(OfferId engagement, String language);

  /**
   * Asks a second navigator while the person is on hold.
   *
   * @param navigator exactly one of this and {@code queue} is given
   */
  Future<CommandResult> consult(
      OfferId engagement, @Nullable String navigator, @Nullable String queue);

  /** Person and both navigators together. */
  Future<CommandResult> conference(OfferId engagement);

  /** Ends the consult; the navigator who asked goes on with the person. */
  Future<CommandResult> takeBack(OfferId engagement);

  Future<CommandResult> finish(OfferId engagement);

  /**
   * @param members contacts joined under this one that end with it; the others wait again
   */
  Future<CommandResult> complete(
      OfferId engagement, String disposition, String notes, List<ContactId> members);

  /** A supervisor answers for a contact that is escalated: its ladder pauses. */
  Future<CommandResult> acknowledge(ContactId contact);

  /** The desktop answered a ping or said anything: it is there. */
  void heard();

  /**
   * The socket is gone, or two pings stayed unanswered. Pending offers return after 5 s,
   * engagements after 60 s.
   */
  void lost();

  /** The navigator signed out: like lost, without the waiting for pending offers. */
  Future<CommandResult> close();
}
