package dev.haven.telemetry;

import dev.haven.contact.ContactId;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One contact of late for each bucket of the time to an offer, so that whoever sees a slow bucket
 * finds the timeline of somebody who waited that long. An id names no person.
 *
 * <p><b>Cost.</b> A bucket takes a contact once a second at most; all others leave it as it is and
 * make no object. Two at the same moment may both be taken, the later one stays. Any thread.
 */
public final class OfferExemplars {
  private static final long REST_MS = 1_000;

  private final long[] boundsNanos;
  private final List<AtomicReferenceArray<@Nullable Exemplar>> byTier = new ArrayList<>();

  OfferExemplars(Duration[] bounds) {
    boundsNanos = new long[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      boundsNanos[i] = bounds[i].toNanos();
    }
    for (int i = 0; i < Tier.values().length; i++) {
      byTier.add(new AtomicReferenceArray<>(bounds.length + 1));
    }
  }

  /**
   * A contact and how long it waited for its first offer.
   *
   * @param atMs when that was noted
   */
  public record Exemplar(ContactId contact, long waitedNanos, long atMs) {}

  /**
   * @param nowMs of the clock on the wall
   */
  void offered(Tier tier, ContactId contact, long waitedNanos, long nowMs) {
    int bucket = 0;
    while (bucket < boundsNanos.length && waitedNanos > boundsNanos[bucket]) {
      bucket++;
    }
    AtomicReferenceArray<@Nullable Exemplar> buckets = byTier.get(tier.rank());
    Exemplar last = buckets.get(bucket);
    if (last == null || Math.abs(nowMs - last.atMs()) >= REST_MS) {
      buckets.set(bucket, new Exemplar(contact, waitedNanos, nowMs));
    }
  }

  /** At most one for each bucket of the tier, the fastest first. */
  public List<Exemplar> of(Tier tier) {
    AtomicReferenceArray<@Nullable Exemplar> buckets = byTier.get(tier.rank());
    List<Exemplar> all = new ArrayList<>();
    for (int i = 0; i < buckets.length(); i++) {
      Exemplar exemplar = buckets.get(i);
      if (exemplar != null) {
        all.add(exemplar);
      }
    }
    return all;
  }
}
