package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void take_toExactlyEmptyAndBack() {
    TokenBuckets buckets = new TokenBuckets(1, 2, 10, nanos::get);
    assertThat(buckets.take("a")).isTrue();
    assertThat(buckets.take("a")).isTrue();
    assertThat(buckets.take("a")).isFalse();
    assertThat(buckets.take("b")).isTrue();
    nanos.set(1_000_000_000L);
    assertThat(buckets.take("a")).isTrue();
    assertThat(buckets.take("a")).isFalse();
  }

  @Test
  void shouldForgetTheNameUsedLongestAgo() {
    TokenBuckets buckets = new TokenBuckets(0.001, 1, 2, nanos::get);
    assertThat(buckets.take("a")).isTrue();
    assertThat(buckets.take("b")).isTrue();
    assertThat(buckets.take("c")).isTrue();
    assertThat(buckets.take("c")).isFalse();
    assertThat(buckets.take("a")).isTrue();
  }
}
