package dev.haven.server.http;

import java.util.function.LongSupplier;

/**
 * Bounds what bad tokens or tickets may cost, without refusing a good one for them.
 *
 * <p>Many people may share an address behind a proxy, and one of them may mean ill. So what is
 * presented is checked first, and only what turns out bad is charged: to the bucket of its address,
 * and to one of this event loop. An address whose bucket is empty is told to stop, but is still
 * listened to. Only when this loop has seen too many bad ones besides, and can take no more of that
 * work, is an address with an empty bucket refused unseen; others are not, ever.
 *
 * <p>For one event loop.
 */
public final class Attempts {
  /**
   * A signature takes up to 1 ms of a core that is shared (ES256; RS256 a tenth of that), so that
   * bad ones take a fifth of an event loop at most.
   */
  static final int MOST_BAD_A_SECOND = 200;

  private static final String ALL = "";

  private final TokenBuckets byAddress;
  private final TokenBuckets all;

  /**
   * @param byAddress how many bad ones each address may send
   * @param all how many bad ones this event loop takes from addresses that sent too many; one
   *     bucket is used
   */
  Attempts(TokenBuckets byAddress, TokenBuckets all) {
    this.byAddress = byAddress;
    this.all = all;
  }

  /** For an event loop that looks at no more than {@value #MOST_BAD_A_SECOND} bad ones a second. */
  public static Attempts of(TokenBuckets byAddress, LongSupplier nanoTime) {
    return new Attempts(
        byAddress, new TokenBuckets(MOST_BAD_A_SECOND, MOST_BAD_A_SECOND, 1, nanoTime));
  }

  /** Whether what comes from there is to be looked at. */
  public boolean mayTry(String address) {
    return byAddress.has(address) || all.has(ALL);
  }

  /**
   * What came from there was bad.
   *
   * @return false when that address is to be told to stop
   */
  public boolean failed(String address) {
    all.take(ALL);
    return byAddress.take(address);
  }
}
