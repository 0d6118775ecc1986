package dev.haven.server.http;

import dev.haven.channel.Attachment;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files that came with contacts. On an event loop; a failed future may be tried again. */
public interface Attachments {
  /**
   * Keeps the files of one message. Again with the same message: nothing more.
   *
   * @param message the key of the message they came with
   * @param unread whether what the person says is in the files
   * @return what names the files that are still to be brought or read
   */
  Future<List<String>> keep(
      WorkspaceId workspace,
      ContactId contact,
      String message,
      List<Attachment> files,
      boolean unread);

  /** Oldest first. */
  Future<List<Kept>> list(WorkspaceId workspace, ContactId contact);

  /** Empty when there is no such file, or it is not kept here. */
  Future<Optional<Content>> read(WorkspaceId workspace, ContactId contact, String n);

  /** Removes every file of a contact; none is no fault. */
  Future<Void> forget(WorkspaceId workspace, ContactId contact);

  /** Whether a file is here. */
  enum State {
    STORED,
    /** The platform has it; it is being fetched. */
    PENDING,
    /** It could not be fetched. */
    FAILED,
    /** The platform has it; it is not fetched. */
    ELSEWHERE,
    /** Over a bound: too large, or one too many. */
    REFUSED;

    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What is known of a file.
   *
   * @param n names it within its contact
   * @param name as the sender called it
   * @param contentType what its first bytes say, of a short list; application/octet-stream for
   *     anything else
   * @param bytes -1 when not known
   */
  record Kept(
      String n, @Nullable String name, String contentType, long bytes, State state, Instant at) {
    @Override
    public String toString() {
      return "Kept[" + n + ", " + state + "]";
    }
  }

  /** A file. */
  @SuppressWarnings("ArrayRecordComponent")
  record Content(Kept about, byte[] bytes) {
    @Override
    public String toString() {
      return about.toString();
    }
  }
}
