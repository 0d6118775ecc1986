package dev.haven.adapter.imap;

import dev.haven.adapter.support.MailAccess;
import dev.haven.adapter.support.MailIntake;
import dev.haven.channel.ParseResult;
import jakarta.mail.Flags;
import jakarta.mail.Flags.Flag;
import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SearchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;

/**
 * An open folder. Every method waits for the server and is called on a thread that may; one at a
 * time, except {@link #wake} and {@link #close}, which end a {@link #waitForNews}. Its failures
 * name no user and no mail.
 */
final class ImapFolder {
  private static final int MOST = 200;
  private static final int MOST_MARKED = 10_000;
  private static final int FETCH = 256 * 1024;

  private final IMAPStore store;
  private final IMAPFolder folder;
  private final @Nullable IMAPFolder taken;
  private final MailIntake intake;
  private final @Nullable String address;
  private final boolean canIdle;

  /** Mails that the server would not hand over; tried again in the next session. */
  private final Set<Long> stuck = new HashSet<>();

  /**
   * Mails that were stored and marked. A server that keeps no marks (PERMANENTFLAGS without {@code
   * \Seen}) would name them for ever; the oldest are forgotten.
   */
  private final Set<Long> marked =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > MOST_MARKED;
            }
          });

  /** What the numbers of mails belong to (RFC 3501, 2.3.1.1). */
  private long validity;

  private ImapFolder(
      IMAPStore store,
      IMAPFolder folder,
      @Nullable IMAPFolder taken,
      MailIntake intake,
      @Nullable String address)
      throws MessagingException {
    this.store = store;
    this.folder = folder;
    this.taken = taken;
    this.intake = intake;
    this.address = address;
    this.canIdle = store.hasCapability("IDLE");
  }

  /**
   * What waits to be taken.
   *
   * @param uids the oldest first
   * @param quiet nothing arrived while it was looked up
   */
  record News(List<Long> uids, boolean quiet) {}

  /** A mail as read, with its bytes or what stands for them. */
  @SuppressWarnings("ArrayRecordComponent")
  record Fetched(ParseResult result, byte[] raw) {}

  static ImapFolder open(
      MailAccess access,
      Duration idle,
      String name,
      @Nullable String moveTo,
      MailIntake intake,
      @Nullable String address)
      throws MessagingException {
    Properties settings = access.properties((int) idle.toMillis() + 60_000);
    String at = "mail." + access.scheme() + ".";
    settings.setProperty(at + "peek", "true");
    settings.setProperty(at + "fetchsize", Integer.toString(FETCH));
    settings.setProperty(at + "connectionpoolsize", "1");
    IMAPStore store = (IMAPStore) Session.getInstance(settings).getStore(access.scheme());
    try {
      store.connect(access.host(), access.port(), access.user(), access.password());
      IMAPFolder folder = (IMAPFolder) store.getFolder(name);
      IMAPFolder taken = moveTo == null ? null : (IMAPFolder) store.getFolder(moveTo);
      if (taken != null && !taken.exists()) {
        taken.create(Folder.HOLDS_MESSAGES);
      }
      folder.open(Folder.READ_WRITE);
      return new ImapFolder(store, folder, taken, intake, address);
    } catch (MessagingException e) {
      store.close();
      throw new MessagingException("the mailbox did not open: " + e.getClass().getSimpleName());
    }
  }

  boolean canIdle() {
    return canIdle;
  }

  /**
   * Numbers are asked for and not messages, since a server may name a mail in SEARCH whose EXISTS
   * never came: the folder is then opened anew, or that mail would wait until another comes.
   */
  News news() throws MessagingException {
    int before = folder.getMessageCount();
    FlagTerm waiting = new FlagTerm(new Flags(taken == null ? Flag.SEEN : Flag.DELETED), false);
    int[] found = (int[]) folder.doCommand(protocol -> searched(protocol, waiting));
    int known = folder.getMessageCount();
    if (Arrays.stream(found).anyMatch(number -> number > known)) {
      folder.close(false);
      folder.open(Folder.READ_WRITE);
      return new News(List.of(), false);
    }
    if (folder.getUIDValidity() != validity) {
      validity = folder.getUIDValidity();
      stuck.clear();
      marked.clear();
    }
    List<Long> uids = new ArrayList<>();
    for (int i = 0; i < found.length && uids.size() < MOST; i++) {
      long uid = folder.getUID(folder.getMessage(found[i]));
      if (!stuck.contains(uid) && !marked.contains(uid)) {
        uids.add(uid);
      }
    }
    return new News(uids, known == before);
  }

  private static int[] searched(IMAPProtocol protocol, FlagTerm term) throws ProtocolException {
    try {
      return protocol.search(term);
    } catch (SearchException e) {
      throw new ProtocolException("the search was not sent", e);
    }
  }

  /** The mail, or null when it is gone or the server does not hand it over now. */
  @Nullable Fetched fetch(long uid) throws MessagingException {
    Message message = folder.getMessageByUID(uid);
    if (message == null || message.isExpunged()) {
      return null;
    }
    try {
      if (message.getSize() > MailIntake.MAX_BYTES) {
        return tooLarge(uid);
      }
      Bounded bytes = new Bounded();
      message.writeTo(bytes);
      byte[] raw = bytes.toByteArray();
      return new Fetched(intake.readStored(raw, address), raw);
    } catch (TooLargeException e) {
      return tooLarge(uid);
    } catch (FolderClosedException e) {
      throw e;
    } catch (IOException | MessagingException e) {
      if (!folder.isOpen()) {
        throw new MessagingException("the connection is gone");
      }
      stuck.add(uid);
      return null;
    }
  }

  private Fetched tooLarge(long uid) throws MessagingException {
    String name = folder.getUIDValidity() + "/" + uid;
    return new Fetched(
        new ParseResult.Unreadable("too_large"), name.getBytes(StandardCharsets.US_ASCII));
  }

  /** It is stored: the mailbox shows so from now on. */
  void done(long uid) throws MessagingException {
    Message message = folder.getMessageByUID(uid);
    if (message == null) {
      return;
    }
    message.setFlag(Flag.SEEN, true);
    marked.add(uid);
    if (taken != null) {
      Message[] one = {message};
      if (store.hasCapability("MOVE")) {
        folder.moveMessages(one, taken);
      } else {
        folder.copyMessages(one, taken);
        message.setFlag(Flag.DELETED, true);
        folder.expunge(one);
      }
    }
  }

  /** Returns when the server tells of something, or when woken. */
  void waitForNews() throws MessagingException {
    folder.idle(true);
  }

  /** Ends {@link #waitForNews}; harmless when nothing waits. */
  void wake() throws MessagingException {
    folder.doCommand(
        protocol -> {
          protocol.noop();
          return null;
        });
  }

  void close() throws MessagingException {
    store.close();
  }

  private static final class TooLargeException extends IOException {}

  /** Holds at most what a mail may have. */
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(16_384);

    @Override
    public void write(int b) throws IOException {
      check(1);
      bytes.write(b);
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      check(length);
      bytes.write(some, from, length);
    }

    private void check(int more) throws TooLargeException {
      if (bytes.size() + more > MailIntake.MAX_BYTES) {
        throw new TooLargeException();
      }
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
