package dev.haven.server.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.channel.Attachment;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.Sealer;
import dev.haven.server.http.Attachments;
import dev.haven.server.http.JsonOut;
import dev.haven.time.RouterClock;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of contacts in a folder, sealed: {@code workspace/contact/n.data} and {@code n.meta}. The
 * name of a file comes from its message, so that a repeat finds it. What is written is on the disk
 * before it is answered. Several nodes share the folder, or each has what came to it.
 *
 * <p>Reading and writing block, and run on worker threads.
 */
final class SealedFiles implements Attachments {
  static final int MAX_BYTES = 25 * 1024 * 1024;
  static final int MAX_FILES = 50;
  private static final long LEAST_ROOM = 256L * 1024 * 1024;
  private static final Duration YOUNG = Duration.ofHours(1);

  /** Every offer asks whether there are files; nearly none has any. */
  private static final Duration LIST_WITHIN = Duration.ofMillis(20);

  private static final Predicate<String> NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,64}").asMatchPredicate();
  private static final Predicate<String> N =
      Pattern.compile("[0-9a-f]{16}-\\d{1,3}").asMatchPredicate();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vertx vertx;
  private final Path root;
  private final Sealer sealer;
  private final RouterClock clock;
  private final Predicate<String> readable;
  private final Together<Whose, List<Kept>> lists;

  private record Whose(WorkspaceId workspace, ContactId contact) {}

  /**
   * @param readable whether files of that content type can be read here
   */
  SealedFiles(
      Vertx vertx, Path root, Sealer sealer, RouterClock clock, Predicate<String> readable) {
    this.vertx = vertx;
    this.root = root;
    this.sealer = sealer;
    this.clock = clock;
    this.readable = readable;
    this.lists = new Together<>(vertx, LIST_WITHIN, this::listed);
  }

  /**
   * What is known of a file here.
   *
   * @param source where it is to be fetched, a URL or an id of the platform's; null when it came
   *     with its message, or was fetched from a URL
   * @param isId whether the source is an id
   * @param unread whether its words are still to be read
   */
  record Entry(Kept about, @Nullable String source, boolean isId, boolean unread) {
    Entry with(Kept newAbout, boolean nowUnread) {
      return new Entry(newAbout, source, isId, nowUnread);
    }

    @Override
    public String toString() {
      return "Entry[" + about + "]";
    }
  }

  @Override
  public Future<List<String>> keep(
      WorkspaceId workspace,
      ContactId contact,
      String message,
      List<Attachment> files,
      boolean unread) {
    if (files.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Instant at = clock.now();
    return vertx.executeBlocking(
        () -> {
          Path folder = folder(workspace, contact);
          Files.createDirectories(folder);
          String prefix = digest(message);
          long known = names(folder).count();
          List<String> open = new ArrayList<>();
          for (int i = 0; i < files.size(); i++) {
            String n = prefix + '-' + i;
            if (!Files.exists(folder.resolve(n + ".meta"))) {
              boolean room = known++ < MAX_FILES;
              keep(workspace, contact, folder, n, files.get(i), at, room, unread);
            }
            if (isOpen(entry(workspace, contact, folder, n))) {
              open.add(n);
            }
          }
          return open;
        });
  }

  private void keep(
      WorkspaceId workspace,
      ContactId contact,
      Path folder,
      String n,
      Attachment file,
      Instant at,
      boolean room,
      boolean unread)
      throws IOException {
    byte[] content = file.content();
    String source = file.url() == null ? file.mediaId() : file.url();
    State state;
    if (!room) {
      state = State.REFUSED;
    } else if (content != null) {
      state = content.length <= MAX_BYTES ? State.STORED : State.REFUSED;
    } else {
      state = source == null ? State.ELSEWHERE : State.PENDING;
    }
    if (state == State.STORED && content != null) {
      write(workspace, contact, folder, n, content);
    }
    String type = content == null ? ContentTypes.UNKNOWN : ContentTypes.of(content);
    Kept kept =
        new Kept(
            n,
            name(file.fileName()),
            type,
            content == null ? file.size() : content.length,
            state,
            at);
    write(
        workspace,
        contact,
        folder,
        new Entry(kept, state == State.PENDING ? source : null, file.url() == null, unread));
  }

  private void write(
      WorkspaceId workspace, ContactId contact, Path folder, String n, byte[] content)
      throws IOException {
    if (Files.getFileStore(folder).getUsableSpace() - content.length < LEAST_ROOM) {
      throw new IOException("no room for attachments");
    }
    write(folder, n + ".data", sealer.seal(content, place(workspace, contact, n, "data")));
  }

  private void write(WorkspaceId workspace, ContactId contact, Path folder, Entry entry)
      throws IOException {
    String n = entry.about().n();
    write(folder, n + ".meta", sealer.seal(meta(entry), place(workspace, contact, n, "meta")));
  }

  /** Whether something is still to be done with it. */
  boolean isOpen(Entry entry) {
    State state = entry.about().state();
    return state == State.PENDING || isReadable(entry);
  }

  /** Whether it is here, and can be read but was not. */
  boolean isReadable(Entry entry) {
    return entry.about().state() == State.STORED
        && entry.unread()
        && readable.test(entry.about().contentType());
  }

  /** Fails when it is not known here: another node may have its folder. */
  Future<Entry> entry(WorkspaceId workspace, ContactId contact, String n) {
    return vertx.executeBlocking(
        () -> entry(workspace, contact, folder(workspace, contact), n), false);
  }

  /** Puts in place what was fetched. */
  Future<Entry> fetched(WorkspaceId workspace, ContactId contact, Entry entry, byte[] content) {
    return vertx.executeBlocking(
        () -> {
          Path folder = folder(workspace, contact);
          Kept was = entry.about();
          String type = ContentTypes.of(content);
          write(workspace, contact, folder, was.n(), content);
          Entry now =
              new Entry(
                  new Kept(was.n(), was.name(), type, content.length, State.STORED, was.at()),
                  entry.isId() ? entry.source() : null,
                  entry.isId(),
                  entry.unread());
          write(workspace, contact, folder, now);
          return now;
        });
  }

  /** Notes that a file will not come, or what became of reading it. */
  Future<Void> note(
      WorkspaceId workspace, ContactId contact, Entry entry, State state, boolean unread) {
    Kept was = entry.about();
    Kept about = new Kept(was.n(), was.name(), was.contentType(), was.bytes(), state, was.at());
    return vertx.executeBlocking(
        () -> {
          write(workspace, contact, folder(workspace, contact), entry.with(about, unread));
          return null;
        });
  }

  /** Whether nothing of the contact is left to be read but that file. */
  Future<Boolean> isLastUnread(WorkspaceId workspace, ContactId contact, String n) {
    return vertx.executeBlocking(
        () -> {
          Path folder = folder(workspace, contact);
          try (Stream<String> names = names(folder)) {
            for (String other : names.filter(one -> !one.equals(n)).toList()) {
              if (entry(workspace, contact, folder, other).unread()) {
                return false;
              }
            }
          }
          return true;
        },
        false);
  }

  @Override
  public Future<List<Kept>> list(WorkspaceId workspace, ContactId contact) {
    return lists.ask(new Whose(workspace, contact));
  }

  private List<Kept> listed(Whose whose) throws IOException {
    Path folder = folder(whose.workspace, whose.contact);
    List<Kept> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<String> names = names(folder)) {
        for (String n : names.toList()) {
          all.add(entry(whose.workspace, whose.contact, folder, n).about());
        }
      }
    }
    all.sort(Comparator.comparing(Kept::at).thenComparing(Kept::n));
    return all;
  }

  @Override
  public Future<Optional<Content>> read(WorkspaceId workspace, ContactId contact, String n) {
    if (!N.test(n)) {
      return Future.succeededFuture(Optional.empty());
    }
    return vertx.executeBlocking(
        () -> {
          Path folder = folder(workspace, contact);
          if (!Files.exists(folder.resolve(n + ".meta"))) {
            return Optional.empty();
          }
          Kept kept = entry(workspace, contact, folder, n).about();
          return kept.state() != State.STORED
              ? Optional.empty()
              : Optional.of(
                  new Content(
                      kept,
                      sealer.open(
                          Files.readAllBytes(folder.resolve(n + ".data")),
                          place(workspace, contact, n, "data"))));
        },
        false);
  }

  /**
   * Removes the files of contacts that are no more. Young ones stay, whatever is known of them.
   *
   * @param known whether there is such a contact
   */
  Future<Void> sweep(
      WorkspaceId workspace, BiFunction<WorkspaceId, ContactId, Future<Boolean>> known) {
    Instant old = clock.now().minus(YOUNG);
    Future<List<String>> contacts =
        vertx.executeBlocking(
            () -> {
              List<String> names = new ArrayList<>();
              Path folder = root.resolve(workspace.value());
              if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
                  for (Path one : all) {
                    if (Files.getLastModifiedTime(one).toInstant().isBefore(old)) {
                      names.add(String.valueOf(one.getFileName()));
                    }
                  }
                }
              }
              return names;
            });
    return contacts.compose(
        names -> Steps.each(names, name -> swept(workspace, new ContactId(name), known)));
  }

  /** Removes a contact's files when it is no more. */
  private Future<Void> swept(
      WorkspaceId workspace,
      ContactId contact,
      BiFunction<WorkspaceId, ContactId, Future<Boolean>> known) {
    return known
        .apply(workspace, contact)
        .compose(
            there ->
                there
                    ? Future.succeededFuture()
                    : vertx.executeBlocking(() -> remove(folder(workspace, contact))));
  }

  @Override
  public Future<Void> forget(WorkspaceId workspace, ContactId contact) {
    Path folder = folder(workspace, contact);
    return vertx.executeBlocking(() -> Files.isDirectory(folder) ? remove(folder) : null);
  }

  private static @Nullable Void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    return null;
  }

  private Path folder(WorkspaceId workspace, ContactId contact) {
    if (!NAME.test(contact.value())) {
      throw new IllegalArgumentException("a contact's id names no folder");
    }
    return root.resolve(workspace.value()).resolve(contact.value());
  }

  private static Stream<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> metas = Files.newDirectoryStream(folder, "*.meta")) {
      for (Path meta : metas) {
        names.add(String.valueOf(meta.getFileName()).replace(".meta", ""));
      }
    }
    return names.stream();
  }

  /** Whole and on the disk, or not at all. */
  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    Path draft = Files.createTempFile(folder, "draft", ".new");
    Files.write(draft, bytes);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        draft,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] meta(Entry entry) {
    Kept kept = entry.about();
    return JsonOut.bytes(
        out -> {
          out.writeStartObject();
          JsonOut.text(out, "name", kept.name());
          out.writeStringField("type", kept.contentType());
          out.writeNumberField("bytes", kept.bytes());
          out.writeStringField("state", kept.state().name());
          out.writeNumberField("at", kept.at().toEpochMilli());
          JsonOut.text(out, "source", entry.source());
          out.writeBooleanField("isId", entry.isId());
          out.writeBooleanField("unread", entry.unread());
          out.writeEndObject();
        });
  }

  private Entry entry(WorkspaceId workspace, ContactId contact, Path folder, String n)
      throws IOException {
    JsonNode node =
        JSON.readTree(
            sealer.open(
                Files.readAllBytes(folder.resolve(n + ".meta")),
                place(workspace, contact, n, "meta")));
    Kept kept =
        new Kept(
            n,
            node.path("name").isTextual() ? node.path("name").asText() : null,
            node.path("type").asText(),
            node.path("bytes").asLong(),
            State.valueOf(node.path("state").asText()),
            Instant.ofEpochMilli(node.path("at").asLong()));
    return new Entry(
        kept,
        node.path("source").isTextual() ? node.path("source").asText() : null,
        node.path("isId").asBoolean(),
        node.path("unread").asBoolean());
  }

  private static String place(WorkspaceId workspace, ContactId contact, String n, String part) {
    return workspace.value() + '|' + contact.value() + "|file " + n + '|' + part;
  }

  private static @Nullable String name(@Nullable String claimed) {
    if (claimed == null || claimed.isBlank()) {
      return null;
    }
    String last =
        claimed.substring(Math.max(claimed.lastIndexOf('/'), claimed.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("[\\p{Cntrl}\"]", "_").strip();
    return clean.length() > 120 ? clean.substring(clean.length() - 120) : clean;
  }

  private static String digest(String message) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(message.getBytes(StandardCharsets.UTF_8)),
              0,
              8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
