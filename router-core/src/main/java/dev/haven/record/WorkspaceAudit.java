package dev.haven.record;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The audit of one workspace's journal. Used by one thread. */
final class WorkspaceAudit {
  private final String workspace;
  private final Consumer<Breach> breaches;
  private final ChainCheck chain = new ChainCheck(this::breach);
  private @Nullable Ledger ledger;
  private @Nullable ContactLines contacts;
  private @Nullable NavigatorLines navigators;
  private @Nullable CheckpointLines checkpoint;
  private long line;
  private long lastAt;
  private long lines;
  private long unchecked;
  private long offers;

  WorkspaceAudit(String workspace, Consumer<Breach> breaches) {
    this.workspace = workspace;
    this.breaches = breaches;
  }

  void take(JournalBatch batch) {
    line = batch.first();
    chain.take(batch);
    if (lines == 0 && batch.first() == 1) {
      follow(new Ledger());
    }
    for (String text : batch.lines()) {
      lines++;
      Optional<JournalEntry> entry = JournalEntry.read(text);
      if (entry.isEmpty()) {
        breach(Breach.Kind.CHAIN, "the line cannot be read");
      } else {
        if (entry.get().n() != line) {
          breach(Breach.Kind.CHAIN, "the line has number " + entry.get().n());
        }
        take(entry.get());
      }
      line++;
    }
  }

  long lines() {
    return lines;
  }

  /**
   * Lines before the end of the first checkpoint of a journal whose beginning is not there, without
   * the checkpoint's own.
   */
  long unchecked() {
    return unchecked;
  }

  long offers() {
    return offers;
  }

  private void take(JournalEntry e) {
    if (e.at() < lastAt) {
      breach(Breach.Kind.CHAIN, "time went back by " + (lastAt - e.at()) + " ms");
    }
    lastAt = Math.max(lastAt, e.at());
    if (e.type().startsWith("checkpoint.")) {
      checkpoint(e);
      return;
    }
    ContactLines byContact = contacts;
    NavigatorLines byNavigator = navigators;
    if (byContact == null || byNavigator == null) {
      unchecked++;
      return;
    }
    if (e.type().equals("offer.created") || e.type().equals("offer.added")) {
      offers++;
    }
    byNavigator.take(e);
    byContact.take(e);
  }

  private void checkpoint(JournalEntry e) {
    if (e.type().equals("checkpoint.begun")) {
      // One that was begun before and did not end never will.
      checkpoint = new CheckpointLines(this::breach);
      return;
    }
    CheckpointLines open = checkpoint;
    if (open == null) {
      unchecked++;
    } else if (e.type().equals("checkpoint.ended")) {
      open.take(e);
      follow(open.replace(ledger));
      checkpoint = null;
    } else {
      open.take(e);
    }
  }

  private void follow(Ledger from) {
    ledger = from;
    contacts = new ContactLines(from, this::breach);
    navigators = new NavigatorLines(from, this::breach);
  }

  private void breach(Breach.Kind kind, String text) {
    breaches.accept(new Breach(kind, workspace, line, text));
  }
}
