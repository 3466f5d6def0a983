package io.github.bayesiantrust;

import java.util.Locale;

/**
 * Updates as many distinct keys as are asked for, 100 million unless told, in a tracker that holds a
 * million. Prints how fast, and the peak of the heap.
 *
 * <p>{@code mvn -Pjmh clean test-compile exec:exec -Djmh.vm=-Xmx512m
 * -Djmh.main=io.github.bayesiantrust.BoundedKeysSoak}
 */
public final class BoundedKeysSoak {
  private static final int MAX_KEYS = 1_000_000;
  private static final long UPDATES = 100_000_000;
  private static final int SAMPLE = 1_000;

  private BoundedKeysSoak() {}

  /**
   * Runs it.
   *
   * @param args the number of updates, 100 million by default
   */
  public static void main(String[] args) {
    long updates = args.length > 0 ? Long.parseLong(args[0]) : UPDATES;
    BayesianTrustTracker tracker =
        new BayesianTrustTracker(TrustConfig.builder().maxKeys(MAX_KEYS).build());
    long peak = 0;
    long start = System.nanoTime();
    for (long i = 0; i < updates; i++) {
      tracker.update("key-" + i, (i & 3) != 0);
      if (i % SAMPLE == 0) {
        peak = Math.max(peak, used());
        if (tracker.size() > MAX_KEYS) {
          throw new AssertionError(tracker.size() + " keys");
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (tracker.size() != Math.min(updates, MAX_KEYS) || !tracker.contains("key-" + (updates - 1))) {
      throw new AssertionError(tracker.size() + " keys, or not the newest ones");
    }
    System.gc();
    System.out.printf(
        Locale.ROOT,
        "%,d updates of distinct keys, %,d kept: %.1f s, %,.0f updates per second, heap %,d MB at its"
            + " peak, %,d MB in use after a collection, -Xmx %,d MB%n",
        updates,
        tracker.size(),
        seconds,
        updates / seconds,
        peak >> 20,
        used() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
