package dev.haven.record;

import java.io.IOException;
import java.util.Optional;

/**
 * A journal read from its beginning, one transition at a time, in memory that does not grow with
 * its length. Blocking; used by one thread outside event loops.
 */
public interface JournalSource extends AutoCloseable {
  /** The next batch; empty at the end. */
  Optional<JournalBatch> next() throws IOException;

  @Override
  void close() throws IOException;
}
