package io.github.bayesiantrust;

/** What a global decay costs its caller, and what the walk over all keys that is due at times. */
final class DecayCost {
  /** Below the number of decays after which a walk over all keys is due. */
  private static final int DECAYS = 100;

  private final BayesianTrustTracker tracker;

  DecayCost(int keys) {
    tracker = TrackerWorkload.Setting.NO_HISTORY.filled(new KeySequence(keys));
  }

  /** Nanoseconds per decay, where none walks. */
  double nanosPerDecay() {
    long start = System.nanoTime();
    for (int i = 0; i < DECAYS; i++) {
      tracker.applyGlobalDecay(0.99, 0);
    }
    double nanos = (double) (System.nanoTime() - start) / DECAYS;
    tracker.clear();
    return nanos;
  }

  /** Milliseconds of a decay that walks over all keys, with as many decays behind it as can be. */
  double millisOfWalk() {
    long longest = 0;
    for (int i = 0; i < DECAYS + 50; i++) {
      long start = System.nanoTime();
      tracker.applyGlobalDecay(0.99, 0);
      longest = Math.max(longest, System.nanoTime() - start);
    }
    return longest / 1e6;
  }
}
