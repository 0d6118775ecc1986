package dev.haven.server.support;

import dev.haven.channel.Attachment;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.server.http.Attachments;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One file for every contact, whatever is kept. */
public final class FakeAttachments implements Attachments {
  public static final String N = "0123456789abcdef-0";
  public final List<Attachment> kept = new ArrayList<>();
  private final Kept one =
      new Kept(N, "letter \u00f1.pdf", "application/pdf", 5, State.STORED, FakeContacts.AT);

  @Override
  public Future<Void> keep(
      WorkspaceId workspace, ContactId contact, String message, List<Attachment> files) {
    kept.addAll(files);
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Kept>> list(WorkspaceId workspace, ContactId contact) {
    return Future.succeededFuture(List.of(one));
  }

  @Override
  public Future<Optional<Content>> read(WorkspaceId workspace, ContactId contact, String n) {
    return Future.succeededFuture(
        n.equals(N) ? Optional.of(new Content(one, new byte[5])) : Optional.empty());
  }
}
