package io.github.bayesiantrust;

import io.github.bayesiantrust.TrackerWorkload.Setting;
import java.io.IOException;

/**
 * What the cache costs a {@code getTrust} where the keys don't fit: a process with a cache and one
 * without, asked in turns. One after the other, the mood of the host makes more of a difference.
 */
final class CacheCost {

  /** Nanoseconds per answer, with the cache and without. */
  record Nanos(double cached, double plain) {}

  private static final int WARM_UP_TURNS = 20;
  private static final int TURNS = 60;

  private CacheCost() {}

  /** The medians of the turns of two processes. */
  static Nanos measured(int keys) throws IOException {
    try (TrackerProcess cached = new TrackerProcess(Setting.WITH_CACHE, keys);
        TrackerProcess plain = new TrackerProcess(Setting.NO_CACHE, keys)) {
      medians(cached, plain, WARM_UP_TURNS);
      return medians(cached, plain, TURNS);
    }
  }

  private static Nanos medians(TrackerProcess cached, TrackerProcess plain, int turns)
      throws IOException {
    double[] withCache = new double[turns];
    double[] without = new double[turns];
    for (int i = 0; i < turns; i++) {
      withCache[i] = cached.nanos();
      without[i] = plain.nanos();
    }
    return new Nanos(Line.median(withCache), Line.median(without));
  }
}
