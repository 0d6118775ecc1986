package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.AdverseEventReport;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.navigator.NavigatorId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The adverse-event reports that a workspace owes. A report is found by its own contact and by the
 * contact it tells of; every method takes either. Called on an event loop; a failed future may be
 * repeated.
 */
public interface Reports {
  /**
   * A report as it stands.
   *
   * @param contact the report's own contact, of kind {@code adverse_event_report}
   * @param about the contact it tells of
   * @param awareAt when the centre first knew
   * @param dueAt when its hand-off must be acknowledged
   * @param state open, submitted, handed or dismissed
   * @param revision how often it was filled in
   * @param reference what the receiver calls it; null before it is handed off, or when it gave none
   */
  record Report(
      ContactId contact,
      ContactId about,
      Instant awareAt,
      Instant dueAt,
      String state,
      int revision,
      @Nullable String reference,
      AdverseEventReport criteria) {}

  /**
   * A report that is not handed off, without its words.
   *
   * @param contact the report's own contact
   * @param about the contact it tells of
   * @param state open or submitted
   * @param work where the report's own contact stands; its navigator is whoever is at it
   */
  record Pending(
      ContactId contact,
      ContactId about,
      Instant awareAt,
      Instant dueAt,
      String state,
      int revision,
      ContactState work,
      @Nullable NavigatorId navigator) {}

  /** How many reports are looked through for a list. */
  int LISTED = 500;

  /**
   * Reports that nobody has handed off or dismissed, the earliest due first; among the first
   * {@value #LISTED} of the workspace.
   *
   * @param state open or submitted; null for both
   * @param dueBy only those due by then; null for all
   */
  Future<List<Pending>> pending(
      WorkspaceId workspace, @Nullable String state, @Nullable Instant dueBy);

  /** A person sees an adverse event in a contact: its report is owed, and found, from now on. */
  Future<CommandResult> flag(WorkspaceId workspace, ContactId contact, String actor);

  /**
   * @param reader who is noted in the journal as having read it; null for nobody, when it is theirs
   */
  Future<Optional<Report>> find(WorkspaceId workspace, ContactId contact, @Nullable String reader);

  /**
   * @param revision that the writer had read; refused with {@code report-changed} when somebody
   *     wrote meanwhile
   */
  Future<CommandResult> fill(
      WorkspaceId workspace,
      ContactId contact,
      int revision,
      AdverseEventReport criteria,
      String actor);

  /** Begins the hand-off; refused with {@code report-incomplete} while a criterion is blank. */
  Future<CommandResult> submit(WorkspaceId workspace, ContactId contact, String actor);

  /**
   * A person judges that nothing is to be reported.
   *
   * @param reason a code
   */
  Future<CommandResult> dismiss(
      WorkspaceId workspace, ContactId contact, String reason, String actor);

  /**
   * A receiver has the report by another way than the webhook.
   *
   * @param reference a code, what the receiver calls it; empty for none
   */
  Future<CommandResult> acknowledge(
      WorkspaceId workspace, ContactId contact, String reference, String actor);
}
