package dev.haven.record;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Re-checks the promises of the design over a journal, from its lines alone: numbers and hashes,
 * legal transitions, one offer at a time, room, drains, and that nobody was passed over. Knows
 * nothing of Redis or of the router's code, only the tables of eligibility and of transitions.
 *
 * <p>Memory grows with the contacts on record and the navigators, not with the journal. Used by one
 * thread.
 */
public final class Audit {
  private final Consumer<Breach> breaches;
  private final Map<Breach.Kind, Long> counts = new EnumMap<>(Breach.Kind.class);
  private final Map<String, WorkspaceAudit> workspaces = new TreeMap<>();

  /**
   * What the audit read.
   *
   * @param lines of the journal
   * @param offers whose navigator and place were checked
   * @param unchecked lines whose transitions could not be checked, because the journal begins
   *     behind their cause and no checkpoint ends before them
   */
  public record Extent(long lines, long offers, long unchecked) {}

  /**
   * @param breaches hears each as it is found
   */
  public Audit(Consumer<Breach> breaches) {
    this.breaches = breaches;
  }

  /** Reads a journal to its end. */
  public void take(JournalSource source) throws IOException {
    for (Optional<JournalBatch> batch = source.next(); batch.isPresent(); batch = source.next()) {
      take(batch.get());
    }
  }

  public void take(JournalBatch batch) {
    workspaces
        .computeIfAbsent(batch.workspace(), w -> new WorkspaceAudit(w, this::breach))
        .take(batch);
  }

  /** Counts a breach that a reader of segments found. */
  public void breach(Breach breach) {
    counts.merge(breach.kind(), 1L, Long::sum);
    breaches.accept(breach);
  }

  /** How many of each kind were found; kinds without any are absent. */
  public Map<Breach.Kind, Long> counts() {
    return Map.copyOf(counts);
  }

  /** By workspace. */
  public Map<String, Extent> extents() {
    Map<String, Extent> extents = new TreeMap<>();
    workspaces.forEach(
        (name, w) -> extents.put(name, new Extent(w.lines(), w.offers(), w.unchecked())));
    return extents;
  }
}
