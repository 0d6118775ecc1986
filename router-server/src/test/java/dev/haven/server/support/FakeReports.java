package dev.haven.server.support;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.AdverseEventReport;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.flow.CommandResult;
import dev.haven.flow.Reports;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Owes the same half-filled report for every contact. */
public final class FakeReports implements Reports {
  @Override
  public Future<CommandResult> flag(WorkspaceId workspace, ContactId contact, String actor) {
    return done();
  }

  @Override
  public Future<Optional<Report>> find(
      WorkspaceId workspace, ContactId contact, @Nullable String reader) {
    return Future.succeededFuture(
        Optional.of(
            new Report(
                new ContactId("r1"),
                contact,
                FakeContacts.AT,
                FakeContacts.AT.plusSeconds(86_400),
                "open",
                1,
                null,
                new AdverseEventReport("", "a patient", "a product", ""))));
  }

  @Override
  public Future<List<Pending>> pending(
      WorkspaceId workspace, @Nullable String state, @Nullable Instant dueBy) {
    return Future.succeededFuture(
        List.of(
            new Pending(
                new ContactId("r1"),
                new ContactId("c1"),
                FakeContacts.AT,
                FakeContacts.AT.plusSeconds(86_400),
                state == null ? "open" : state,
                1,
                ContactState.WAITING,
                null)));
  }

  @Override
  public Future<CommandResult> fill(
      WorkspaceId workspace,
      ContactId contact,
      int revision,
      AdverseEventReport criteria,
      String actor) {
    return done();
  }

  @Override
  public Future<CommandResult> submit(WorkspaceId workspace, ContactId contact, String actor) {
    return done();
  }

  @Override
  public Future<CommandResult> dismiss(
      WorkspaceId workspace, ContactId contact, String reason, String actor) {
    return done();
  }

  @Override
  public Future<CommandResult> acknowledge(
      WorkspaceId workspace, ContactId contact, String reference, String actor) {
    return done();
  }

  private static Future<CommandResult> done() {
    return Future.succeededFuture(CommandResult.DONE);
  }
}
