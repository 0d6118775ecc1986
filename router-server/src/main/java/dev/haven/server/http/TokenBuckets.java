package dev.haven.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each name, such as an address or a token's subject. The number of names is
 * bounded: the one used longest ago is forgotten first, which gives it a full bucket again.
 *
 * <p>For one event loop.
 */
public final class TokenBuckets {
  private static final long NANOS = 1_000_000_000L;

  private final double perNano;
  private final double burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets;

  private static final class Bucket {
    double tokens;
    long at;
  }

  /**
   * @param perSecond how fast a bucket fills
   * @param burst how much it holds, at least 1
   * @param maxNames how many buckets there are at most
   */
  public TokenBuckets(double perSecond, double burst, int maxNames, LongSupplier nanoTime) {
    this.perNano = perSecond / NANOS;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > maxNames;
          }
        };
  }

  /** Takes one token of that name's bucket; false when it is empty. */
  public boolean take(String name) {
    Bucket bucket = filled(name);
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }

  /** Whether a token is there, without taking it. */
  public boolean has(String name) {
    return filled(name).tokens >= 1;
  }

  private Bucket filled(String name) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = burst;
      buckets.put(name, bucket);
    } else {
      bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perNano);
    }
    bucket.at = now;
    return bucket;
  }
}
