package dev.haven.channel;

import org.jspecify.annotations.Nullable;

/**
 * A file that came with a contact: by URL, by the platform's media id, by a path on this machine,
 * or whole. Exactly one of {@code url}, {@code mediaId}, {@code path} and {@code content} is set.
 * URLs are fetched in the background, by the host's allow-list, and may expire.
 *
 * @param fileName as the sender called it, a claim; null when not told
 * @param contentType as the sender called it, a claim; null when not told
 * @param size bytes, -1 when not told
 */
@SuppressWarnings("ArrayRecordComponent")
public record Attachment(
    @Nullable String fileName,
    @Nullable String contentType,
    long size,
    @Nullable String url,
    @Nullable String mediaId,
    @Nullable String path,
    byte @Nullable [] content) {

  public static Attachment ofUrl(
      String url, @Nullable String contentType, @Nullable String fileName) {
    return new Attachment(fileName, contentType, -1, url, null, null, null);
  }

  public static Attachment ofMediaId(
      String mediaId, @Nullable String contentType, @Nullable String fileName) {
    return new Attachment(fileName, contentType, -1, null, mediaId, null, null);
  }

  public static Attachment ofPath(String path, @Nullable String contentType) {
    return new Attachment(null, contentType, -1, null, null, path, null);
  }

  public static Attachment ofContent(
      byte[] content, @Nullable String contentType, @Nullable String fileName) {
    return new Attachment(fileName, contentType, content.length, null, null, null, content);
  }

  /** The same with its size in bytes as the platform tells it; null leaves it as it is. */
  public Attachment sized(@Nullable Long bytes) {
    return bytes == null || bytes < 0
        ? this
        : new Attachment(fileName, contentType, bytes, url, mediaId, path, content);
  }

  /** Never names or places: a file's name may be a person's. */
  @Override
  public String toString() {
    return "Attachment[" + (contentType == null ? "?" : contentType) + ", " + size + " bytes]";
  }
}
