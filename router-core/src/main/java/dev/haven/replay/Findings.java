package dev.haven.replay;

import dev.haven.record.Audit;
import dev.haven.record.Breach;
import dev.haven.record.JournalBatch;
import java.util.ArrayList;
import java.util.List;

/** A journal's figures together with what the audit says of it. Used by one thread. */
public final class Findings {
  private static final int KEPT = 20;

  private final Figures figures = new Figures();
  private final List<String> told = new ArrayList<>();
  private final Audit audit = new Audit(this::breach);
  private long lines;

  public void take(JournalBatch batch) {
    lines += batch.lines().size();
    figures.take(batch);
    audit.take(batch);
  }

  public Figures figures() {
    return figures;
  }

  public long lines() {
    return lines;
  }

  public long inversions() {
    return audit.counts().getOrDefault(Breach.Kind.INVERSION, 0L);
  }

  /** Everything else that the audit found. */
  public long otherBreaches() {
    return audit.counts().values().stream().mapToLong(n -> n).sum() - inversions();
  }

  /** The first twenty breaches. */
  public List<String> breaches() {
    return List.copyOf(told);
  }

  private void breach(Breach breach) {
    if (told.size() < KEPT) {
      told.add(breach.toString());
    }
  }
}
