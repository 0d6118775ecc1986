package dev.haven.server.wiring;

import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.InboundContact;
import dev.haven.channel.ReplyHandle;
import dev.haven.flow.Contacts;
import dev.haven.flow.Outside;
import dev.haven.flow.Outside.FileOrder;
import dev.haven.server.http.Attachments;
import dev.haven.server.http.Intake;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of contacts: fetches what the platform only named, then reads what the person
 * may have said in it. Each step is kept, so that another try goes on where the last one ended.
 */
final class FileBringer implements Outside.Files {
  /** A document of so many characters is read to its end by nobody; the scorer reads less. */
  private static final int MOST_WORDS = 100_000;

  private final SealedFiles files;
  private final MediaFetcher fetcher;
  private final DocumentReader reader;
  private final Map<String, ChannelAdapter> adapters;
  private final Supplier<Contacts> contacts;

  /**
   * @param adapters by endpoint
   */
  FileBringer(
      SealedFiles files,
      MediaFetcher fetcher,
      DocumentReader reader,
      Map<String, ChannelAdapter> adapters,
      Supplier<Contacts> contacts) {
    this.files = files;
    this.fetcher = fetcher;
    this.reader = reader;
    this.adapters = Map.copyOf(adapters);
    this.contacts = contacts;
  }

  @Override
  public Future<String> bring(FileOrder order) {
    return files
        .entry(order.workspace(), order.contact(), order.n())
        .compose(entry -> brought(order, entry))
        .compose(entry -> read(order, entry))
        .recover(e -> e instanceof MediaFetcher.Never ? never(order, e) : Future.failedFuture(e));
  }

  private Future<SealedFiles.Entry> brought(FileOrder order, SealedFiles.Entry entry) {
    String source = entry.source();
    if (entry.about().state() != Attachments.State.PENDING || source == null) {
      return Future.succeededFuture(entry);
    }
    ChannelAdapter adapter = adapterOf(order);
    if (adapter == null) {
      return Future.failedFuture(new MediaFetcher.Never("no_endpoint"));
    }
    return adapter
        .signedInMedia()
        .compose(media -> fetcher.fetch(adapter.endpoint(), media, source, entry.isId()))
        .compose(content -> files.fetched(order.workspace(), order.contact(), entry, content));
  }

  private @Nullable ChannelAdapter adapterOf(FileOrder order) {
    return adapters.get(order.source().replaceFirst("^endpoint:", ""));
  }

  private Future<String> never(FileOrder order, Throwable why) {
    return giveUp(order).map(String.valueOf(why.getMessage()));
  }

  /** Shows on the contact that the file will not come. */
  @Override
  public Future<Void> giveUp(FileOrder order) {
    return files
        .entry(order.workspace(), order.contact(), order.n())
        .compose(
            entry ->
                entry.about().state() == Attachments.State.PENDING
                    ? files.note(
                        order.workspace(),
                        order.contact(),
                        entry,
                        Attachments.State.FAILED,
                        entry.unread())
                    : Future.<Void>succeededFuture())
        .otherwiseEmpty();
  }

  private Future<String> read(FileOrder order, SealedFiles.Entry entry) {
    ChannelAdapter adapter = adapterOf(order);
    ChannelAdapter announcer = adapter != null && isMessage(adapter, entry) ? adapter : null;
    if (announcer == null && !files.isReadable(entry)) {
      return Future.succeededFuture("stored");
    }
    return files
        .read(order.workspace(), order.contact(), order.n())
        .compose(
            file -> {
              byte[] content = file.orElseThrow().bytes();
              if (announcer == null) {
                return reader
                    .read(content, entry.about().contentType())
                    .compose(
                        words ->
                            words.isBlank()
                                ? Future.succeededFuture("nothing_legible")
                                : join(order, entry, words.strip(), null));
              }
              InboundContact announced = announcer.announced(content);
              return announced == null
                  ? Future.succeededFuture("no_message")
                  : complete(order, entry, announced);
            });
  }

  /**
   * Whether it is a message that was announced first, and not a file of that name which a person
   * sent: that one came with its message and was fetched from nowhere.
   */
  private static boolean isMessage(ChannelAdapter adapter, SealedFiles.Entry entry) {
    String name = entry.about().name();
    return name != null
        && entry.isId()
        && entry.source() != null
        && entry.about().state() == Attachments.State.STORED
        && adapter.isAnnounced(name);
  }

  /**
   * The file is the message that was only announced: its words, its files, the way back. Its files
   * are asked for last and at every try: until the message counts as read, none of them is the last
   * that was unread.
   */
  private Future<String> complete(
      FileOrder order, SealedFiles.Entry entry, InboundContact message) {
    String subject = message.subject() == null ? "" : message.subject() + "\n";
    String words = (subject + (message.text() == null ? "" : message.text())).strip();
    ReplyHandle reply = message.reply();
    return files
        .keep(
            order.workspace(),
            order.contact(),
            "announced:" + order.n(),
            message.attachments(),
            Intake.isUnread(message))
        .compose(
            kept ->
                (entry.unread()
                        ? join(order, entry, words, reply == null ? null : reply.values())
                        : Future.succeededFuture("read"))
                    .compose(
                        done ->
                            contacts
                                .get()
                                .requestFiles(order.workspace(), order.contact(), kept)
                                .map(done)));
  }

  /**
   * @param words may be empty beside a way back: they are joined for its sake, and lower nothing
   */
  private Future<String> join(
      FileOrder order, SealedFiles.Entry entry, String words, @Nullable Map<String, String> reply) {
    String some = words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) : words;
    return files
        .isLastUnread(order.workspace(), order.contact(), order.n())
        .compose(
            last ->
                contacts
                    .get()
                    .addRead(
                        order.workspace(),
                        order.contact(),
                        order.source(),
                        "file:" + order.contact().value() + ":" + order.n(),
                        some,
                        reply,
                        last && !words.isEmpty()))
        .compose(
            v ->
                files.note(
                    order.workspace(), order.contact(), entry, Attachments.State.STORED, false))
        .map("read");
  }
}
