package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactId;
import dev.haven.contact.PersonId;
import dev.haven.offer.OfferId;
import dev.haven.urgency.Reason;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a navigator's desktop is told. A frame that changes state carries the navigator's sequence
 * number, given in the transition that caused it; {@code seq} 0 means that the frame has none.
 */
public sealed interface DesktopFrame {
  long seq();

  /**
   * A contact as its navigator sees it; the text is the person's words, whole, and is for the
   * desktop only.
   *
   * @param members contacts of the same person that are joined under it
   * @param mayHaveFiles whether files may belong to it, see {@link Facts#mayHaveFiles}; not told
   */
  record Card(
      ContactId id,
      Channel channel,
      String language,
      String queue,
      Tier tier,
      int score,
      List<Reason> reasons,
      @Nullable PersonId person,
      @Nullable String personName,
      @Nullable String from,
      @Nullable String subject,
      String text,
      Instant arrivedAt,
      String kind,
      @Nullable ContactId previous,
      List<ContactId> members,
      boolean mayHaveFiles) {
    /** Most characters of a preview. */
    public static final int MOST_PREVIEW = 500;

    /** The beginning of the text; where that goes on, with an ellipsis. */
    public String preview() {
      if (text.length() <= MOST_PREVIEW) {
        return text;
      }
      int end = MOST_PREVIEW - 1;
      return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
          + "…";
    }

    @Override
    public String toString() {
      return "Card[" + id + "]";
    }
  }

  /**
   * A pending offer.
   *
   * @param consultedBy the navigator who asks, where the offer is of a consult and the contact
   *     stays with them
   */
  record Offer(OfferId id, Card contact, Instant expiresAt, @Nullable String consultedBy) {
    /** Of the contact itself. */
    public Offer(OfferId id, Card contact, Instant expiresAt) {
      this(id, contact, expiresAt, null);
    }
  }

  /**
   * A second navigator asked about an engagement.
   *
   * @param id of the consult's offer, which is the second navigator's engagement
   * @param first whether this desktop's navigator is the one who asks
   * @param navigator the other one
   * @param state offered, connecting, consulting, conference or ended
   */
  record Consult(OfferId id, boolean first, String navigator, String state) {}

  /**
   * One message of a conversation.
   *
   * @param from {@code person}, {@code navigator}, or {@code colleague} for what navigators say
   *     among themselves
   * @param id of a navigator's message, null for others
   * @param status how far a navigator's message is, null while nothing is known
   */
  record Line(String from, String text, Instant at, @Nullable String id, @Nullable String status) {
    /** Words of the person. */
    public Line(String from, String text, Instant at) {
      this(from, text, at, null, null);
    }

    Line with(@Nullable String known) {
      return new Line(from, text, at, id, known);
    }

    @Override
    public String toString() {
      return "Line[" + from + "]";
    }
  }

  /**
   * An engagement; state is connecting, talking, muted, on_hold, parked or wrapping, and for a
   * navigator who is consulted connecting, consulting or conference.
   *
   * @param controls what the platform of a live call can do with it: hold, mute, consult; null
   *     where no call of Haven's is on the line
   */
  record Engagement(
      OfferId id,
      Card contact,
      String state,
      Instant startedAt,
      List<Line> conversation,
      @Nullable List<String> controls,
      @Nullable Consult consult,
      @Nullable Interpreter interpreter) {
    /** Without a call or a consult. */
    public Engagement(
        OfferId id, Card contact, String state, Instant startedAt, List<Line> conversation) {
      this(id, contact, state, startedAt, conversation, null, null, null);
    }

    /** As the consulted navigator has it. */
    Engagement consulted(OfferId as, Consult about) {
      return new Engagement(
          as, contact, about.state(), startedAt, conversation, controls, about, null);
    }
  }

  /** The navigator's own state. */
  record Self(
      String id,
      String name,
      String activity,
      @Nullable String nextActivity,
      List<String> languages) {}

  record ActivityUpdated(long seq, String activity, @Nullable String nextActivity)
      implements DesktopFrame {}

  record OfferCreated(long seq, Offer offer) implements DesktopFrame {}

  /** The offer ended without the navigator's doing: {@code rescinded} or {@code timeout}. */
  record OfferEnded(long seq, OfferId id, ContactId contact, boolean timeout, String cause)
      implements DesktopFrame {}

  record EngagementStarted(long seq, Engagement engagement) implements DesktopFrame {}

  /**
   * @param cause why, where it was not the navigator's own doing: {@code preempted} for somebody
   *     more urgent, {@code room} when set-aside work goes on
   */
  record EngagementUpdated(
      long seq, OfferId id, ContactId contact, String state, @Nullable String cause)
      implements DesktopFrame {}

  /** A consult began, changed or ended; {@code cause} is why it ended. */
  record EngagementConsult(
      long seq, OfferId id, ContactId contact, Consult consult, @Nullable String cause)
      implements DesktopFrame {}

  /**
   * The interpreter of an engagement.
   *
   * @param language ISO 639 code
   * @param state {@code needed} where the navigator does not speak the person's language and no
   *     call is on the line, ringing, joined or ended
   */
  record Interpreter(String language, String state) {}

  /** An interpreter is called, there, gone or needed; {@code cause} is why one is not there. */
  record EngagementInterpreter(
      long seq, OfferId id, ContactId contact, Interpreter interpreter, @Nullable String cause)
      implements DesktopFrame {}

  record EngagementMessage(long seq, OfferId id, ContactId contact, Line line)
      implements DesktopFrame {}

  /** How far a navigator's message is: sent, delivered, read or failed. */
  record EngagementDelivery(long seq, OfferId id, ContactId contact, String message, String status)
      implements DesktopFrame {}

  record EngagementEnded(long seq, OfferId id, ContactId contact, String cause)
      implements DesktopFrame {}

  record ContactUrgency(long seq, ContactId contact, Tier tier, int score, List<Reason> reasons)
      implements DesktopFrame {}

  /** The contacts that are joined under one of this desktop, as they are now. */
  record ContactMembers(long seq, ContactId contact, List<ContactId> members)
      implements DesktopFrame {}

  /** The files of a contact have changed. */
  record ContactFiles(long seq, ContactId contact) implements DesktopFrame {}

  /**
   * Somebody in distress whom nobody took in time.
   *
   * @param state waiting or offered
   * @param rung how many of the ladder were climbed
   * @param nextAt when the next rung is due; an answer of a supervisor moves it
   */
  record Escalation(
      ContactId contact,
      Channel channel,
      String language,
      String queue,
      Tier tier,
      int score,
      Instant arrivedAt,
      String state,
      int rung,
      Instant nextAt) {}

  /** All that is escalated now, for a supervisor's desktop; told whole whenever it changed. */
  record Escalations(List<Escalation> list) implements DesktopFrame {
    public Escalations {
      list = List.copyOf(list);
    }

    @Override
    public long seq() {
      return 0;
    }
  }

  /** Everything the desktop should show now; answers {@code hello} and repairs gaps. */
  record Snapshot(long seq, Self navigator, List<Offer> offers, List<Engagement> engagements)
      implements DesktopFrame {}
}
