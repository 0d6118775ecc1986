package dev.haven.server.support;

import dev.haven.channel.Attachment;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.server.http.Attachments;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One file for every contact, whatever is kept; or none. */
public final class FakeAttachments implements Attachments {
  public static final String N = "0123456789abcdef-0";
  public final List<Attachment> kept = new ArrayList<>();
  private final Kept one =
      new Kept(N, "letter \u00f1.pdf", "application/pdf", 5, State.STORED, FakeContacts.AT);

  private final boolean any;

  public FakeAttachments() {
    this(true);
  }

  public FakeAttachments(boolean any) {
    this.any = any;
  }

  @Override
  public Future<List<String>> keep(
      WorkspaceId workspace,
      ContactId contact,
      String message,
      List<Attachment> files,
      boolean unread) {
    kept.addAll(files);
    return Future.succeededFuture(
        files.stream().filter(file -> file.url() != null).map(file -> N).toList());
  }

  @Override
  public Future<Void> forget(WorkspaceId workspace, ContactId contact) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Kept>> list(WorkspaceId workspace, ContactId contact) {
    return Future.succeededFuture(any ? List.of(one) : List.of());
  }

  @Override
  public Future<Optional<Content>> read(WorkspaceId workspace, ContactId contact, String n) {
    return Future.succeededFuture(
        n.equals(N) ? Optional.of(new Content(one, new byte[5])) : Optional.empty());
  }
}
