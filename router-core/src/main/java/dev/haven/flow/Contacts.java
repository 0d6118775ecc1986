package dev.haven.flow;

import dev.haven.channel.InboundStatus;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Finding;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a door may ask of contacts. Every method is called on an event loop and completes there; a
 * failed future means that the store did not answer or did not confirm, and that the same call may
 * be repeated.
 */
public interface Contacts {
  /**
   * Takes a contact in. It is answered only after the workspace's commit level is reached.
   * Repeating it makes no second contact.
   */
  Future<Receipt> receive(WorkspaceId workspace, Arrival arrival);

  /**
   * Takes in what reaches somebody: outreach and follow-ups. Moved out of their quiet hours, tried
   * again as the cadence says, refused where consent is missing.
   */
  Future<Receipt> reach(WorkspaceId workspace, Arrival arrival, Cadence cadence);

  /** Whether a contact was made under the arrival's key and is still kept. */
  Future<Boolean> isKnown(WorkspaceId workspace, Arrival arrival);

  Future<Optional<ContactView>> find(WorkspaceId workspace, ContactId contact);

  /** The contact's entries of the journal, oldest first; empty when there is no such contact. */
  Future<List<TimelineEntry>> timeline(WorkspaceId workspace, ContactId contact);

  /**
   * What was said, oldest first: in the closed contacts of the same conversation that it follows,
   * at most eight of them, then in the contact itself. Empty when there is no such contact.
   */
  Future<List<Spoken>> conversation(WorkspaceId workspace, ContactId contact);

  /** Why this tier, why this place, what was tried. */
  /**
   * @param language of its sentences, an ISO 639-1 code; English for all but {@code es}
   */
  Future<Optional<Explanation>> explain(WorkspaceId workspace, ContactId contact, String language);

  /**
   * Adds words of the person to an open contact and scores the whole conversation again.
   *
   * @param key idempotency key of the message within the source, null when there is none
   * @param reply how to answer this message, opaque to the pipeline; null to answer as before
   */
  Future<CommandResult> addMessage(
      WorkspaceId workspace,
      ContactId contact,
      String source,
      @Nullable String key,
      String text,
      @Nullable Map<String, String> reply);

  /**
   * Joins words that were read in a contact's files. Again with the same key: nothing more. Nothing
   * for a contact that is closed or gone.
   *
   * @param reply how to answer what was read, opaque to the pipeline; null to answer as before
   * @param all whether nothing is left unread; then a tier that stood for what was not read may
   *     fall
   */
  Future<Void> addRead(
      WorkspaceId workspace,
      ContactId contact,
      String source,
      String key,
      String text,
      @Nullable Map<String, String> reply,
      boolean all);

  /**
   * Asks for files of a contact to be brought in the background.
   *
   * @param files what names them within the contact
   */
  Future<Void> requestFiles(WorkspaceId workspace, ContactId contact, List<String> files);

  /**
   * Notes in the journal who read a contact's words or files.
   *
   * @param reason a code
   * @return false when there is no such contact
   */
  Future<Boolean> noteReading(
      WorkspaceId workspace, ContactId contact, String actor, String reason);

  /**
   * A person overrides the tier.
   *
   * @param reason a code, which stands in the journal, or a person's own words: these are sealed
   *     with the contact and the journal has a digest of them
   */
  Future<CommandResult> overrideUrgency(
      WorkspaceId workspace, ContactId contact, Tier tier, String reason, String actor);

  /** A person answers for a contact in distress that nobody has taken: its ladder pauses. */
  Future<CommandResult> acknowledgeEscalation(
      WorkspaceId workspace, ContactId contact, String actor);

  /**
   * A supervisor gives a waiting contact to one navigator on duty, whatever their skills; it is
   * held for them for a while (strict tiers a minute, others ten), then anybody may have it again.
   */
  Future<CommandResult> assign(
      WorkspaceId workspace, ContactId contact, NavigatorId navigator, String actor);

  /**
   * Somebody who does not serve the contact reads what was said; who and why go into the journal
   * before a word is shown. Empty when there is no such contact.
   *
   * @param reason a code
   */
  Future<Optional<List<DesktopFrame.Line>>> readWords(
      WorkspaceId workspace, ContactId contact, String actor, String reason);

  /**
   * The person is gone: hung up, closed the chat. A strict contact stays as a callback with its
   * place.
   */
  Future<CommandResult> abandon(WorkspaceId workspace, ContactId contact, String cause);

  /**
   * A platform reports on a contact or on a command: hung up, connected, no answer, a digit
   * pressed. What is not known here is done and changes nothing.
   *
   * @param source who vouches for it, as in {@link Arrival#source}
   */
  Future<CommandResult> report(WorkspaceId workspace, String source, InboundStatus status);

  /**
   * The contact that a platform's report speaks of, as it stands now: what a waiting caller is told
   * depends on it. Empty when it is not known here.
   */
  Future<Optional<ContactView>> concerned(
      WorkspaceId workspace, String source, InboundStatus status);

  /** One line of a contact's history. Values are codes, ids and numbers only. */
  record TimelineEntry(long n, Instant at, String type, Map<String, String> facts) {}

  /**
   * The newest contact of a conversation as it stands now, and what was said in it.
   *
   * @param source who vouches for it, as in {@link Arrival#source}
   * @param withFormer whether to begin with the closed contacts it follows, eight at most
   */
  Future<Optional<Talk>> talk(
      WorkspaceId workspace, String source, String conversation, boolean withFormer);

  /** A contact and what was said, oldest first. */
  record Talk(ContactView contact, List<Spoken> said) {
    public Talk {
      said = List.copyOf(said);
    }

    @Override
    public String toString() {
      return "Talk[" + contact.id() + "]";
    }
  }

  /**
   * One message and the contact it belongs to; {@code from} is {@code person} or {@code navigator}.
   */
  record Spoken(ContactId contact, String from, String text, Instant at) {
    @Override
    public String toString() {
      return "Spoken[" + contact + "]";
    }
  }

  /**
   * Why a contact is where it is.
   *
   * @param scorerVersion which rules and model gave its score
   * @param seen what the rules see in its last messages, oldest first, whether it counted or not
   * @param seenBy which rules and model see that now; another than {@code scorerVersion} when the
   *     node was upgraded since
   * @param overrideReason what the person wrote who last set the tier; null when nobody did
   * @param place sentences on its place in the order
   * @param tried the offers made for it, oldest first
   * @param story what became of it and why, oldest first
   */
  record Explanation(
      ContactView contact,
      String scorerVersion,
      List<Seen> seen,
      String seenBy,
      @Nullable String overrideReason,
      List<String> place,
      List<Attempt> tried,
      List<Told> story) {}

  /** A sentence of a contact's story: ids and codes, no words of the person. */
  record Told(Instant at, String sentence) {}

  /**
   * What the rules see in one message.
   *
   * @param message which of the person's messages, from 1; a subject stands behind the first one,
   *     after a line feed
   */
  record Seen(int message, Finding finding) {}

  /** One offer of a contact and how it ended. */
  record Attempt(String offerId, String navigatorId, Instant at, String outcome) {}
}
