package io.github.bayesiantrust;

import io.github.bayesiantrust.TrackerWorkload.Setting;

/**
 * What the cache costs a {@code getTrust} where the keys don't fit, from trackers in one process that
 * are asked in turns, some with a cache and as many without. Where their keys lie in memory, and in
 * what mood the host is, makes more of a difference between two processes.
 */
final class CacheCost {

  /** Nanoseconds per answer, with the cache and without. */
  record Nanos(double cached, double plain) {}

  private static final int PAIRS = 4;
  private static final int WARM_UP_TURNS = 10;
  private static final int TURNS = 40;

  /** Some milliseconds: what the one before has left in the processor's caches does not count. */
  private static final int TIMES = 100_000;

  private final KeySequence.Cursor keys;
  private final TrackerWorkload[] cached = new TrackerWorkload[PAIRS];
  private final TrackerWorkload[] plain = new TrackerWorkload[PAIRS];

  /** Of all answers, so that none can be left out. */
  private double sum;

  CacheCost(int number) {
    KeySequence sequence = new KeySequence(number);
    keys = sequence.cursor();
    for (int i = 0; i < PAIRS; i++) {
      fill(i, sequence, i % 2 == 0);
      fill(i, sequence, i % 2 != 0);
    }
    System.gc();
  }

  private void fill(int pair, KeySequence sequence, boolean withCache) {
    (withCache ? cached : plain)[pair] =
        new TrackerWorkload(sequence, withCache ? Setting.WITH_CACHE : Setting.NO_CACHE);
  }

  /** The medians of the turns of all pairs. */
  Nanos measured() {
    double[] withCache = new double[TURNS];
    double[] without = new double[TURNS];
    for (int i = -WARM_UP_TURNS; i < TURNS; i++) {
      double first = nanos(cached);
      double second = nanos(plain);
      if (i >= 0) {
        withCache[i] = first;
        without[i] = second;
      }
    }
    return new Nanos(Line.median(withCache), Line.median(without));
  }

  private double nanos(TrackerWorkload[] trackers) {
    long start = System.nanoTime();
    for (TrackerWorkload tracker : trackers) {
      for (int i = 0; i < TIMES; i++) {
        sum += tracker.trust(keys);
      }
    }
    return (double) (System.nanoTime() - start) / TIMES / trackers.length;
  }
}
